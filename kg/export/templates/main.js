// Putting it together: what a choice changes, keys, theme, and the first picture.

function refresh({ details = true } = {}) {
  updateVisible();
  drawGraph();
  showFilters();
  showTimeline();
  showLegend();
  showCounts();
  showBanner();
  if (details) showDetails();
  byId("empty").hidden = visible.entities.size > 0;
}

let refreshing = null;
function refreshSoon() {
  if (refreshing === null) refreshing = requestAnimationFrame(() => { refreshing = null; refresh(); });
}

/** Open an entity, a link or a document; null closes what is open. */
function select(thing, { move = false, reading = null } = {}) {
  const outside = thing && thing.kind === "entity" && !picture.drawn.has(thing);
  state.selection = thing;
  state.reading = reading;
  if (state.steps && !(thing && thing.kind === "entity")) state.steps = 0;
  refresh();
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
  const all = visible.entities.size;
  const names = drawn < all ? `${drawn.toLocaleString("en")} of ${plural(all, "entity", "entities")} drawn` : plural(all, "entity", "entities");
  byId("counts").textContent = `${names} · ${plural(visible.statements.size, "claim")} · ${plural(new Set([...visible.evidence].map((item) => item.document)).size, "document")}`;
}

function showBanner() {
  const banner = byId("banner");
  const close = (words, action) => el("button", { on: { click: action } }, words);
  if (state.steps) banner.replaceChildren(`Within ${plural(state.steps, "step")} of `, nameOf(state.selection), close("Show all", () => showNeighbourhood(state.selection, 0)));
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
  d: ["Light or dark", toggleTheme],
  "?": ["This list", () => byId("help").showModal()],
};

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "Escape") { select(null); return; }
    const key = KEYS[event.key];
    if (!key) return;
    event.preventDefault();
    key[1]();
  });
}

function makeHelp() {
  byId("help").append(
    el("h2", { id: "help-title" }, "Keys"),
    el("dl", {}, Object.entries(KEYS).map(([key, [words]]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)])),
    el("form", { method: "dialog" }, el("button", {}, "Close")));
}

function listenToButtons() {
  byId("fit").addEventListener("click", () => fit());
  byId("theme").addEventListener("click", toggleTheme);
  byId("open-help").addEventListener("click", () => byId("help").showModal());
  byId("reset").addEventListener("click", showAll);
  byId("open-filters").addEventListener("click", () => {
    const open = document.body.classList.toggle("filters-open");
    byId("open-filters").setAttribute("aria-expanded", String(open));
  });
  byId("grip").addEventListener("click", () => {
    const classes = document.body.classList;
    if (classes.contains("sheet-high")) { classes.remove("sheet-high"); classes.add("sheet-low"); }
    else if (classes.contains("sheet-low")) classes.remove("sheet-low");
    else classes.add("sheet-high");
  });
}

// ---- start ----

setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
makeTimeline();
makeHelp();
listenToSearch();
listenToKeys();
listenToButtons();
const wanted = entities.find((entity) => entity.key === meta.focus) || null;
select(wanted, { move: Boolean(wanted) });
if (!wanted) fit(null, { animate: false });
document.documentElement.dataset.ready = String(Math.round(performance.now()));
