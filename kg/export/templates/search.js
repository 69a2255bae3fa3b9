// Search: names and aliases first, then claims and documents, in any script.

const search = { index: null, hits: [], at: -1 };

function searchIndex() {
  if (search.index) return search.index;
  search.index = {
    entities: byRank.map((entity) => ({
      entity,
      label: fold(entity.label),
      aliases: entity.aliases.map(fold),
    })),
    claims: statements.map((statement) => ({ statement, text: null })),
    documents: documents.map((item) => ({
      item,
      text: fold(`${item.title} ${item.source} ${item.name} ${item.author}`),
    })),
  };
  return search.index;
}

/** 0 begins with the words, 1 a word does, 2 holds them, 3 an alias does; 9 does not match. */
function nearness(row, words) {
  if (row.label.startsWith(words)) return 0;
  const at = row.label.indexOf(words);
  if (at > 0) return /[\s\-–'’"(]/.test(row.label[at - 1]) ? 1 : 2;
  return row.aliases.some((alias) => alias.includes(words)) ? 3 : 9;
}

function claimText(row) {
  if (row.text === null) {
    const { subject, predicate, object, evidence: items } = row.statement;
    row.text = fold(
      `${subject?.label ?? ""} ${predicate} ${object?.label ?? ""} ${items.map(sentenceOf).join(" ")}`,
    );
  }
  return row.text;
}

function find(words) {
  const index = searchIndex();
  const named = index.entities
    .map((row) => ({ row, near: nearness(row, words) }))
    .filter((hit) => hit.near < 9);
  named.sort((a, b) => a.near - b.near); // stable: by rank within
  const terms = words.split(/\s+/);
  return {
    named: named.slice(0, 7).map((hit) => hit.row.entity),
    claims: takeWhere(index.claims, (row) => terms.every((term) => claimText(row).includes(term)), 6).map(
      (row) => row.statement,
    ),
    documents: takeWhere(index.documents, (row) => row.text.includes(words), 4).map((row) => row.item),
  };
}

function takeWhere(rows, test, count) {
  const found = [];
  for (const row of rows) {
    if (test(row)) found.push(row);
    if (found.length === count) break;
  }
  return found;
}

function showHits() {
  const words = fold(byId("query").value.trim());
  const list = byId("hits");
  search.hits = [];
  search.at = -1;
  list.replaceChildren();
  if (!words) return closeHits();
  const { named, claims, documents: papers } = find(words);
  const group = (title, rows) => {
    if (rows.length) list.append(el("li", { class: "group", role: "presentation" }, title), ...rows);
  };
  group(
    "Names",
    named.map((entity) =>
      hit(
        () => select(entity, { move: true }),
        glyph(entity.type),
        el("bdi", { class: "words" }, shorten(entity.label, 80)),
        el("small", {}, aliasHit(entity, words)),
      ),
    ),
  );
  group(
    "Claims",
    claims.map((statement) =>
      hit(
        () => openClaim(statement, linkOf(statement)),
        stroke(statement.factuality),
        el(
          "bdi",
          { class: "words" },
          shorten(statement.evidence[0] ? sentenceOf(statement.evidence[0]) : statement.predicate, 140),
        ),
      ),
    ),
  );
  group(
    "Documents",
    papers.map((item) =>
      hit(
        () => select(item),
        el("bdi", { class: "words" }, shorten(item.heading, 100)),
        el("small", {}, item.source),
      ),
    ),
  );
  if (!search.hits.length) list.append(el("li", { class: "group", role: "presentation" }, "Nothing found"));
  list.hidden = false;
  byId("query").setAttribute("aria-expanded", "true");
  moveTo(0);
}

function aliasHit(entity, words) {
  const alias = fold(entity.label).includes(words)
    ? null
    : entity.aliases.find((one) => fold(one).includes(words));
  return alias ? `also ${shorten(alias, 40)}` : plural(entity.statements.length, "claim");
}

function hit(open, ...content) {
  const row = el(
    "li",
    {
      role: "option",
      id: `hit-${search.hits.length}`,
      "aria-selected": false,
      on: {
        mousedown: (event) => {
          event.preventDefault();
          take(open);
        },
      },
    },
    content,
  );
  search.hits.push({ row, open });
  return row;
}

function take(open) {
  closeHits();
  byId("query").blur();
  open();
}

function closeHits() {
  byId("hits").hidden = true;
  byId("query").setAttribute("aria-expanded", "false");
  byId("query").removeAttribute("aria-activedescendant");
}

function moveTo(position) {
  if (!search.hits.length) return;
  search.hits[search.at]?.row.setAttribute("aria-selected", "false");
  search.at = (position + search.hits.length) % search.hits.length;
  const { row } = search.hits[search.at];
  row.setAttribute("aria-selected", "true");
  row.scrollIntoView({ block: "nearest" });
  byId("query").setAttribute("aria-activedescendant", row.id);
}

function listenToSearch() {
  const query = byId("query");
  let waiting = null;
  const showNow = () => {
    clearTimeout(waiting);
    waiting = null;
    showHits();
  };
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(showNow, statements.length > 5000 ? 140 : 0);
  });
  query.addEventListener("focus", () => {
    if (query.value) showHits();
  });
  query.addEventListener("blur", closeHits);
  query.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") moveTo(search.at + 1);
    else if (event.key === "ArrowUp") moveTo(search.at - 1);
    else if (event.key === "Enter") {
      if (waiting !== null || byId("hits").hidden || search.at < 0) showNow(); // who types fast means all of it
      if (search.hits[search.at]) take(search.hits[search.at].open);
    } else if (event.key === "Escape") {
      query.value = "";
      closeHits();
      query.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
