// What details, filters, search and table are made of: samples, names, rows, evidence.

const SHAPES = {
  dot: () => svg("circle", { cx: 8, cy: 8, r: 5.5 }),
  square: () => svg("rect", { x: 2.8, y: 2.8, width: 10.4, height: 10.4 }),
  hexagon: () => svg("path", { d: "M14 8 11 13.2H5L2 8l3-5.2h6Z" }),
  triangle: () => svg("path", { d: "M8 2.2 14 13H2Z" }),
  triangleDown: () => svg("path", { d: "M8 13.8 14 3H2Z" }),
  diamond: () => svg("path", { d: "M8 1.5 14.5 8 8 14.5 1.5 8Z" }),
  star: () =>
    svg("path", {
      d: "M8 1l2.06 4.9 5.3.43-4.03 3.46 1.23 5.17L8 12.2l-4.56 2.76 1.23-5.17L.64 6.33l5.3-.43Z",
    }),
};
const SHAPE_OF_TYPE = Object.fromEntries(entities.map((entity) => [entity.type, entity.shape]));

function glyph(type) {
  const shape = (SHAPES[SHAPE_OF_TYPE[type]] || SHAPES.dot)();
  const icon = svg(
    "svg",
    {
      viewBox: "0 0 16 16",
      class: `glyph type-${type.toLowerCase()}${typeOf(type)[1] ? " hollow" : ""}`,
      "aria-hidden": "true",
    },
    shape,
  );
  return icon;
}

/** The line that stands for a factuality in the picture. */
function stroke(factuality) {
  const { dashes, mark } = FACTS[factuality];
  const line = svg("path", { d: "M1 8h32" });
  if (dashes) line.setAttribute("stroke-dasharray", dashes.map((n) => n * 0.7).join(" "));
  const icon = svg(
    "svg",
    { viewBox: "0 0 34 16", class: `stroke${isRed(factuality) ? " red" : ""}`, "aria-hidden": "true" },
    line,
  );
  if (mark) icon.append(svg("circle", { cx: 17, cy: 8, r: 6.2, class: mark === "disputed" ? "full" : "" }));
  for (const [x0, y0, x1, y1] of SIGNS[mark] || []) {
    icon.append(
      svg("path", {
        d: `M${17 + x0 * 0.75} ${8 + y0 * 0.75}L${17 + x1 * 0.75} ${8 + y1 * 0.75}`,
        class: mark === "disputed" ? "knock" : "",
      }),
    );
  }
  if (mark === "asked") icon.append(svg("text", { x: 17, y: 11.5, "text-anchor": "middle" }, "?"));
  return icon;
}

const nameOf = (entity) =>
  el(
    "bdi",
    { title: entity.label.length > 120 ? entity.label.slice(0, 400) : null },
    shorten(entity.label, 120),
  );

function entityButton(entity) {
  return el("button", { class: "name", on: { click: () => select(entity, { move: true }) } }, nameOf(entity));
}

function badge(factuality, ...words) {
  return el("span", { class: `badge ${factuality}` }, stroke(factuality), el("span", {}, ...words));
}

/** A line of a list: who does what to whom, as seen from an entity, leading to the link. */
function claimRow({ statement, role, link }, seenFrom = null) {
  const other = seenFrom === statement.subject ? (role ? link.to : statement.object) : statement.subject;
  const count = statement.evidence.filter(isShown).length;
  const words = seenFrom
    ? [
        el(
          "i",
          {},
          seenFrom === statement.subject ? "" : "← ",
          statement.predicate,
          role ? ` (${role})` : "",
        ),
        other ? [" ", nameOf(other)] : remainder(statement),
      ]
    : [
        statement.subject && nameOf(statement.subject),
        " ",
        el("i", {}, statement.predicate),
        " ",
        statement.object ? nameOf(statement.object) : remainder(statement),
        role ? [" (", role, ": ", nameOf(link.to), ")"] : null,
      ];
  return el(
    "button",
    { class: "claim-row", on: { click: () => openClaim(statement, link) } },
    stroke(statement.factuality),
    el("span", { class: "words" }, words),
    statement.factuality === "disputed"
      ? el("em", { class: "tag" }, "disputed")
      : count > 1
        ? el("small", {}, plural(count, "sentence"))
        : null,
  );
}

