// The picture: vis-network draws dots and lines where Python put them; names and marks are ours.

const nodeSet = new vis.DataSet([]);
const edgeSet = new vis.DataSet([]);
const network = new vis.Network(byId("graph"), { nodes: nodeSet, edges: edgeSet }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: true, tooltipDelay: 1e8, keyboard: false, selectConnectedEdges: false, zoomSpeed: 0.7 },
  nodes: { chosen: false, borderWidth: 1.5, borderWidthSelected: 1.5, font: { size: 0 } },
  edges: { chosen: false, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false, arrows: { to: { enabled: true, scaleFactor: 0.42 } } },
});
const picture = { drawn: new Set(), links: new Map(), lit: null, hover: null };

function drawGraph() {
  const before = picture.drawn;
  picture.drawn = chooseDrawn();
  makeRoom([...picture.drawn].filter((entity) => !before.has(entity) && !entity.core));
  picture.links = new Map();
  for (const link of visible.links) if (picture.drawn.has(link.from) && picture.drawn.has(link.to)) picture.links.set(link.id, link);
  picture.lit = litBy(state.selection);
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
    for (const one of newcomers) for (const other of drawn) {
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
    color: { background: hollow ? css("--stage") : colour, border: chosen ? css("--ink") : hollow ? colour : css("--stage") },
  };
  options.color.hover = options.color.highlight = { background: options.color.background, border: css("--ink") };
  if (!nodeSet.get(entity.index)) Object.assign(options, { x: entity.x, y: entity.y, shape: entity.shape, size: entity.size });
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
  const order = new Map([...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([name], position) => [name, Math.min(position, 7)]));
  return new Map([...label].map(([entity, name]) => [entity, order.get(name)]));
}

// ---- names and marks, drawn over the picture so that they do not collide ----

network.on("afterDrawing", (context) => {
  context.save();
  drawOverlay(canvasPen(context, network.getScale()));
  context.restore();
});

/** What the overlay is drawn with: it measures text, knows what is taken, and writes and marks. */
function canvasPen(context, scale) {
  const px = (size) => size / scale;
  return { context, scale, px, boxes: [], window: drawnWindow(), write: (...words) => writeOnCanvas(context, px, ...words), mark: (link, at) => drawMark({ context, px, scale }, link, at) };
}

function drawOverlay(pen) {
  const { scale } = pen;
  const positions = network.getPositions();
  const shownEntities = [...picture.drawn].filter((entity) => positions[entity.index] && inWindow(positions[entity.index], pen.window));
  for (const entity of shownEntities) reserveNode(pen, entity, positions[entity.index]);
  const marked = [...picture.links.values()].filter((link) => isMarked(link, scale)).map((link) => [link, middleOf(link)]);
  for (const [, at] of marked) reserve(pen, at.x, at.y, pen.px(8), pen.px(8));
  drawNames(pen, shownEntities, positions);
  drawRelations(pen, positions);
  for (const [link, at] of marked) pen.mark(link, at);
}

function drawnWindow() {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const start = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: width, y: height });
  return { left: start.x, top: start.y, right: end.x, bottom: end.y, width, height };
}
const inWindow = (at, window) => at.x > window.left && at.x < window.right && at.y > window.top && at.y < window.bottom;

function reserve(pen, x, y, halfWidth, halfHeight) {
  pen.boxes.push([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]);
}
function reserveNode(pen, entity, at) {
  const half = entity.size * 0.85;
  reserve(pen, at.x, at.y, half, half);
}

/** How much of a box is taken already. */
function overlap(pen, box) {
  let area = 0;
  for (const other of pen.boxes) {
    const width = Math.min(box[2], other[2]) - Math.max(box[0], other[0]);
    if (width <= 0) continue;
    const height = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
    if (height > 0) area += width * height;
  }
  return area;
}

/** The most important names first; one without room is left out until there is some. */
function drawNames(pen, shown, positions) {
  const weight = (entity) => (entity === picture.hover || entity === state.selection ? 2 : 0) + (entity.quiet ? 0 : 1);
  const order = shown.filter(isLit).sort((a, b) => weight(b) - weight(a) || b.rank - a.rank || a.index - b.index);
  const limit = Math.max(26, (pen.window.width * pen.window.height) / 5200);
  let written = 0;
  order.forEach((entity, position) => {
    if (written < limit && drawName(pen, entity, positions[entity.index], position)) written += 1;
  });
}

