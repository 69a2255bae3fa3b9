// What is selected and filtered, what follows from it, and the address that says so.

const DAYS = documents.map((item) => item.day).filter((day) => day !== null);
const FIRST_DAY = DAYS.length ? DAYS.reduce((a, b) => Math.min(a, b)) : 0;
const LAST_DAY = DAYS.length ? DAYS.reduce((a, b) => Math.max(a, b)) : 0;
const NARROW = matchMedia("(max-width: 820px)");

/** A filter lets pass everything but `values`, or, once it says `only`, nothing but them. */
const makeFilter = () => ({ only: false, values: new Set() });
const passes = (filter, value) => filter.values.has(value) === filter.only;

const FACETS = {
  type: { title: "Entities", name: (value) => typeOf(value)[0] },
  factuality: { title: "How it is stated", name: (value) => FACTS[value].name },
  relation: { title: "Relations", name: (value) => value },
  speaker: { title: "Said by", name: (value) => value },
  source: { title: "Sources", name: (value) => value },
  document: { title: "Documents", name: (value) => documentByKey.get(value)?.heading || "unknown" },
};
const relationOf = (statement) => statement.predicate;
const speakerOf = (item) => (item.saidBy ? item.saidBy.label : "the outlet itself");
const sourceOf = (item) => (item.document ? item.document.outlet : "inference");
const documentOf = (item) => (item.document ? item.document.key : "");

const state = {
  view: "graph",
  colour: "type",
  selection: null, // an entity, a link, a document, or {kind: "path", from, to, links}
  reading: null, // the evidence lit in the document that is open
  steps: 0, // 1 or 2: only the selected entity's neighbourhood is drawn
  from: FIRST_DAY,
  to: LAST_DAY,
  filters: {},
  budget: null, // how many entities are drawn unasked; null: as many as the window has room for
  drawnToo: new Set(), // entities that were asked for beyond the budget
};
const visible = { statements: new Set(), evidence: new Set(), entities: new Set(), links: [], counts: {}, days: new Map() };

function clearFilters() {
  for (const name of Object.keys(FACETS)) state.filters[name] = makeFilter();
  state.from = FIRST_DAY;
  state.to = LAST_DAY;
  state.steps = 0;
}
clearFilters();

/** Work out what passes, and for each filter what each of its values would let pass. */
function updateVisible() {
  const counts = Object.fromEntries(Object.keys(FACETS).map((name) => [name, new Map()]));
  const typeMembers = new Map();
  Object.assign(visible, { statements: new Set(), evidence: new Set(), entities: new Set(), links: [], counts, days: new Map() });
  for (const statement of statements) countStatement(statement, counts, typeMembers);
  for (const [type, members] of typeMembers) counts.type.set(type, members.size);
  for (const link of links) {
    link.shown = link.claims.filter((claim) => visible.statements.has(claim.statement) && isTypeShown(link.from) && isTypeShown(link.to));
    if (link.shown.length) visible.links.push(link);
  }
  if (state.steps && state.selection?.kind === "entity") keepNeighbourhood(state.selection, state.steps);
  for (const link of visible.links) visible.entities.add(link.from).add(link.to);
  for (const statement of visible.statements) if (statement.subject && !statement.object && !state.steps) visible.entities.add(statement.subject);
}

const isTypeShown = (entity) => passes(state.filters.type, entity.type);
const BIT = { type: 1, factuality: 2, relation: 4, speaker: 8, source: 16, document: 32, date: 64 };
const ALL_BITS = 127;

function countStatement(statement, counts, typeMembers) {
  const { subject, object } = statement;
  const filters = state.filters;
  const own = (subject && isTypeShown(subject) && (!object || isTypeShown(object)) ? BIT.type : 0)
    | (passes(filters.factuality, statement.factuality) ? BIT.factuality : 0)
    | (passes(filters.relation, relationOf(statement)) ? BIT.relation : 0);
  let best = 0; // the union over evidence of the bits that only one filter lacks
  const add = (facet, value) => counts[facet].set(value, (counts[facet].get(value) || 0) + 1);
  const seen = { speaker: new Set(), source: new Set(), document: new Set() };
  for (const item of statement.evidence) {
    const bits = own | evidenceBits(item);
    const missing = ALL_BITS & ~bits;
    if (!missing) visible.evidence.add(item);
    if (!missing || !(missing & (missing - 1))) best |= missing || ALL_BITS;
    if (!(missing & ~BIT.speaker)) seen.speaker.add(speakerOf(item));
    if (!(missing & ~BIT.source)) seen.source.add(sourceOf(item));
    if (!(missing & ~BIT.document)) seen.document.add(documentOf(item));
    if (!(missing & ~BIT.date) && item.document && item.document.day !== null) countDay(item);
  }
  if (best === ALL_BITS || best & BIT.factuality) add("factuality", statement.factuality);
  if (best === ALL_BITS || best & BIT.relation) add("relation", relationOf(statement));
  for (const [facet, values] of Object.entries(seen)) for (const value of values) add(facet, value);
  if (best === ALL_BITS || best & BIT.type) {
    for (const entity of [subject, object]) {
      if (!entity) continue;
      if (!typeMembers.has(entity.type)) typeMembers.set(entity.type, new Set());
      typeMembers.get(entity.type).add(entity);
    }
  }
  if (best === ALL_BITS) visible.statements.add(statement);
}

