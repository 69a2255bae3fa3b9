// Filters with live counts, which are the legend of the picture too.

const FEW = 7; // values of a filter that are shown at once
const opened = new Set(); // filters that show all their values

function showFilters() {
  const keep = byId("filters").scrollTop;
  const focused = document.activeElement?.dataset?.filter;
  byId("filters").replaceChildren(
    ...[colourSwitch(), ...Object.keys(FACETS).map(facetSection), clearButton()].filter(Boolean),
  );
  byId("filters").scrollTop = keep;
  if (focused)
    byId("filters")
      .querySelector(`[data-filter="${CSS.escape(focused)}"]`)
      ?.focus();
}

function colourSwitch() {
  const choice = (name, words) =>
    el(
      "button",
      {
        "aria-pressed": state.colour === name,
        on: {
          click: () => {
            state.colour = name;
            refresh();
          },
        },
      },
      words,
    );
  return el(
    "section",
    {},
    el("h3", {}, "Colour by"),
    el(
      "div",
      { class: "switch", role: "group", "aria-label": "Colour by" },
      choice("type", "Type"),
      choice("community", "Community"),
    ),
  );
}

const isFiltered = () =>
  Object.values(state.filters).some((filter) => filter.only || filter.values.size) || !isWholeSpan();

function clearButton() {
  return isFiltered() ? el("button", { class: "clear", on: { click: showAll } }, "Clear all filters") : null;
}

/** Every value that occurs, with its count over the whole graph: the order never jumps. */
const facetValues = Object.fromEntries(Object.keys(FACETS).map((name) => [name, countAll(name)]));

function countAll(name) {
  const counts = new Map();
  const add = (value) => counts.set(value, (counts.get(value) || 0) + 1);
  if (name === "type") for (const entity of entities) if (entity.statements.length) add(entity.type);
  if (name === "factuality") for (const statement of statements) add(statement.factuality);
  if (name === "relation") for (const statement of statements) add(relationOf(statement));
  const ofEvidence = { speaker: speakerOf, source: sourceOf, document: documentOf }[name];
  if (ofEvidence) for (const item of evidence) add(ofEvidence(item));
  const order = { type: Object.keys(TYPES), factuality: FACTUALITIES }[name];
  const values = [...counts.keys()];
  if (order) return values.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return values.sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
}

function facetSection(name) {
  const values = facetValues[name];
  if (values.length < (["type", "factuality"].includes(name) ? 1 : 2)) return null;
  const few =
    opened.has(name) || values.length <= FEW + 2 || ["type", "factuality"].includes(name)
      ? values.slice(0, 400)
      : values.slice(0, FEW);
  const missing = [...state.filters[name].values].filter(
    (value) => !few.includes(value) && values.includes(value),
  );
  const rest = values.length - few.length;
  return el(
    "section",
    {},
    el("h3", {}, FACETS[name].title),
    [...few, ...missing].map((value) => facetRow(name, value)),
    rest > 0 && !opened.has(name)
      ? el(
          "button",
          {
            class: "link",
            on: {
              click: () => {
                opened.add(name);
                showFilters();
              },
            },
          },
          `${rest} more`,
        )
      : null,
  );
}

function facetRow(name, value) {
  const filter = state.filters[name];
  const count = visible.counts[name].get(value) || 0;
  const sample = { type: () => glyph(value), factuality: () => stroke(value) }[name];
  const words = FACETS[name].name(value);
  const alone = filter.only && filter.values.size === 1 && filter.values.has(value);
  return el(
    "div",
    { class: `facet${count ? "" : " none"}` },
    el(
      "label",
      { title: words },
      el("input", {
        type: "checkbox",
        checked: passes(filter, value),
        "data-filter": `${name} ${value}`,
        on: { change: (event) => toggle(name, value, event.target.checked) },
      }),
      sample ? sample() : null,
      el("bdi", { class: "words" }, shorten(words, 60)),
    ),
    el(
      "button",
      {
        class: "only",
        "aria-label": `${alone ? "All" : "Only"}: ${shorten(words, 60)}`,
        on: { click: () => showOnly(name, alone ? null : value) },
      },
      alone ? "all" : "only",
    ),
    el("small", {}, count.toLocaleString("en")),
  );
}

function toggle(name, value, on) {
  const filter = state.filters[name];
  if (on === filter.only) filter.values.add(value);
  else filter.values.delete(value);
  refresh();
  keepInSight();
}

/** Nothing but this value, or, with null, all values again. */
function showOnly(name, value) {
  state.filters[name] = value === null ? makeFilter() : { only: true, values: new Set([value]) };
  refresh();
  keepInSight();
}

function showAll() {
  clearFilters();
  refresh();
  fit();
}
