// The address of the page: it names what is open and filtered, so that a link leads back to it.

// In a frame, as in a notebook, the page has no address of its own that could be changed.
const HAS_ADDRESS = ["file:", "http:", "https:"].includes(location.protocol);

/** A step to something else is one that the back button undoes; a filter is not. */
function saveAddress({ step = false } = {}) {
  if (!HAS_ADDRESS) return;
  const parts = new URLSearchParams();
  const chosen = state.selection;
  if (chosen?.kind === "entity") parts.set("node", chosen.key);
  if (chosen?.kind === "link") parts.set("edge", `${chosen.from.key}..${chosen.to.key}`);
  if (chosen?.kind === "claim") parts.set("claim", chosen.key);
  if (chosen?.kind === "document") parts.set("document", chosen.key);
  if (chosen?.kind === "path") parts.set("path", `${chosen.from.key}..${chosen.to.key}`);
  if (state.steps) parts.set("steps", state.steps);
  if (state.clock !== DEFAULT_CLOCK) parts.set("clock", state.clock);
  if (state.from !== clock().first) parts.set("from", isoOf(state.from));
  if (state.to !== clock().last) parts.set("to", isoOf(state.to));
  if (state.view !== "graph") parts.set("view", state.view);
  for (const [name, filter] of Object.entries(state.filters)) {
    if (filter.only || filter.values.size)
      parts.set(
        `${filter.only ? "only" : "not"}.${name}`,
        [...filter.values].map(encodeURIComponent).join("~"),
      );
  }
  const hash = parts.toString();
  if (hash === location.hash.slice(1)) return;
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** Set the state as the address says; names that the graph does not hold are passed over. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  clearFilters();
  for (const name of Object.keys(FACETS)) {
    for (const way of ["only", "not"]) {
      const values = parts.get(`${way}.${name}`);
      if (values !== null)
        state.filters[name] = {
          only: way === "only",
          values: new Set(values.split("~").filter(Boolean).map(decodeText)),
        };
    }
  }
  state.clock = Object.hasOwn(CLOCKS, parts.get("clock")) ? parts.get("clock") : DEFAULT_CLOCK;
  const { first, last } = clock();
  const inSpan = (text, otherwise) => Math.min(last, Math.max(first, dayOf(text) ?? otherwise));
  state.from = inSpan(parts.get("from"), first);
  state.to = Math.max(state.from, inSpan(parts.get("to"), last));
  state.view = parts.get("view") === "table" ? "table" : "graph";
  if (parts.has("path")) updateVisible(); // it is looked for among what is visible
  const chosen = chosenBy(parts);
  if (chosen?.kind === "entity") state.steps = Math.min(2, Math.max(0, Number(parts.get("steps")) || 0));
  return chosen;
}

function decodeText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function chosenBy(parts) {
  const ends = (text) => (text || "").split("..").map((key) => entityByKey.get(key));
  if (parts.has("node")) return entityByKey.get(parts.get("node")) || null;
  if (parts.has("claim")) return claimByKey.get(parts.get("claim")) || null;
  if (parts.has("document")) return documentByKey.get(parts.get("document")) || null;
  if (parts.has("edge")) {
    const [from, to] = ends(parts.get("edge"));
    return (from && to && linkById.get(`${from.index}>${to.index}`)) || null;
  }
  const [from, to] = ends(parts.get("path"));
  return from && to ? { kind: "path", from, to, links: findPath(from, to) } : null;
}