function drawName(pen, entity, at, position) {
  const { context, px } = pen;
  const asked = entity === picture.hover || entity === state.selection;
  const grand = !entity.quiet && position < 7 && !picture.lit;
  const size = px(grand ? 13.5 : entity.quiet && !asked ? 11 : 12);
  const text = asked ? shorten(entity.label, 60) : entity.short;
  const font = `${grand || asked ? 650 : 450} ${size}px ${css("--sans")}`;
  context.font = font;
  const half = context.measureText(text).width / 2 + px(3);
  const place = findRoom(pen, entity, at, half, size);
  const tolerance = asked ? 9 : position < 12 ? 0.5 : 0.04;
  if (place.taken > half * 2 * size * tolerance) return false;
  pen.boxes.push(place.box);
  pen.write(text, place.x, place.y, { font, colour: entity.quiet && !asked ? css("--mute") : css("--ink") });
  return true;
}

function findRoom(pen, entity, at, half, size) {
  const gap = entity.size + pen.px(2);
  const [right, left, lower, upper] = [at.x + gap + half, at.x - gap - half, at.y + gap + size, at.y - gap - size * 0.25];
  const [level, low, high] = [at.y + size * 0.35, at.y + gap * 0.8 + size * 0.6, at.y - gap * 0.8];
  const spots = [[at.x, lower], [right, level], [left, level], [at.x, upper], [right, low], [left, low], [right, high], [left, high]];
  let best = null;
  for (const [x, y] of spots) {
    const box = [x - half, y - size, x + half, y + size * 0.3];
    const outside = box[0] < pen.window.left || box[2] > pen.window.right || box[1] < pen.window.top || box[3] > pen.window.bottom;
    const taken = overlap(pen, box) + (outside ? half * size : 0);
    if (!best || taken < best.taken) best = { x, y, box, taken };
    if (!best.taken) break;
  }
  return best;
}

function writeOnCanvas(context, px, text, x, y, { font, colour, angle = 0 }) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  Object.assign(context, { font, textAlign: "center", textBaseline: "alphabetic", lineJoin: "round", lineWidth: px(3.4) });
  context.strokeStyle = css("--stage");
  context.strokeText(text, 0, 0);
  context.fillStyle = colour;
  context.fillText(text, 0, 0);
  context.restore();
}

/** What is said along the lines, where a line is long enough and nothing is in the way. */
function drawRelations(pen, positions) {
  const chosen = [...picture.links.values()].filter((link) => !picture.lit || picture.lit.links.has(link));
  const weight = (link) => (link === picture.hover ? 9 : 0) + link.from.rank + link.to.rank + (factOf(link) === "disputed" ? 1 : 0);
  chosen.sort((a, b) => weight(b) - weight(a) || a.index - b.index);
  for (const link of chosen.slice(0, 160)) drawRelation(pen, link, positions[link.from.index], positions[link.to.index]);
}

function drawRelation(pen, link, from, to) {
  const { context, px } = pen;
  const at = middleOf(link);
  if (!from || !to || !inWindow(at, pen.window)) return;
  const asked = link === picture.hover || link === state.selection;
  const size = px(asked ? 12 : 10.5);
  const font = `italic 400 ${size}px ${css("--serif")}`;
  context.font = font;
  const text = relationText(link, asked ? 48 : 24);
  const half = context.measureText(text).width / 2;
  const marked = isMarked(link, pen.scale);
  const room = Math.hypot(to.x - from.x, to.y - from.y) - link.from.size - link.to.size - px(16);
  if (!asked && half * 2 > room) return;
  const angle = readableAngle(Math.atan2(to.y - from.y, to.x - from.x));
  const lift = marked ? px(10) : px(3);
  const x = at.x + Math.sin(angle) * lift;
  const y = at.y - Math.cos(angle) * lift;
  const beads = beadsAlong(x, y, angle, half, size);
  if (!asked && beads.some((box) => overlap(pen, box) > 0)) return;
  pen.boxes.push(...beads);
  pen.write(text, x, y, { font, angle, colour: isRed(factOf(link)) ? css("--alarm") : css("--mute") });
}

const readableAngle = (angle) => (angle > Math.PI / 2 ? angle - Math.PI : angle < -Math.PI / 2 ? angle + Math.PI : angle);

/** Small boxes along slanted text, to test it for collisions. */
function beadsAlong(x, y, angle, half, size) {
  const count = Math.max(2, Math.ceil((half * 2) / size));
  return Array.from({ length: count }, (_, i) => {
    const along = -half + ((i + 0.5) * half * 2) / count;
    const cx = x + Math.cos(angle) * along + Math.sin(angle) * size * 0.35;
    const cy = y + Math.sin(angle) * along - Math.cos(angle) * size * 0.35;
    return [cx - size * 0.42, cy - size * 0.42, cx + size * 0.42, cy + size * 0.42];
  });
}