/** What a claim without an object is about: the words said, or else its first argument. */
function remainder(statement) {
  const first = statement.arguments.find((argument) => argument.role === "content") || statement.arguments[0];
  if (statement.object || !first) return null;
  if (first.role === "content" && first.text)
    return [" ", el("q", {}, el("bdi", {}, shorten(first.text, 140)))];
  return [` (${first.role}: `, first.entity ? nameOf(first.entity) : shorten(first.text, 60), ")"];
}

/** Then what is said most often. */
const disputedFirst = (a, b) =>
  Number(b.statement.factuality === "disputed") - Number(a.statement.factuality === "disputed") ||
  b.statement.evidence.length - a.statement.evidence.length ||
  a.statement.index - b.statement.index;

/** A sentence with subject, predicate and object marked; marks may overlap, the first one wins. */
function markedSentence(item) {
  const text = sentenceOf(item);
  if (!item.sentence) return el("blockquote", {}, el("bdi", {}, text));
  const start = item.sentence[0];
  const marks = [
    ["subject", item.subject],
    ["predicate", item.predicate],
    ["object", item.object],
  ]
    .filter(([, place]) => place)
    .map(([role, [from, length]]) => ({ role, from: from - start, to: from - start + length }))
    .filter((mark) => mark.from >= 0 && mark.to <= text.length)
    .sort((a, b) => a.from - b.from);
  const parts = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.to <= at) continue;
    const from = Math.max(mark.from, at);
    parts.push(text.slice(at, from), el("mark", { class: mark.role }, text.slice(from, mark.to)));
    at = mark.to;
  }
  parts.push(text.slice(at));
  return el("blockquote", {}, el("bdi", {}, parts));
}

function evidenceCard(item) {
  const source = item.document;
  return el(
    "article",
    { class: "evidence" },
    el("p", { class: "badges" }, badge(item.factuality, ...attribution(item)), derivation(item)),
    sentenceOf(item) ? markedSentence(item) : null,
    item.derivedFrom.length
      ? el(
          "div",
          { class: "premises" },
          "Follows from",
          item.derivedFrom.map((premise) =>
            claimRow({ statement: premise, role: "", link: linkOf(premise) }),
          ),
        )
      : null,
    source
      ? el(
          "p",
          { class: "source" },
          el(
            "button",
            { class: "link", on: { click: () => select(source, { reading: item }) } },
            el("bdi", {}, shorten(source.heading, 120)),
          ),
          el(
            "span",
            {},
            [source.source, source.day === null ? "" : dateOf(source.day)].filter(Boolean).join(", "),
            " ",
            originalLink(source),
          ),
        )
      : null,
  );
}

/** How sure the reading of the sentence is; which rule read it comes with the pointer. */
function derivation(item) {
  if (!item.confidence) return null;
  const percent = `${Math.round(item.confidence * 100)} %`;
  return el(
    "small",
    { class: "sure", title: `Read by the rule “${item.method}” with ${percent} confidence` },
    percent,
  );
}

function attribution(item) {
  const word = item.factuality === "negated" ? "denied" : item.factuality;
  if (!item.saidBy) return [word];
  return [word === "asserted" ? "said" : word, " by ", nameOf(item.saidBy)];
}

function originalLink(source) {
  const url = safeUrl(source.url);
  return url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "original ↗") : null;
}

const linkOf = (statement) =>
  statement.subject && statement.object
    ? linkById.get(`${statement.subject.index}>${statement.object.index}`) || null
    : null;

/** When, where, for how long: what a statement says beyond subject and object. */
function roleList(statement) {
  if (!statement.arguments.length) return null;
  return el(
    "dl",
    { class: "roles" },
    statement.arguments.map((argument) => [
      el("dt", {}, argument.role),
      el(
        "dd",
        {},
        argument.entity
          ? entityButton(argument.entity)
          : [
              argument.text,
              argument.value && argument.value !== argument.text
                ? el("small", {}, ` ${argument.value}${argument.unit ? " " + argument.unit : ""}`)
                : null,
            ],
      ),
    ]),
  );
}
