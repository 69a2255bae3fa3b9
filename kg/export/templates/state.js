// What is selected and filtered, what follows from it, and the address that says so.

// Two ways to date a sentence: when it was published, and when what it tells happened.
const CLOCKS = {
  published: { title: "Published", dayIn: (item) => (item.document ? item.document.day : null) },
  happened: { title: "Happened", dayIn: (item) => item.statement.day },
};
for (const clock of Object.values(CLOCKS)) {
  const days = evidence.map(clock.dayIn).filter((day) => day !== null);
  clock.first = days.reduce((a, b) => Math.min(a, b), days[0] ?? 0);
  clock.last = days.reduce((a, b) => Math.max(a, b), days[0] ?? 0);
  clock.span = clock.last - clock.first + 1;
}
const DEFAULT_CLOCK = CLOCKS.published.span > 1 || CLOCKS.happened.span === 1 ? "published" : "happened";
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
  selection: null, // an entity, a link, a claim, a document, or {kind: "path", from, to, links}
  reading: null, // the evidence lit in the document that is open
  steps: 0, // 1 or 2: only the selected entity's neighbourhood is drawn
  clock: DEFAULT_CLOCK,
  from: 0,
  to: 0,
  filters: {},
  budget: null, // how many entities are drawn unasked; null: as many as the window has room for
  drawnToo: new Set(), // entities that were asked for beyond the budget
};
/** What passes the filters; statements and evidence say of themselves whether they are `shown`. */
const visible = {
  claims: 0,
  documents: 0,
  mentioned: 0,
  entities: new Set(),
  links: [],
  counts: {},
  days: new Map(),
};
const isShown = (thing) => thing.shown;

const clock = () => CLOCKS[state.clock];

function clearFilters() {
  for (const name of Object.keys(FACETS)) state.filters[name] = makeFilter();
  state.from = clock().first;
  state.to = clock().last;
  state.steps = 0;
}

clearFilters();

/** Work out what passes, and for each filter what each of its values would let pass. */
function updateVisible() {
  const tally = makeTally();
  for (const statement of statements) judge(statement, tally);
  for (const [type, members] of tally.members) tally.counts.type.set(type, members.size);
  const shownLinks = [];
  for (const link of links) {
    const open = isTypeShown(link.from) && isTypeShown(link.to);
    link.shown = open ? link.claims.filter((claim) => claim.statement.shown) : [];
    if (link.shown.length) shownLinks.push(link);
  }
  Object.assign(visible, {
    claims: tally.claims,
    documents: tally.documents.size,
    mentioned: 0,
    entities: new Set(),
    links: shownLinks,
    counts: tally.counts,
    days: tally.days,
  });
  if (state.steps && state.selection?.kind === "entity") keepNeighbourhood(state.selection, state.steps);
  for (const link of visible.links) visible.entities.add(link.from).add(link.to);
  visible.mentioned = visible.entities.size;
  if (!state.steps) addUnlinked();
}

/** Who says or does something to nobody: names are drawn, phrases are only counted. */
function addUnlinked() {
  const unlinked = new Set(
    statements
      .filter((statement) => statement.shown && statement.subject && !visible.entities.has(statement.subject))
      .map((statement) => statement.subject),
  );
  visible.mentioned += unlinked.size;
  for (const entity of unlinked) if (entity.named) visible.entities.add(entity);
}

const makeTally = () => ({
  claims: 0,
  documents: new Set(),
  members: new Map(), // entities by type
  days: new Map(),
  counts: Object.fromEntries(Object.keys(FACETS).map((name) => [name, new Map()])),
});

const isTypeShown = (entity) => passes(state.filters.type, entity.type);
const isWholeSpan = () => state.from === clock().first && state.to === clock().last;

// One bit for each filter that a claim or a sentence passes. What lacks one bit only counts for
// the values of that filter: it would be shown if they were chosen.
const BIT = { type: 1, factuality: 2, relation: 4, speaker: 8, source: 16, document: 32, date: 64 };
const ALL_BITS = 127;

function judge(statement, tally) {
  const own = claimBits(statement);
  let lacking = ALL_BITS; // the fewest bits that any sentence lacks, as far as it is one at most
  const values = { speaker: [], source: [], document: [] };
  for (const item of statement.evidence) {
    const missing = ALL_BITS & ~(own | evidenceBits(item));
    item.shown = missing === 0;
    if (item.shown && item.document) tally.documents.add(item.document);
    if (missing & (missing - 1)) continue; // it lacks two or more
    if (missing === 0 || lacking === ALL_BITS) lacking = missing;
    if (!(missing & ~BIT.speaker)) addOnce(values.speaker, speakerOf(item));
    if (!(missing & ~BIT.source)) addOnce(values.source, sourceOf(item));
    if (!(missing & ~BIT.document)) addOnce(values.document, documentOf(item));
    if (!(missing & ~BIT.date)) countDay(tally.days, item);
  }
  statement.shown = lacking === 0;
  if (statement.shown) tally.claims += 1;
  for (const facet in values) for (const value of values[facet]) increase(tally.counts[facet], value);
  if (!(lacking & ~BIT.factuality)) increase(tally.counts.factuality, statement.factuality);
  if (!(lacking & ~BIT.relation)) increase(tally.counts.relation, relationOf(statement));
  if (!(lacking & ~BIT.type))
    for (const entity of [statement.subject, statement.object]) if (entity) addMember(tally.members, entity);
}

