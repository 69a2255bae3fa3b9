// Details: an entity, a link, a document, a path, or the whole graph when nothing is selected.

function showDetails() {
  const chosen = state.selection;
  const make = {
    entity: entityDetails,
    link: linkDetails,
    claim: unlinkedDetails,
    document: documentDetails,
    path: pathDetails,
  };
  byId("details").replaceChildren(
    ...(chosen ? make[chosen.kind](chosen) : overview()).flat(Infinity).filter(Boolean),
  );
  const lit = byId("details").querySelector(".lit");
  if (lit) lit.scrollIntoView({ block: "center" });
  else byId("panel").scrollTop = 0;
}

function overview() {
  const disputed = statements.filter((statement) => statement.shown && statement.factuality === "disputed");
  const asRow = (statement) => claimRow({ statement, role: "", link: linkOf(statement) });
  const latest = [...documents]
    .filter((source) => source.day !== null)
    .sort((a, b) => b.day - a.day || a.index - b.index)
    .slice(0, 50)
    .flatMap((source) => source.evidence.filter(isShown).sort(inReadingOrder))
    .slice(0, 3);
  const countLinks = (entity) => entity.links.filter((link) => link.shown.length).length;
  const central = byRank
    .filter((entity) => visible.entities.has(entity) && !entity.quiet)
    .slice(0, 8)
    .sort((a, b) => countLinks(b) - countLinks(a));
  return [
    el("h2", {}, meta.title),
    visible.entities.size
      ? el("p", { class: "hint" }, "Click a dot for its story, a line for the sentences behind it.")
      : null,
    disputed.length ? [el("h3", {}, "Where sources disagree"), disputed.slice(0, 8).map(asRow)] : null,
    central.length
      ? [
          el("h3", {}, "Most connected"),
          central.map((entity) =>
            el(
              "button",
              { class: "claim-row", on: { click: () => select(entity, { move: true }) } },
              glyph(entity.type),
              el("span", { class: "words" }, nameOf(entity)),
              el("small", {}, plural(countLinks(entity), "link")),
            ),
          ),
        ]
      : null,
    latest.length ? [el("h3", {}, "Latest"), latest.map(evidenceCard)] : null,
    documents.length
      ? [
          el("h3", {}, "Documents"),
          limited(
            [...documents]
              .sort((a, b) => (b.day ?? 0) - (a.day ?? 0) || a.index - b.index)
              .slice(0, 300)
              .map(documentRow),
            6,
          ),
        ]
      : null,
  ];
}

function entityDetails(entity) {
  const shown = entity.statements.filter(isShown);
  const items = shown.flatMap((statement) => statement.evidence.filter(isShown));
  const sources = [...new Set(items.map((item) => item.document).filter(Boolean))];
  const out = entityClaims(entity, true);
  const into = entityClaims(entity, false);
  const disputed = [...out, ...into].filter((claim) => claim.statement.factuality === "disputed");
  return [
    el(
      "p",
      { class: "kind" },
      glyph(entity.type),
      entity.type,
      entity.codes.map(([scheme, code]) => el("code", {}, `${scheme}: ${code}`)),
    ),
    el("h2", {}, el("bdi", {}, shorten(entity.label, 300))),
    entity.aliases.length
      ? el(
          "p",
          { class: "aliases" },
          "also ",
          entity.aliases.slice(0, 12).map((alias, i) => [i ? ", " : "", el("bdi", {}, shorten(alias, 80))]),
          entity.aliases.length > 12 ? ` and ${entity.aliases.length - 12} more` : "",
        )
      : null,
    el(
      "dl",
      { class: "figures" },
      [
        ["claims", shown.length],
        ["neighbours", neighbourhood(entity, 1).size - 1],
        ["documents", sources.length],
        ["disputed", disputed.length],
      ].map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))),
    ),
    entityActions(entity),
    disputed.length
      ? el(
          "div",
          { class: "alarm" },
          el("h3", {}, "Sources disagree"),
          disputed.map((claim) => claimRow(claim, entity)),
        )
      : null,
    out.length
      ? [el("h3", {}, nameOf(entity), " …"), limited(out.map((claim) => claimRow(claim, entity)))]
      : null,
    into.length
      ? [el("h3", {}, "… ", nameOf(entity)), limited(into.map((claim) => claimRow(claim, entity)))]
      : null,
    entity.said.length
      ? [
          el("h3", {}, "Said or denied by ", nameOf(entity)),
          limited(
            [...new Set(entity.said.map((item) => item.statement))].map((statement) =>
              claimRow({ statement, role: "", link: linkOf(statement) }),
            ),
          ),
        ]
      : null,
    sources.length
      ? [el("h3", {}, "Documents"), limited(sources.map((source) => documentRow(source)))]
      : null,
    sameAsLinks(entity),
  ];
}

