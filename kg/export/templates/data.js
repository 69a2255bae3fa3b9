// The graph as objects: entities, documents, statements, evidence, and links between entities.

async function readData() {
  const block = byId("data");
  const text = "packed" in block.dataset ? await unpack(block.textContent) : block.textContent;
  block.remove();
  return JSON.parse(text);
}

async function unpack(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

const data = await readData();
const { meta, names: NAMES, factualities: FACTUALITIES, types: TYPES } = data;
const typeOf = (name) => TYPES[name] || TYPES.Thing;

const entities =
  data.nodes.id === undefined
    ? []
    : data.nodes.id.map((index) => {
        const type = data.nodes.group[index] in TYPES ? data.nodes.group[index] : "Thing";
        const label = String(data.nodes.label[index]);
        return {
          kind: "entity",
          index,
          type,
          label,
          key: data.entities.key[index],
          short: shorten(label, TYPES[type][2] ? 26 : 30),
          quiet: TYPES[type][2],
          named: TYPES[type][3],
          shape: data.nodes.shape[index],
          size: data.nodes.size[index],
          x: data.nodes.x[index],
          y: data.nodes.y[index],
          rank: data.nodes.value[index],
          core: Boolean(data.nodes.core[index]), // laid out by forces, not only set beside a neighbour
          aliases: data.entities.aliases[index],
          sameAs: data.entities.sameAs[index],
          codes: data.entities.codes[index],
          links: [],
          statements: [],
          said: [],
        };
      });

const documents = data.documents.map((row, index) => ({
  ...row,
  kind: "document",
  index,
  day: dayOf(row.published),
  evidence: [],
  heading: row.title || row.name,
  outlet: row.source || "unnamed source",
}));

const statements = data.statements.key.map((key, index) => ({
  kind: "claim",
  index,
  key,
  type: NAMES[data.statements.type[index]],
  predicate: NAMES[data.statements.predicate[index]],
  subject: entities[data.statements.subject[index]] || null,
  object: entities[data.statements.object[index]] || null,
  factuality: FACTUALITIES[data.statements.factuality[index]],
  belief: data.statements.belief[index],
  arguments: data.statements.arguments[index].map(readArgument),
  evidence: [],
}));

function readArgument([role, first, type, value, unit]) {
  if (typeof first === "number") return { role, entity: entities[first] };
  return { role, entity: null, text: first, type, value, unit };
}

/** The day that a claim names for what it tells, if it names one. */
for (const statement of statements) {
  const time = statement.arguments.find((argument) => argument.role === "time" && argument.value);
  statement.day = time ? dayOf(time.value) : null;
}

const evidence = data.evidence.statement.map((number, index) => {
  const columns = data.evidence;
  return {
    index,
    statement: statements[number],
    document: documents[columns.document[index]] || null,
    sentence: columns.sentence[index],
    subject: columns.subject[index],
    predicate: columns.predicate[index],
    object: columns.object[index],
    text: columns.text[index],
    factuality: FACTUALITIES[columns.factuality[index]],
    saidBy: entities[columns.saidBy[index]] || null,
    method: NAMES[columns.method[index]],
    confidence: columns.confidence[index],
    derivedFrom: columns.derivedFrom[index].map((premise) => statements[premise]),
  };
});

for (const item of evidence) {
  item.statement.evidence.push(item);
  if (item.document) item.document.evidence.push(item);
  if (item.saidBy) item.saidBy.said.push(item);
}
for (const statement of statements) {
  const { subject, object, arguments: further } = statement;
  const mentioned = further.length
    ? new Set([subject, object, ...further.map((argument) => argument.entity)])
    : subject === object
      ? [subject]
      : [subject, object];
  for (const entity of mentioned) if (entity) entity.statements.push(statement);
}

/** All claims from one entity to another. A claim with a role touches it by a further argument. */
const links =
  data.edges.from === undefined
    ? []
    : data.edges.from.map((from, index) => ({
        kind: "link",
        index,
        id: `${from}>${data.edges.to[index]}`,
        from: entities[from],
        to: entities[data.edges.to[index]],
        claims: data.edges.claims[index].map(([number, role = ""]) => ({
          statement: statements[number],
          role,
        })),
        shown: [],
      }));
const linkById = new Map(links.map((link) => [link.id, link]));
for (const link of links) {
  link.back = linkById.get(`${link.to.index}>${link.from.index}`) || null;
  link.from.links.push(link);
  link.to.links.push(link);
}

const byRank = [...entities].sort((a, b) => b.rank - a.rank || a.index - b.index);
const entityByKey = new Map(entities.map((entity) => [entity.key, entity]));
const documentByKey = new Map(documents.map((item) => [item.key, item]));
const claimByKey = new Map(statements.map((item) => [item.key, item]));

const sentenceOf = (item) =>
  item.text ||
  (item.document && item.sentence
    ? item.document.text.slice(item.sentence[0], item.sentence[0] + item.sentence[1])
    : "");

/** How a word for factuality, a line on the canvas and its mark go together. */
const FACTS = {
  asserted: { name: "Asserted", dashes: false, mark: "" },
  planned: { name: "Planned", dashes: [9, 5], mark: "" },
  possible: { name: "Possible", dashes: [2, 4], mark: "" },
  asked: { name: "Asked", dashes: [9, 4, 2, 4], mark: "asked" },
  negated: { name: "Denied", dashes: false, mark: "negated" },
  disputed: { name: "Disputed", dashes: [9, 5], mark: "disputed" },
  corrected: { name: "Corrected", dashes: [9, 5], mark: "negated" },
};
const isRed = (factuality) => ["negated", "disputed", "corrected"].includes(factuality);
