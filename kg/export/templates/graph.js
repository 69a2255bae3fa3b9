// The picture: vis-network draws dots and lines where Python put them; names and marks are ours.

const nodeSet = new vis.DataSet([]);
const edgeSet = new vis.DataSet([]);
const network = new vis.Network(
  byId("graph"),
  { nodes: nodeSet, edges: edgeSet },
  {
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      hover: true,
      tooltipDelay: 1e8,
      keyboard: false,
      selectConnectedEdges: false,
      zoomSpeed: 0.7,
    },
    nodes: { chosen: false, borderWidth: 1.5, borderWidthSelected: 1.5, font: { size: 0 } },
    edges: {
      chosen: false,
      selectionWidth: 0,
      hoverWidth: 0,
      arrowStrikethrough: false,
      arrows: { to: { enabled: true, scaleFactor: 0.42 } },
    },
  },
);
const picture = { drawn: new Set(), links: new Map(), lit: null, hover: null, plan: null, moving: false };

function drawGraph() {
  const before = picture.drawn;
  picture.drawn = chooseDrawn();
  makeRoom([...picture.drawn].filter((entity) => !before.has(entity) && !entity.core));
  picture.links = new Map();
  for (const link of visible.links)
    if (picture.drawn.has(link.from) && picture.drawn.has(link.to)) picture.links.set(link.id, link);
  picture.lit = litBy(state.selection);
  picture.plan = null;
  const nodes = [...picture.drawn].map(nodeOptions);
  const edges = [...picture.links.values()].map(edgeOptions);
  const keep = new Set(nodes.map((node) => node.id));
  edgeSet.remove(edgeSet.getIds().filter((id) => !picture.links.has(id)));
  nodeSet.remove(nodeSet.getIds().filter((id) => !keep.has(id)));
  nodeSet.update(nodes);
  edgeSet.update(edges);
}

/** Newcomers from outside the laid-out core move off the dots that are there already. */
function makeRoom(newcomers) {
  const drawn = [...picture.drawn];
  for (let round = 0; round < 40 && newcomers.length; round++) {
    let moved = false;
    for (const one of newcomers)
      for (const other of drawn) {
        if (one !== other && pushOff(one, other)) moved = true;
      }
    if (!moved) break;
  }
}

function pushOff(one, other) {
  const [dx, dy] = [one.x - other.x, one.y - other.y];
  const [wanted, distance] = [one.size + other.size + 8, Math.hypot(dx, dy)];
  if (distance >= wanted) return false;
  const step = (wanted - distance) * 0.6 + 0.5;
  const angle = distance > 0.01 ? Math.atan2(dy, dx) : one.index;
  one.x += Math.cos(angle) * step;
  one.y += Math.sin(angle) * step;
  return true;
}

const isLit = (entity) => !picture.lit || picture.lit.entities.has(entity);

function colourOf(entity) {
  if (state.colour === "community") return css(`--community-${communityOf(entity) % 8}`);
  return css(`--${entity.type.toLowerCase()}`);
}

function nodeOptions(entity) {
  const colour = colourOf(entity);
  const hollow = typeOf(entity.type)[1];
  const chosen = state.selection === entity;
  const options = {
    id: entity.index,
    opacity: isLit(entity) ? 1 : 0.14,
    borderWidth: chosen ? 4 : hollow ? 3 : 1.5,
    color: {
      background: hollow ? css("--stage") : colour,
      border: chosen ? css("--ink") : hollow ? colour : css("--stage"),
    },
  };
  options.color.hover = options.color.highlight = {
    background: options.color.background,
    border: css("--ink"),
  };
  if (!nodeSet.get(entity.index))
    Object.assign(options, { x: entity.x, y: entity.y, shape: entity.shape, size: entity.size });
  return options;
}

function edgeOptions(link) {
  const fact = factOf(link);
  const bright = !picture.lit || picture.lit.links.has(link);
  const options = {
    id: link.id,
    dashes: FACTS[fact].dashes,
    width: 1 + Math.min(3.5, Math.log2(link.shown.length) * 1.2) + (picture.lit && bright ? 0.8 : 0),
    color: {
      color: isRed(fact) ? css("--alarm") : picture.lit && bright ? css("--accent") : css("--line-ink"),
      opacity: !bright ? 0.08 : picture.lit || isRed(fact) ? 1 : 0.6,
      inherit: false,
    },
  };
  if (!edgeSet.get(link.id)) {
    const smooth = link.back ? { enabled: true, type: "curvedCW", roundness: 0.16 } : { enabled: false };
    Object.assign(options, { from: link.from.index, to: link.to.index, smooth });
  }
  return options;
}

// ---- communities, found when somebody asks to see them ----

function communityOf(entity) {
  if (!communityOf.known) communityOf.known = findCommunities();
  return communityOf.known.get(entity) ?? 7;
}