/** Rows, the first dozen at once and the others when asked for. */
function limited(rows, count = 12) {
  if (rows.length <= count + 3) return rows;
  const more = el(
    "button",
    { class: "link", on: { click: () => more.replaceWith(...rows.slice(count)) } },
    `${rows.length - count} more`,
  );
  return [...rows.slice(0, count), more];
}

function entityClaims(entity, outward) {
  const claims = [];
  for (const link of entity.links) {
    if ((link.from === entity) !== outward) continue;
    for (const claim of link.shown) claims.push({ ...claim, link });
  }
  if (outward) {
    const linked = new Set(claims.map((claim) => claim.statement));
    for (const statement of entity.statements) {
      if (statement.subject === entity && statement.shown && !linked.has(statement))
        claims.push({ statement, role: "", link: null });
    }
  }
  return claims.sort(disputedFirst);
}

function entityActions(entity) {
  const step = (count, words) =>
    el(
      "button",
      {
        "aria-pressed": state.steps === count,
        on: { click: () => showNeighbourhood(entity, state.steps === count ? 0 : count) },
      },
      words,
    );
  const hidden = entity.links.filter((link) => link.shown.length && !picture.links.has(link.id)).length;
  return el(
    "div",
    { class: "actions" },
    step(1, "Neighbours"),
    step(2, "Two steps"),
    pathField(entity),
    hidden ? el("button", { on: { click: () => expand(entity) } }, `Draw ${hidden} more`) : null,
  );
}

function documentRow(source) {
  return el(
    "button",
    { class: "claim-row", on: { click: () => select(source) } },
    el(
      "span",
      { class: "words" },
      el("bdi", {}, shorten(source.heading, 120)),
      el(
        "small",
        {},
        ` ${[source.source, source.day === null ? "" : dateOf(source.day)].filter(Boolean).join(", ")}`,
      ),
    ),
  );
}

function sameAsLinks(entity) {
  const urls = entity.sameAs.map((url) => [url, safeUrl(url)]).filter(([, safe]) => safe);
  return urls.length
    ? [
        el("h3", {}, "Elsewhere"),
        urls.map(([text, url]) =>
          el(
            "p",
            {},
            el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shorten(text, 70)),
          ),
        ),
      ]
    : null;
}

function linkDetails(link) {
  const claims = [...link.shown].sort(disputedFirst);
  const items = claims.flatMap((claim) => claim.statement.evidence.filter(isShown));
  const back = link.back?.shown.map((claim) => ({ ...claim, link: link.back })) || [];
  return [
    el(
      "p",
      { class: "kind" },
      `${plural(claims.length, "claim")} · ${plural(items.length, "sentence")} · ${plural(new Set(items.map((item) => item.document)).size, "document")}`,
    ),
    el(
      "h2",
      { class: "triple" },
      entityButton(link.from),
      " ",
      el("i", {}, relationText(link, 60)),
      " ",
      entityButton(link.to),
    ),
    claims.map((claim) => claimDetails(claim, link, claims.length > 1)),
    back.length ? [el("h3", {}, "In the other direction"), back.map((claim) => claimRow(claim))] : null,
    claims.length ? null : el("p", { class: "hint" }, "No claim here passes the filters."),
  ];
}

/** By day, then as the document has it. */
function inReadingOrder(a, b) {
  return (
    (a.document?.day ?? 0) - (b.document?.day ?? 0) ||
    (a.document?.index ?? 0) - (b.document?.index ?? 0) ||
    (a.sentence ? a.sentence[0] : 0) - (b.sentence ? b.sentence[0] : 0) ||
    a.index - b.index
  );
}

