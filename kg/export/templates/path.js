// The shortest path between two entities, over claims that are not denied.

/** Links one after the other, or none; among equally short paths the better attested one. */
function findPath(from, to) {
  const cameBy = new Map([[from, null]]);
  let edge = [from];
  while (edge.length && !cameBy.has(to)) {
    const next = [];
    for (const at of edge) {
      for (const link of [...at.links].sort((a, b) => b.shown.length - a.shown.length || a.index - b.index)) {
        const other = link.from === at ? link.to : link.from;
        if (cameBy.has(other) || !isTrusted(link)) continue;
        cameBy.set(other, link);
        next.push(other);
      }
    }
    edge = next;
  }
  const steps = [];
  for (let at = to; cameBy.get(at); at = steps[0].from === at ? steps[0].to : steps[0].from)
    steps.unshift(cameBy.get(at));
  return steps;
}

const isTrusted = (link) =>
  link.shown.some(({ statement }) => !isRed(statement.factuality));

function showPath(from, to) {
  state.steps = 0;
  select({ kind: "path", from, to, links: findPath(from, to) }, { move: true });
}

/** A field to name the other end of a path. */
function pathField(entity) {
  const field = el("input", {
    list: "names",
    placeholder: "Path to…",
    "aria-label": `Shortest path from ${shorten(entity.label, 60)} to`,
  });
  field.addEventListener("change", () => {
    const words = fold(field.value.trim());
    const other =
      words &&
      byRank.find((one) => fold(one.label) === words || one.aliases.some((alias) => fold(alias) === words));
    if (other && other !== entity) showPath(entity, other);
  });
  if (!byId("names"))
    document.body.append(
      el(
        "datalist",
        { id: "names" },
        byRank.slice(0, 2000).map((one) => el("option", { value: one.label.slice(0, 200) })),
      ),
    );
  return field;
}

function tellPath({ links }) {
  if (links.length) return `Shortest path · ${plural(links.length, "step")}`;
  return isFiltered() ? "No path with these filters" : "No path of claims that nobody denies";
}