function claimBits({ subject, object, factuality, predicate }) {
  const { type, factuality: facts, relation } = state.filters;
  const typed = subject && passes(type, subject.type) && (!object || passes(type, object.type));
  return (
    (typed ? BIT.type : 0) |
    (passes(facts, factuality) ? BIT.factuality : 0) |
    (passes(relation, predicate) ? BIT.relation : 0)
  );
}

function evidenceBits(item) {
  const { speaker, source, document: paper } = state.filters;
  const day = clock().dayIn(item);
  const inTime = isWholeSpan() || (day !== null && day >= state.from && day <= state.to);
  return (
    (passes(speaker, speakerOf(item)) ? BIT.speaker : 0) |
    (passes(source, sourceOf(item)) ? BIT.source : 0) |
    (passes(paper, documentOf(item)) ? BIT.document : 0) |
    (inTime ? BIT.date : 0)
  );
}

function addOnce(values, value) {
  if (!values.includes(value)) values.push(value);
}

function increase(counts, value) {
  counts.set(value, (counts.get(value) || 0) + 1);
}

function addMember(members, entity) {
  if (!members.has(entity.type)) members.set(entity.type, new Set());
  members.get(entity.type).add(entity);
}

function countDay(days, item) {
  const day = clock().dayIn(item);
  if (day === null) return;
  if (!days.has(day)) days.set(day, { all: 0, red: 0 });
  const count = days.get(day);
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
    for (const at of edge)
      for (const link of at.links) {
        if (!link.shown.length) continue;
        const other = link.from === at ? link.to : link.from;
        if (!near.has(other)) {
          near.add(other);
          next.push(other);
        }
      }
    edge = next;
  }
  return near;
}

/** One word for a bundle: a dispute shows before all else, then the firmest claim. */
function factOf(link) {
  const found = new Set(link.shown.map((claim) => claim.statement.factuality));
  if (found.has("disputed")) return "disputed";
  return (
    ["asserted", "planned", "possible", "asked", "negated", "corrected"].find((name) => found.has(name)) || "asserted"
  );
}

/** What is drawn: the most central of what is visible, and all that the selection needs. */
function chooseDrawn() {
  const budget = currentBudget();
  const drawn = new Set();
  const add = (entity) => {
    if (visible.entities.has(entity)) drawn.add(entity);
  };
  for (const entity of needed()) drawn.add(entity);
  for (const entity of state.drawnToo) add(entity);
  const ranked = byRank.filter((entity) => visible.entities.has(entity));
  const isTied = (entity) =>
    entity.links.some((link) => link.shown.length && drawn.has(link.from === entity ? link.to : link.from));
  // The same choice as choose_core in layout.py, so that what is drawn at first was laid out for it.
  const take = (test) => {
    for (const entity of ranked) if (drawn.size < budget && test(entity)) drawn.add(entity);
  };
  ranked.slice(0, Math.min(12, budget)).forEach(add);
  take(isTied); // twice: a name may be tied by one that came after it
  take(isTied);
  take(() => true);
  return drawn;
}

function currentBudget() {
  if (state.budget) return state.budget;
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const room = Math.min(200, Math.max(NARROW.matches ? 30 : 60, Math.round((width * height) / 6000)));
  const few = visible.entities.size <= room * 1.25; // a small rest is not worth leaving out
  return Math.min(meta.budget, few ? visible.entities.size : room);
}

function needed() {
  const chosen = state.selection;
  if (!chosen) return [];
  if (chosen.kind === "link") return [chosen.from, chosen.to];
  if (chosen.kind === "path")
    return [chosen.from, chosen.to, ...chosen.links.flatMap((link) => [link.from, link.to])];
  if (chosen.kind === "claim") return participants(chosen);
  if (chosen.kind === "entity") return [chosen, ...mostCentralNeighbours(chosen, 60)];
  return chosen.evidence
    .flatMap((item) => [item.statement.subject, item.statement.object])
    .filter(Boolean)
    .slice(0, 80);
}

const participants = ({ subject, object, arguments: further }) =>
  [subject, object, ...further.map((argument) => argument.entity)].filter(Boolean);

function mostCentralNeighbours(entity, count) {
  const others = new Set(
    entity.links
      .filter((link) => link.shown.length)
      .map((link) => (link.from === entity ? link.to : link.from)),
  );
  return [...others].sort((a, b) => b.rank - a.rank || a.index - b.index).slice(0, count);
}

/** Entities and links that stay bright while something is selected, or null when all do. */
function litBy(chosen) {
  if (!chosen) return null;
  if (chosen.kind === "path") return { entities: new Set(needed()), links: new Set(chosen.links) };
  if (chosen.kind === "link")
    return { entities: new Set([chosen.from, chosen.to]), links: new Set([chosen]) };
  if (chosen.kind === "entity") {
    const own = chosen.links.filter((link) => link.shown.length);
    return {
      entities: new Set([chosen, ...own.flatMap((link) => [link.from, link.to])]),
      links: new Set(own),
    };
  }
  const said = new Set(chosen.kind === "claim" ? [chosen] : chosen.evidence.map((item) => item.statement));
  const own = links.filter((link) => link.shown.some((claim) => said.has(claim.statement)));
  const ends = chosen.kind === "claim" ? participants(chosen) : own.flatMap((link) => [link.from, link.to]);
  return { entities: new Set(ends), links: new Set(own) };
}
