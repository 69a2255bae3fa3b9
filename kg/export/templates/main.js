// Putting it together: what a choice changes, keys, theme, and the first picture.

function refresh({ details = true, step = false } = {}) {
  updateVisible();
  drawGraph();
  showFilters();
  showTimeline();
  showCounts();
  document.body.classList.toggle("by-community", state.colour === "community");
  showAmount();
  showBanner();
  showTable();
  saveAddress({ step });
  if (details) showDetails();
  showEmpty();
  byId("close").hidden = !state.selection;
}

/** Where nothing is drawn, why: filters, which can be opened again, or texts that gave nothing. */
function showEmpty() {
  const found = entities.some((entity) => entity.statements.length);
  byId("empty").hidden = visible.entities.size > 0;
  byId("empty").querySelector("p").textContent = found
    ? "No claim passes these filters."
    : "Nothing was found in these documents.";
  byId("reset").hidden = !found;
}

let refreshing = null;
function refreshSoon() {
  if (refreshing === null)
    refreshing = requestAnimationFrame(() => {
      refreshing = null;
      refresh();
    });
}

/** Open an entity, a link or a document; null closes what is open. */
function select(thing, { move = false, reading = null } = {}) {
  const before = state.selection;
  const outside = thing && thing.kind === "entity" && !picture.drawn.has(thing);
  state.selection = thing;
  state.reading = reading;
  if (state.steps && !(thing && thing.kind === "entity")) state.steps = 0;
  refresh({ step: thing !== before });
  if (move || outside) reveal(thing);
  if (thing) document.body.classList.remove("filters-open", "sheet-low");
  say(thing ? byId("details").querySelector("h2")?.textContent : "Nothing selected");
}

function showNeighbourhood(entity, steps) {
  state.selection = entity;
  state.steps = steps;
  refresh();
  fit();
}

function expand(entity) {
  for (const link of entity.links) if (link.shown.length) state.drawnToo.add(link.from).add(link.to);
  refresh();
  reveal(entity);
}

function say(text) {
  byId("live").textContent = text || "";
}

function showCounts() {
  const drawn = picture.drawn.size;
  const all = plural(visible.mentioned, "entity", "entities");
  const names = drawn < visible.entities.size ? `${drawn.toLocaleString("en")} of ${all} drawn` : all;
  byId("counts").textContent =
    `${names} · ${plural(visible.claims, "claim")} · ${plural(visible.documents, "document")}`;
}

/** "120 of 1,962 drawn", with fewer and more; nothing where all fit. */
function showAmount() {
  const drawn = picture.drawn.size;
  const all = visible.entities.size;
  const change = (words, label, count) =>
    el(
      "button",
      {
        "aria-label": label,
        on: {
          click: () => {
            state.budget = count;
            refresh({ details: false });
            fit();
          },
        },
      },
      words,
    );
  const more = Math.min(meta.budget, all, Math.round(currentBudget() * 1.6));
  byId("amount").hidden = drawn >= all && state.budget === null;
  byId("amount").replaceChildren(
    `${drawn.toLocaleString("en")} of ${all.toLocaleString("en")} drawn`,
    change("Fewer", "Draw fewer entities", Math.max(12, Math.round(currentBudget() / 1.6))),
    ...(more > drawn ? [change("More", "Draw more entities", more)] : []),
  );
}

function showBanner() {
  const banner = byId("banner");
  const close = (words, action) => el("button", { on: { click: action } }, words);
  if (state.selection?.kind === "path")
    banner.replaceChildren(
      tellPath(state.selection),
      close("Close", () => select(null)),
    );
  else if (state.steps)
    banner.replaceChildren(
      `Within ${plural(state.steps, "step")} of `,
      nameOf(state.selection),
      close("Show all", () => showNeighbourhood(state.selection, 0)),
    );
  else banner.replaceChildren();
  banner.hidden = !banner.childNodes.length;
}

// ---- theme ----

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  css.known = {};
}

function toggleTheme() {
  setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  refresh({ details: false });
}

// ---- keys ----

const KEYS = {
  "/": ["Search", () => byId("query").focus()],
  f: ["Fit to window", () => fit()],
  n: [
    "Neighbours of the selection: all, one step, two steps",
    () => {
      if (state.selection?.kind === "entity") showNeighbourhood(state.selection, (state.steps + 1) % 3);
    },
  ],
  ArrowRight: ["Next entity, or next neighbour of the selection", () => walk(1)],
  ArrowLeft: ["The one before", () => walk(-1)],
  Enter: ["Open what the arrows point at", openWalked],
  e: ["Open the line that the arrows point at", openWalkedLink],
  "+": ["Closer", () => zoom(1.3)],
  "-": ["Further away", () => zoom(1 / 1.3)],
  t: ["Graph or table of claims", () => setView(state.view === "graph" ? "table" : "graph")],
  d: ["Light or dark", toggleTheme],
  " ": ["Play through time", play],
  Escape: ["Close what is open", () => select(null)],
  "?": ["This list", () => byId("help").showModal()],
};
const ON_GRAPH = new Set(["ArrowRight", "ArrowLeft", "Enter", "e", " "]); // elsewhere these keys have their usual use

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.matches("input, textarea, select, dialog *, [role=menuitem]")
    )
      return;
    const key = KEYS[event.key];
    if (!key || (ON_GRAPH.has(event.key) && event.target !== byId("graph"))) return;
    event.preventDefault();
    key[1]();
  });
}