/** Label propagation in order of rank: each joins the community that most of its links lead to. */
function findCommunities() {
  const label = new Map(byRank.map((entity) => [entity, entity.index]));
  for (let round = 0; round < 8; round++) {
    for (const entity of byRank) {
      const votes = new Map();
      for (const link of entity.links) {
        const other = label.get(link.from === entity ? link.to : link.from);
        votes.set(other, (votes.get(other) || 0) + link.claims.length);
      }
      const best = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      if (best) label.set(entity, best[0]);
    }
  }
  const sizes = new Map();
  for (const name of label.values()) sizes.set(name, (sizes.get(name) || 0) + 1);
  const order = new Map(
    [...sizes]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .map(([name], position) => [name, Math.min(position, 7)]),
  );
  return new Map([...label].map(([entity, name]) => [entity, order.get(name)]));
}

// ---- moving the window ----

const FLIGHT = 350; // milliseconds from one window to the next
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Show these entities, or all that are drawn, with room for their names. */
function fit(chosen = null, { animate = true, closest = 1.25 } = {}) {
  const positions = network.getPositions();
  const points = [...(chosen || picture.drawn)].map((entity) => positions[entity.index]).filter(Boolean);
  if (!points.length) return;
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const box = points.reduce(
    (b, p) => [Math.min(b[0], p.x), Math.min(b[1], p.y), Math.max(b[2], p.x), Math.max(b[3], p.y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  const foot = byId("amount").hidden ? 0 : 40; // the corner where it says how many are drawn
  const scale = Math.max(
    0.02,
    Math.min((width - 110) / (box[2] - box[0] + 1), (height - 80 - foot) / (box[3] - box[1] + 1), closest),
  );
  const position = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3] + foot / scale) / 2 };
  if (animate && !still.matches) moveFor(FLIGHT + 50);
  network.moveTo({
    position,
    scale,
    animation: animate && !still.matches ? { duration: FLIGHT, easingFunction: "easeInOutQuad" } : false,
  });
}

/** After a filter: move the window only if it would show hardly anything. */
function keepInSight() {
  const window = drawnWindow();
  const positions = Object.values(network.getPositions());
  const seen = positions.filter((at) => inWindow(at, window)).length;
  if (seen < positions.length / 3) fit();
}

/** Bring a selection into the window, and no more than that. */
function reveal(chosen) {
  if (!chosen || chosen.kind === "document") return;
  const lit = chosen.kind === "entity" ? [chosen, ...mostCentralNeighbours(chosen, 24)] : needed();
  fit(lit.filter((entity) => picture.drawn.has(entity)));
}

// ---- hovering and clicking ----

function showTip(at, ...children) {
  const tip = byId("tip");
  tip.replaceChildren(...children.flat());
  tip.hidden = false;
  const stage = byId("stage");
  tip.style.left = `${Math.max(6, Math.min(stage.clientWidth - tip.offsetWidth - 6, at.x + 14))}px`;
  tip.style.top = `${at.y > tip.offsetHeight + 24 ? at.y - tip.offsetHeight - 12 : at.y + 18}px`;
}

function hover(thing, at) {
  picture.hover = thing;
  byId("graph").style.cursor = thing ? "pointer" : "";
  if (!thing) byId("tip").hidden = true;
  else if (thing.kind === "entity") {
    showTip(
      at,
      el("b", {}, el("bdi", {}, shorten(thing.label, 220))),
      el("small", {}, `${thing.type} · ${plural(thing.statements.length, "claim")}`),
    );
  } else {
    const lines = [
      ...new Set(
        thing.shown.map(
          ({ statement }) => `${statement.predicate} · ${FACTS[statement.factuality].name.toLowerCase()}`,
        ),
      ),
    ];
    showTip(
      at,
      el(
        "b",
        {},
        el("bdi", {}, shorten(thing.from.label, 80)),
        " → ",
        el("bdi", {}, shorten(thing.to.label, 80)),
      ),
      lines.slice(0, 4).map((line) => el("small", {}, line)),
      sentencePreview(thing),
    );
  }
  network.redraw();
}

function sentencePreview(link) {
  const first = link.shown[0]?.statement.evidence.find(isShown);
  return first
    ? el("small", { class: "quote" }, el("bdi", {}, shorten(sentenceOf(first), 160)))
    : el("small");
}

network.on("hoverNode", (event) =>
  hover(entities[event.node], network.canvasToDOM(network.getPosition(event.node))),
);
network.on("hoverEdge", (event) => hover(linkById.get(event.edge), event.pointer.DOM));
network.on("blurNode", () => hover(null));
network.on("blurEdge", () => hover(null));
network.on("dragStart", () => hover(null));
network.on("click", (event) => {
  const at = event.pointer.DOM;
  const node = network.getNodeAt(at);
  const edge = node === undefined ? markAt(event.pointer.canvas) || network.getEdgeAt(at) : undefined;
  if (node !== undefined) select(entities[node]);
  else if (edge !== undefined) select(linkById.get(edge));
  else select(null);
});
network.on("doubleClick", (event) => {
  const node = network.getNodeAt(event.pointer.DOM);
  if (node !== undefined) showNeighbourhood(entities[node], 1);
});

/** The link whose mark is under the pointer: marks are larger than lines and easier to hit. */
function markAt(at) {
  const reach = 11 / network.getScale();
  for (const link of picture.links.values()) {
    if (!isMarked(link, network.getScale())) continue;
    const middle = middleOf(link);
    if (Math.hypot(middle.x - at.x, middle.y - at.y) < reach) return link.id;
  }
  return undefined;
}