function claimDetails({ statement, role }, link, several) {
  const items = statement.evidence.filter(isShown).sort(inReadingOrder);
  return el(
    "section",
    { class: several && statement === state.reading ? "claim lit" : "claim" },
    several || role
      ? el(
          "h3",
          {},
          role
            ? [
                statement.predicate,
                " ",
                statement.object && nameOf(statement.object),
                ` (${role}: `,
                nameOf(link.to),
                ")",
              ]
            : statement.predicate,
        )
      : null,
    el(
      "p",
      { class: "badges" },
      items.every((item) => item.factuality === statement.factuality)
        ? null
        : badge(statement.factuality, FACTS[statement.factuality].name.toLowerCase()),
      statement.type ? el("span", { class: "badge" }, statement.type) : null,
      statement.belief
        ? el(
            "span",
            { class: "badge", title: "That it happened, as the evidence together has it" },
            `belief ${statement.belief.toFixed(2)}`,
          )
        : null,
    ),
    statement.factuality === "disputed"
      ? el(
          "p",
          { class: "alarm" },
          el("b", {}, "Sources disagree. "),
          "At least one says so and at least one denies it.",
        )
      : null,
    roleList(statement),
    items.map(evidenceCard),
  );
}

/** The whole text, with every sentence that a statement rests on marked. */
function documentDetails(source) {
  const items = source.evidence.filter((item) => item.sentence && item.shown).sort(inReadingOrder);
  const only = state.filters.document.only && state.filters.document.values.has(source.key);
  return [
    el(
      "p",
      { class: "kind" },
      [source.source, source.author, source.day === null ? "" : dateOf(source.day)]
        .filter(Boolean)
        .join(" · "),
      " ",
      originalLink(source),
    ),
    el("h2", {}, el("bdi", {}, shorten(source.heading, 300))),
    el(
      "div",
      { class: "actions" },
      el(
        "button",
        { "aria-pressed": only, on: { click: () => showOnly("document", only ? null : source.key) } },
        "Only this document",
      ),
      el(
        "span",
        { class: "hint" },
        `${plural(new Set(items.map((item) => item.sentence[0])).size, "sentence")} in the graph`,
      ),
    ),
    el(
      "div",
      { class: "reader" },
      source.blocks.length
        ? source.blocks.map((block) => readerBlock(source, block, items))
        : readerBlock(source, ["paragraph", 0, source.text.length], items),
    ),
  ];
}

function readerBlock(source, [kind, start, end], items) {
  const inside = items.filter((item) => item.sentence[0] >= start && item.sentence[0] < end);
  const parts = [];
  let at = start;
  const byPlace = groupByPlace(inside);
  for (const [from, group] of byPlace) {
    if (from < at) continue;
    const to = Math.min(end, from + Math.max(...group.map((item) => item.sentence[1])));
    const target = group.includes(state.reading) ? state.reading : group[0];
    parts.push(
      source.text.slice(at, from),
      el(
        "mark",
        {
          class: group.includes(state.reading) ? "lit" : "",
          tabindex: 0,
          role: "button",
          on: {
            click: () => openEvidence(target),
            keydown: (event) => {
              if (event.key === "Enter") openEvidence(target);
            },
          },
        },
        source.text.slice(from, to),
      ),
    );
    at = to;
  }
  parts.push(source.text.slice(at, end));
  return el(kind === "heading" ? "h4" : "p", { class: kind }, el("bdi", {}, parts));
}

function groupByPlace(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.sentence[0], [...(groups.get(item.sentence[0]) || []), item]);
  return groups;
}

const openEvidence = (item) => openClaim(item.statement, linkOf(item.statement));

function openClaim(statement, link) {
  if (link) select(link, { move: true, reading: statement });
  else select(statement, { move: true });
}

/** A claim that no line stands for, because it has no object. */
function unlinkedDetails(statement) {
  return [
    el("p", { class: "kind" }, `1 claim · ${plural(statement.evidence.filter(isShown).length, "sentence")}`),
    el(
      "h2",
      { class: "triple" },
      statement.subject && entityButton(statement.subject),
      " ",
      el("i", {}, statement.predicate),
      statement.object ? [" ", entityButton(statement.object)] : null,
    ),
    claimDetails({ statement, role: "" }, null, false),
  ];
}

function pathDetails({ from, to, links: steps }) {
  let at = from;
  const stops = steps.map((link) => {
    at = link.from === at ? link.to : link.from;
    return [
      el(
        "li",
        {},
        [...link.shown]
          .sort(disputedFirst)
          .slice(0, 3)
          .map((claim) => [
            claimRow({ ...claim, link }),
            claim.statement.evidence.filter(isShown).slice(0, 1).map(evidenceCard),
          ]),
      ),
      el("li", { class: "stop" }, entityButton(at)),
    ];
  });
  return [
    el(
      "p",
      { class: "kind" },
      tellPath(state.selection),
    ),
    el("h2", {}, nameOf(from), " → ", nameOf(to)),
    el("ol", { class: "path" }, el("li", { class: "stop" }, entityButton(from)), stops),
  ];
}