function evidenceBits(item) {
  const day = item.document ? item.document.day : null;
  const whole = state.from === FIRST_DAY && state.to === LAST_DAY;
  return (passes(state.filters.speaker, speakerOf(item)) ? BIT.speaker : 0)
    | (passes(state.filters.source, sourceOf(item)) ? BIT.source : 0)
    | (passes(state.filters.document, documentOf(item)) ? BIT.document : 0)
    | (whole || (day !== null && day >= state.from && day <= state.to) ? BIT.date : 0);
}

function countDay(item) {
  const day = item.document.day;
  if (!visible.days.has(day)) visible.days.set(day, { all: 0, red: 0 });
  const count = visible.days.get(day);
  count.all += 1;
  if (isRed(item.statement.factuality)) count.red += 1;
}

function keepNeighbourhood(entity, steps) {
  const near = neighbourhood(entity, steps);
  visible.links = visible.links.filter((link) => near.has(link.from) && near.has(link.to));
}

function neighbourhood(entity, steps) {
  const near = new Set([entity]);
  let edge = [entity];
  for (let step = 0; step < steps; step++) {
    const next = [];
    for (const at of edge) for (const link of at.links) {
      if (!link.shown.length) continue;
      const other = link.from === at ? link.to : link.from;
      if (!near.has(other)) { near.add(other); next.push(other); }
    }
    edge = next;
  }
  return near;
}

/** One word for a bundle: a dispute shows before all else, then the firmest claim. */
function factOf(link) {
  const found = new Set(link.shown.map((claim) => claim.statement.factuality));
  if (found.has("disputed")) return "disputed";
  return ["asserted", "planned", "possible", "asked", "negated"].find((name) => found.has(name)) || "asserted";
}

/** What is drawn: the most central of what is visible, and all that the selection needs. */
function chooseDrawn() {
  const budget = currentBudget();
  const drawn = new Set();
  const add = (entity) => { if (visible.entities.has(entity)) drawn.add(entity); };
  for (const entity of needed()) add(entity);
  for (const entity of state.drawnToo) add(entity);
  for (const entity of byRank) {
    if (drawn.size >= budget) break;
    add(entity);
  }
  return drawn;
}

function currentBudget() {
  if (state.budget) return state.budget;
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const room = Math.max(NARROW.matches ? 30 : 60, Math.round((width * height) / 4000));
  const few = visible.entities.size <= room * 1.25; // a small rest is not worth leaving out
  return Math.min(meta.budget, few ? visible.entities.size : room);
}

function needed() {
  const chosen = state.selection;
  if (!chosen) return [];
  if (chosen.kind === "link") return [chosen.from, chosen.to];
  if (chosen.kind === "path") return [chosen.from, chosen.to, ...chosen.links.flatMap((link) => [link.from, link.to])];
  if (chosen.kind === "entity") return [chosen, ...mostCentralNeighbours(chosen, 60)];
  return chosen.evidence.flatMap((item) => [item.statement.subject, item.statement.object]).filter(Boolean).slice(0, 80);
}

function mostCentralNeighbours(entity, count) {
  const others = new Set(entity.links.filter((link) => link.shown.length).map((link) => (link.from === entity ? link.to : link.from)));
  return [...others].sort((a, b) => b.rank - a.rank || a.index - b.index).slice(0, count);
}

/** Entities and links that stay bright while something is selected, or null when all do. */
function litBy(chosen) {
  if (!chosen) return null;
  if (chosen.kind === "path") return { entities: new Set(needed()), links: new Set(chosen.links) };
  if (chosen.kind === "link") return { entities: new Set([chosen.from, chosen.to]), links: new Set([chosen]) };
  if (chosen.kind === "entity") {
    const own = chosen.links.filter((link) => link.shown.length);
    return { entities: new Set([chosen, ...own.flatMap((link) => [link.from, link.to])]), links: new Set(own) };
  }
  const said = new Set(chosen.evidence.map((item) => item.statement));
  const own = links.filter((link) => link.shown.some((claim) => said.has(claim.statement)));
  return { entities: new Set(own.flatMap((link) => [link.from, link.to])), links: new Set(own) };
}