function relationText(link, length) {
  const relations = [...new Set(link.shown.map(({ statement, role }) => statement.predicate + (role ? ` (${role})` : "")))];
  const more = relations.length > 1 ? ` +${relations.length - 1}` : "";
  return shorten(relations[0] || "", length) + more;
}

function middleOf(link) {
  const edge = network.body.edges[link.id];
  return edge && edge.connected ? edge.edgeType.getPoint(0.5) : { x: link.from.x, y: link.from.y };
}

function isMarked(link, scale) {
  const bright = !picture.lit || picture.lit.links.has(link);
  if (!bright || !network.body.edges[link.id]) return false;
  if (FACTS[factOf(link)].mark) return factOf(link) === "disputed" || scale > 0.35 || picture.lit !== null;
  return link.shown.length > 1 && (scale > 0.6 || picture.lit !== null);
}

/** A number for several claims, a cross for a denied one, an unequal sign for a disputed one. */
function drawMark({ context, px: pixels, scale }, link, at) {
  const px = (size) => pixels(size * (scale > 0.55 ? 1 : 0.75));
  const mark = FACTS[factOf(link)].mark;
  const red = mark === "negated" || mark === "disputed";
  const radius = px(8);
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 7);
  context.fillStyle = mark === "disputed" ? css("--alarm") : css("--paper");
  context.fill();
  context.lineWidth = px(1.2);
  context.strokeStyle = red ? css("--alarm") : css("--mute");
  context.stroke();
  const ink = mark === "disputed" ? css("--paper") : red ? css("--alarm") : css("--mute");
  if (red) return strokeSign(context, mark, at, px, ink);
  context.font = `600 ${px(10.5)}px ${css("--sans")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = ink;
  context.fillText(mark === "asked" ? "?" : String(link.shown.length), at.x, at.y + px(0.6));
}

// As lines from the middle, in pixels; drawn so that they look alike with any font.
const SIGNS = {
  negated: [[-3, -3, 3, 3], [-3, 3, 3, -3]],
  disputed: [[-4, -2, 4, -2], [-4, 2, 4, 2], [2.5, -4.5, -2.5, 4.5]],
};

function strokeSign(context, name, at, px, ink) {
  context.lineWidth = px(1.6);
  context.strokeStyle = ink;
  context.beginPath();
  for (const [x0, y0, x1, y1] of SIGNS[name]) {
    context.moveTo(at.x + px(x0), at.y + px(y0));
    context.lineTo(at.x + px(x1), at.y + px(y1));
  }
  context.stroke();
}

// ---- moving the window ----

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Show these entities, or all that are drawn, with room for their names. */
function fit(chosen = null, { animate = true, closest = 1.25 } = {}) {
  const positions = network.getPositions();
  const points = [...(chosen || picture.drawn)].map((entity) => positions[entity.index]).filter(Boolean);
  if (!points.length) return;
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const box = points.reduce((b, p) => [Math.min(b[0], p.x), Math.min(b[1], p.y), Math.max(b[2], p.x), Math.max(b[3], p.y)], [Infinity, Infinity, -Infinity, -Infinity]);
  const foot = byId("amount").hidden ? 0 : 40; // the corner where it says how many are drawn
  const scale = Math.max(0.02, Math.min((width - 110) / (box[2] - box[0] + 1), (height - 80 - foot) / (box[3] - box[1] + 1), closest));
  const position = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3] + foot / scale) / 2 };
  network.moveTo({ position, scale, animation: animate && !still.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
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
    showTip(at, el("b", {}, el("bdi", {}, shorten(thing.label, 220))), el("small", {}, `${thing.type} · ${plural(thing.statements.length, "claim")}`));
  } else {
    const lines = [...new Set(thing.shown.map(({ statement }) => `${statement.predicate} · ${FACTS[statement.factuality].name.toLowerCase()}`))];
    showTip(at,
      el("b", {}, el("bdi", {}, shorten(thing.from.label, 80)), " → ", el("bdi", {}, shorten(thing.to.label, 80))),
      lines.slice(0, 4).map((line) => el("small", {}, line)),
      sentencePreview(thing));
  }
  network.redraw();
}

function sentencePreview(link) {
  const first = link.shown[0]?.statement.evidence.find(isShown);
  return first ? el("small", { class: "quote" }, el("bdi", {}, shorten(sentenceOf(first), 160))) : el("small");
}

network.on("hoverNode", (event) => hover(entities[event.node], network.canvasToDOM(network.getPosition(event.node))));
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
