// Names of dots, words along lines and marks, drawn over the picture so that they do not collide.

const RULER = el("canvas").getContext("2d"); // measures text

network.on("afterDrawing", (context) => {
  if (!picture.plan || !picture.moving) picture.plan = planOverlay(network.getScale(), drawnWindow());
  const { words, marks, px, scale } = picture.plan;
  for (const word of words) writeOnCanvas(context, px, word);
  for (const mark of marks) drawMark(context, (size) => px(size * (scale > 0.55 ? 1 : 0.75)), mark);
});

/** While the window moves the plan is kept, so that moving is smooth; at rest it is made anew. */
function setMoving(moving) {
  picture.moving = moving;
  if (!moving) network.redraw();
}

let rest = null;
function moveFor(milliseconds) {
  setMoving(true);
  clearTimeout(rest);
  rest = setTimeout(() => setMoving(false), milliseconds);
}

network.on("zoom", () => moveFor(150));
network.on("dragStart", (event) => {
  if (!event.nodes.length) setMoving(true);
});
network.on("dragEnd", () => setMoving(false));

/** What is written and marked where, for a window seen at a scale; places are those of the dots. */
function planOverlay(scale, window) {
  const plan = { scale, window, px: (size) => size / scale, boxes: [], words: [], marks: [] };
  const positions = network.getPositions();
  const shown = [...picture.drawn].filter(
    (entity) => positions[entity.index] && inWindow(positions[entity.index], window),
  );
  for (const entity of shown) reserveNode(plan, entity, positions[entity.index]);
  planMarks(plan);
  planNames(plan, shown, positions);
  planRelations(plan, positions);
  return plan;
}

/** What is denied or disputed first; the other marks where there is room, and not too many. */
function planMarks(plan) {
  const urgent = (link) => isRed(factOf(link)) || link === picture.hover || link === state.selection;
  const weight = (link) => (urgent(link) ? 1e6 : 0) + link.shown.length;
  const links = [...picture.links.values()].filter((link) => isMarked(link, plan.scale));
  links.sort((a, b) => weight(b) - weight(a) || a.index - b.index);
  const half = plan.px(8);
  let room = picture.lit ? Infinity : (plan.window.width * plan.window.height) / 12000;
  for (const link of links) {
    const at = middleOf(link);
    const box = [at.x - half, at.y - half, at.x + half, at.y + half];
    if (!inWindow(at, plan.window)) continue;
    if (!urgent(link) && (room < 1 || overlap(plan, box) > half * half * 0.4)) continue;
    plan.boxes.push(box);
    plan.marks.push({ link, at });
    room -= 1;
  }
}

function drawnWindow() {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const start = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: width, y: height });
  return { left: start.x, top: start.y, right: end.x, bottom: end.y, width, height };
}
const inWindow = (at, window) =>
  at.x > window.left && at.x < window.right && at.y > window.top && at.y < window.bottom;

function reserve(plan, x, y, halfWidth, halfHeight) {
  plan.boxes.push([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]);
}
function reserveNode(plan, entity, at) {
  const half = entity.size * 0.85;
  reserve(plan, at.x, at.y, half, half);
}

/** How much of a box is taken already. */
function overlap(plan, box) {
  let area = 0;
  for (const other of plan.boxes) {
    const width = Math.min(box[2], other[2]) - Math.max(box[0], other[0]);
    if (width <= 0) continue;
    const height = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
    if (height > 0) area += width * height;
  }
  return area;
}

/** The most important names first; one without room is left out until there is some. */
function planNames(plan, shown, positions) {
  const weight = (entity) =>
    (entity === picture.hover || entity === state.selection ? 2 : 0) + (entity.quiet ? 0 : 1);
  const order = shown
    .filter(isLit)
    .sort((a, b) => weight(b) - weight(a) || b.rank - a.rank || a.index - b.index);
  const limit = Math.max(26, (plan.window.width * plan.window.height) / 5200);
  let written = 0;
  order.forEach((entity, position) => {
    if (written < limit && planName(plan, entity, positions[entity.index], position)) written += 1;
  });
}

function planName(plan, entity, at, position) {
  const { px } = plan;
  const asked = entity === picture.hover || entity === state.selection;
  const grand = !entity.quiet && position < 7 && !picture.lit;
  const size = px(grand ? 13.5 : entity.quiet && !asked ? 11 : 12);
  const text = asked ? shorten(entity.label, 60) : entity.short;
  const font = `${grand || asked ? 650 : 450} ${size}px ${css("--sans")}`;
  RULER.font = font;
  const half = RULER.measureText(text).width / 2 + px(3);
  const place = findRoom(plan, entity, at, half, size);
  const tolerance = asked ? 9 : position < 7 ? 0.4 : entity.named ? 0.07 : 0.02;
  if (place.taken > half * 2 * size * tolerance) return false;
  plan.boxes.push(place.box);
  plan.words.push({
    text,
    x: place.x,
    y: place.y,
    angle: 0,
    font,
    colour: entity.quiet && !asked ? css("--mute") : css("--ink"),
  });
  return true;
}