/** Step through the drawn entities by rank, or through the neighbours of the one selected. */
function walk(step) {
  const around = state.selection?.kind === "entity" ? mostCentralNeighbours(state.selection, 500) : byRank;
  const choices = around.filter((entity) => picture.drawn.has(entity));
  if (!choices.length) return;
  const at = choices.indexOf(picture.hover);
  const next = choices[(at + step + choices.length) % choices.length] || choices[0];
  hover(next, network.canvasToDOM(network.getPosition(next.index)));
  const link = linkBetween(state.selection, next);
  say(link ? `${link.from.label} ${relationText(link, 60)} ${link.to.label}` : `${next.label}, ${next.type}`);
}

function linkBetween(a, b) {
  if (a?.kind !== "entity" || b?.kind !== "entity") return null;
  return (
    [`${a.index}>${b.index}`, `${b.index}>${a.index}`]
      .map((id) => linkById.get(id))
      .find((link) => link?.shown.length) || null
  );
}

function openWalked() {
  if (picture.hover) select(picture.hover);
}

function openWalkedLink() {
  const link = linkBetween(state.selection, picture.hover);
  if (link) select(link);
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor });
}

const KEY_NAMES = { " ": "Space", ArrowRight: "→", ArrowLeft: "←", Escape: "Esc" };

function makeHelp() {
  byId("help").append(
    el("h2", { id: "help-title" }, "Keys"),
    el(
      "dl",
      {},
      Object.entries(KEYS).map(([key, [words]]) => [
        el("dt", {}, el("kbd", {}, KEY_NAMES[key] || key)),
        el("dd", {}, words),
      ]),
    ),
    el("form", { method: "dialog" }, el("button", {}, "Close")),
  );
}

function closeDrawer() {
  document.body.classList.remove("filters-open");
  byId("open-filters").setAttribute("aria-expanded", "false");
}

function listenToButtons() {
  byId("fit").addEventListener("click", () => fit());
  byId("theme").addEventListener("click", toggleTheme);
  byId("open-help").addEventListener("click", () => byId("help").showModal());
  byId("reset").addEventListener("click", showAll);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    setView("table");
  });
  byId("close").addEventListener("click", () => select(null));
  byId("show-graph").addEventListener("click", () => setView("graph"));
  byId("show-table").addEventListener("click", () => setView("table"));
  byId("graph").addEventListener("pointerdown", closeDrawer);
  byId("open-filters").addEventListener("click", () => {
    const open = document.body.classList.toggle("filters-open");
    byId("open-filters").setAttribute("aria-expanded", String(open));
  });
  byId("grip").addEventListener("click", () => {
    const classes = document.body.classList;
    if (classes.contains("sheet-high")) {
      classes.remove("sheet-high");
      classes.add("sheet-low");
    } else if (classes.contains("sheet-low")) classes.remove("sheet-low");
    else classes.add("sheet-high");
  });
}

/** Open what the address names, or else what the page was made to show first. */
function openAddress() {
  const focus = location.hash.length > 1 ? null : entityByKey.get(meta.focus) || null;
  const chosen = readAddress() || focus;
  const steps = state.steps;
  select(chosen);
  if (chosen?.kind === "document" || !chosen) fit(null, { animate: false });
  else if (steps) fit();
  else reveal(chosen);
}

// ---- start ----

setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
makeHelp();
listenToSearch();
listenToKeys();
listenToButtons();
makeExportMenu();
addEventListener("hashchange", openAddress);
addEventListener("resize", () => {
  if (!state.selection) fit(null, { animate: false });
});
openAddress();
document.documentElement.dataset.ready = String(Math.round(performance.now()));

// For pages and tests that drive the view: where things are, in pixels of the picture.
window.newsGraph = Object.freeze({
  placeOf: (key) => {
    const entity = entityByKey.get(key);
    return entity && picture.drawn.has(entity)
      ? network.canvasToDOM(network.getPosition(entity.index))
      : null;
  },
  middleOf: (from, to) => {
    const link = picture.links.get(`${entityByKey.get(from)?.index}>${entityByKey.get(to)?.index}`);
    return link ? network.canvasToDOM(middleOf(link)) : null;
  },
  marks: () =>
    picture.plan.marks.map(({ link, at }) => ({ ...network.canvasToDOM(at), red: isRed(factOf(link)) })),
  open: (key) => select(entityByKey.get(key) || null, { move: true }),
});
