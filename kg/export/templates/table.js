// The table of claims: the text version of the picture, sorted as the reader likes.

const PAGE = 200; // rows at once
const table = { column: "date", ascending: false, rows: PAGE };

const COLUMNS = {
  date: {
    title: "Date",
    value: (item) => (item.document && item.document.day !== null ? isoOf(item.document.day) : ""),
  },
  claim: {
    title: "Claim",
    value: ({ statement }) =>
      fold(`${statement.subject?.label ?? ""} ${statement.predicate} ${statement.object?.label ?? ""}`),
  },
  factuality: { title: "Stated as", value: (item) => String(FACTUALITIES.indexOf(item.factuality)) },
  sentence: { title: "Sentence", value: sentenceOf },
  source: { title: "Source", value: (item) => item.document?.outlet ?? "" },
};

/** What the table and the exports hold: all evidence that passes and whose ends are shown. */
function shownEvidence() {
  return evidence.filter((item) => item.shown && isInSteps(item.statement));
}
const isInSteps = ({ subject, object }) =>
  !state.steps || (visible.entities.has(subject) && (!object || visible.entities.has(object)));

function showTable() {
  const box = byId("table");
  box.hidden = state.view !== "table";
  byId("show-graph").setAttribute("aria-pressed", String(state.view === "graph"));
  byId("show-table").setAttribute("aria-pressed", String(state.view === "table"));
  if (box.hidden) return;
  const items = sortedEvidence();
  box.replaceChildren(
    el(
      "table",
      {},
      el("caption", { class: "unseen" }, `${plural(items.length, "sentence")} that pass the filters`),
      el("thead", {}, el("tr", {}, Object.entries(COLUMNS).map(headCell))),
      el("tbody", {}, items.slice(0, table.rows).map(tableRow)),
    ),
  );
  if (items.length > table.rows)
    box.append(
      el(
        "button",
        {
          class: "clear",
          on: {
            click: () => {
              table.rows += PAGE;
              showTable();
            },
          },
        },
        `${(items.length - table.rows).toLocaleString("en")} more`,
      ),
    );
}

function sortedEvidence() {
  const { value } = COLUMNS[table.column];
  const sign = table.ascending ? 1 : -1;
  const keyed = shownEvidence().map((item) => [value(item), item]);
  keyed.sort(([a, x], [b, y]) => (a < b ? -sign : a > b ? sign : x.index - y.index));
  return keyed.map(([, item]) => item);
}

function headCell([name, { title }]) {
  const sorted = table.column === name;
  const sort = () => {
    table.ascending = sorted ? !table.ascending : name !== "date";
    table.column = name;
    showTable();
    byId("table").querySelector(`[data-column="${name}"]`).focus();
  };
  return el(
    "th",
    {
      scope: "col",
      class: name,
      "aria-sort": sorted ? (table.ascending ? "ascending" : "descending") : "none",
    },
    el(
      "button",
      { "data-column": name, on: { click: sort } },
      title,
      sorted ? (table.ascending ? " ↑" : " ↓") : "",
    ),
  );
}

function tableRow(item) {
  const { statement } = item;
  const link = linkOf(statement);
  return el(
    "tr",
    {},
    el("td", { class: "date" }, COLUMNS.date.value(item)),
    el(
      "td",
      { class: "claim" },
      el(
        "button",
        { class: "name", on: { click: () => openEvidence(item) } },
        statement.subject && nameOf(statement.subject),
        " ",
        el("i", {}, statement.predicate),
        " ",
        statement.object && nameOf(statement.object),
      ),
      statement.factuality === "disputed" ? el("em", { class: "tag" }, "disputed") : null,
    ),
    el("td", { class: "factuality" }, badge(item.factuality, ...attribution(item))),
    el("td", { class: "sentence" }, link || statement.subject ? markedSentence(item) : sentenceOf(item)),
    el(
      "td",
      { class: "source" },
      item.document
        ? el(
            "button",
            { class: "link", on: { click: () => select(item.document, { reading: item }) } },
            el("bdi", {}, shorten(item.document.outlet, 60)),
          )
        : "inference",
    ),
  );
}

function setView(name) {
  state.view = name;
  table.rows = PAGE;
  showTable();
  saveAddress();
  if (name === "table") byId("table").focus();
}