function findRoom(plan, entity, at, half, size) {
  const gap = entity.size + plan.px(2);
  const [right, left, lower, upper] = [
    at.x + gap + half,
    at.x - gap - half,
    at.y + gap + size,
    at.y - gap - size * 0.25,
  ];
  const [level, low, high] = [at.y + size * 0.35, at.y + gap * 0.8 + size * 0.6, at.y - gap * 0.8];
  const spots = [
    [at.x, lower],
    [right, level],
    [left, level],
    [at.x, upper],
    [right, low],
    [left, low],
    [right, high],
    [left, high],
    [at.x + half * 0.6, lower],
    [at.x - half * 0.6, lower],
    [at.x + half * 0.6, upper],
    [at.x - half * 0.6, upper],
  ];
  let best = null;
  for (const [x, y] of spots) {
    const box = [x - half, y - size, x + half, y + size * 0.3];
    const outside =
      box[0] < plan.window.left ||
      box[2] > plan.window.right ||
      box[1] < plan.window.top ||
      box[3] > plan.window.bottom;
    const taken = overlap(plan, box) + (outside ? half * size : 0);
    if (!best || taken < best.taken) best = { x, y, box, taken };
    if (!best.taken) break;
  }
  return best;
}

function writeOnCanvas(context, px, { text, x, y, angle, font, colour }) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  Object.assign(context, {
    font,
    textAlign: "center",
    textBaseline: "alphabetic",
    lineJoin: "round",
    lineWidth: px(3.4),
  });
  context.strokeStyle = css("--stage");
  context.strokeText(text, 0, 0);
  context.fillStyle = colour;
  context.fillText(text, 0, 0);
  context.restore();
}

/** What is said along the lines, where a line is long enough and nothing is in the way. */
function planRelations(plan, positions) {
  const chosen = [...picture.links.values()].filter((link) => !picture.lit || picture.lit.links.has(link));
  const weight = (link) =>
    (link === picture.hover ? 9 : 0) + link.from.rank + link.to.rank + (factOf(link) === "disputed" ? 1 : 0);
  chosen.sort((a, b) => weight(b) - weight(a) || a.index - b.index);
  for (const link of chosen.slice(0, 160))
    planRelation(plan, link, positions[link.from.index], positions[link.to.index]);
}

function planRelation(plan, link, from, to) {
  const { px } = plan;
  const at = middleOf(link);
  if (!from || !to || !inWindow(at, plan.window)) return;
  const asked = link === picture.hover || link === state.selection;
  const size = px(asked ? 12 : 10.5);
  const font = `italic 400 ${size}px ${css("--serif")}`;
  RULER.font = font;
  const text = relationText(link, asked ? 48 : 24);
  const half = RULER.measureText(text).width / 2;
  const marked = isMarked(link, plan.scale);
  const room = Math.hypot(to.x - from.x, to.y - from.y) - link.from.size - link.to.size - px(16);
  if (!asked && half * 2 > room) return;
  const angle = readableAngle(Math.atan2(to.y - from.y, to.x - from.x));
  const lift = marked ? px(10) : px(3);
  const x = at.x + Math.sin(angle) * lift;
  const y = at.y - Math.cos(angle) * lift;
  const beads = beadsAlong(x, y, angle, half, size);
  if (!asked && beads.some((box) => overlap(plan, box) > 0)) return;
  plan.boxes.push(...beads);
  plan.words.push({ text, x, y, angle, font, colour: isRed(factOf(link)) ? css("--alarm") : css("--mute") });
}

const readableAngle = (angle) =>
  angle > Math.PI / 2 ? angle - Math.PI : angle < -Math.PI / 2 ? angle + Math.PI : angle;

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
  const firstTold = [...link.shown].sort(disputedFirst);
  const relations = [
    ...new Set(firstTold.map(({ statement, role }) => statement.predicate + (role ? ` (${role})` : ""))),
  ];
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
function drawMark(context, px, { link, at }) {
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
  negated: [
    [-3, -3, 3, 3],
    [-3, 3, 3, -3],
  ],
  disputed: [
    [-4, -2, 4, -2],
    [-4, 2, 4, 2],
    [2.5, -4.5, -2.5, 4.5],
  ],
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
