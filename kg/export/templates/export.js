// Taking things out: pictures, tables, a link, paper.

function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  setTimeout(() => { URL.revokeObjectURL(address); anchor.remove(); }, 2000);
}

const fileName = (ending) => `${shorten(meta.title, 60).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "graph"}.${ending}`;

/** A cell that no spreadsheet takes for a formula. */
function csvCell(value) {
  const text = String(value ?? "");
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

function claimRecord(item) {
  const { statement, document: source } = item;
  return {
    subject: statement.subject?.label ?? "", predicate: statement.predicate, object: statement.object?.label ?? "",
    factuality: item.factuality, overall: statement.factuality, said_by: item.saidBy?.label ?? "",
    date: source && source.day !== null ? isoOf(source.day) : "", sentence: sentenceOf(item),
    document: source?.heading ?? "", source: source?.source ?? "", url: source?.url ?? "", statement: statement.key,
  };
}

function csvText() {
  const records = shownEvidence().map(claimRecord);
  const head = Object.keys(records[0] || { subject: "", predicate: "", object: "" });
  return "\ufeff" + [head.map(csvCell), ...records.map((record) => Object.values(record).map(csvCell))].map((row) => row.join(",")).join("\r\n") + "\r\n";
}

/** What is drawn, as lines and shapes with names: independent of the window, with arrows. */
function svgPicture() {
  const positions = network.getPositions();
  const drawn = [...picture.drawn].filter((entity) => positions[entity.index]);
  const xs = drawn.map((entity) => positions[entity.index].x);
  const ys = drawn.map((entity) => positions[entity.index].y);
  const [left, top] = [Math.min(...xs) - 110, Math.min(...ys) - 50];
  const [width, height] = [Math.max(...xs) - left + 110, Math.max(...ys) - top + 50];
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${left} ${top} ${width} ${height}`, width, height, "font-family": "sans-serif" },
    svg("rect", { x: left, y: top, width, height, fill: css("--stage") }),
    [...picture.links.values()].map((link) => svgLink(link, positions)),
    drawn.map((entity) => svgEntity(entity, positions[entity.index])));
}

function svgLink(link, positions) {
  const [from, to, middle] = [positions[link.from.index], positions[link.to.index], middleOf(link)];
  const bend = { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 };
  const fact = factOf(link);
  const colour = isRed(fact) ? css("--alarm") : css("--line-ink");
  const angle = Math.atan2(to.y - bend.y, to.x - bend.x);
  const reach = (distance, turn) => `${to.x - Math.cos(angle + turn) * distance} ${to.y - Math.sin(angle + turn) * distance}`;
  const tip = link.to.size + 2;
  const line = svg("path", { d: `M${from.x} ${from.y}Q${bend.x} ${bend.y} ${to.x} ${to.y}`, fill: "none", stroke: colour, "stroke-width": 1 + Math.min(3.5, Math.log2(link.shown.length) * 1.2), opacity: 0.8 });
  if (FACTS[fact].dashes) line.setAttribute("stroke-dasharray", FACTS[fact].dashes.join(" "));
  const arrow = svg("path", { d: `M${reach(tip, 0)}L${reach(tip + 9, 0.22)}L${reach(tip + 9, -0.22)}Z`, fill: colour });
  const text = svg("text", { x: middle.x, y: middle.y - 4, "text-anchor": "middle", "font-size": 9, "font-style": "italic", fill: isRed(fact) ? colour : css("--mute"), stroke: css("--stage"), "stroke-width": 2.5, "paint-order": "stroke" }, relationText(link, 24));
  return [line, arrow, text, ...svgSign(FACTS[fact].mark, middle, colour)];
}

function svgSign(mark, at, colour) {
  if (!SIGNS[mark]) return [];
  const ink = mark === "disputed" ? css("--paper") : colour;
  return [
    svg("circle", { cx: at.x, cy: at.y, r: 8, fill: mark === "disputed" ? colour : css("--paper"), stroke: colour }),
    ...SIGNS[mark].map(([x0, y0, x1, y1]) => svg("path", { d: `M${at.x + x0} ${at.y + y0}L${at.x + x1} ${at.y + y1}`, stroke: ink, "stroke-width": 1.6 })),
  ];
}

function svgEntity(entity, at) {
  const shape = SHAPES[entity.shape]();
  const scale = entity.size / 6.5;
  const hollow = typeOf(entity.type)[1];
  const group = svg("g", { transform: `translate(${at.x} ${at.y}) scale(${scale}) translate(-8 -8)`, fill: hollow ? css("--stage") : colourOf(entity), stroke: hollow ? colourOf(entity) : css("--stage"), "stroke-width": (hollow ? 3 : 1.5) / scale }, shape);
  const name = svg("text", { x: at.x, y: at.y + entity.size + 13, "text-anchor": "middle", "font-size": entity.quiet ? 10 : 12, fill: entity.quiet ? css("--mute") : css("--ink"), stroke: css("--stage"), "stroke-width": 3.5, "paint-order": "stroke" }, entity.short);
  return [group, name];
}

const svgText = () => new XMLSerializer().serializeToString(svgPicture());

/** The window as it is, twice as fine. */
function savePng() {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const canvas = el("canvas", { width: width * 2, height: height * 2 });
  const context = canvas.getContext("2d");
  context.fillStyle = css("--stage");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(byId("graph").querySelector("canvas"), 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(fileName("png"), blob), "image/png");
}

function copyLink() {
  saveAddress();
  const done = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject(new Error("no clipboard"));
  done.then(() => say("Link copied"), () => say("The link is in the address bar"));
}

const EXPORTS = {
  png: ["PNG picture", savePng],
  svg: ["SVG picture", () => save(fileName("svg"), svgText(), "image/svg+xml")],
  csv: ["CSV of the claims shown", () => save(fileName("csv"), csvText(), "text/csv")],
  json: ["JSON of the claims shown", () => save(fileName("json"), JSON.stringify(shownEvidence().map(claimRecord), null, 1), "application/json")],
  link: ["Copy link to this view", copyLink],
  print: ["Print", () => window.print()],
  theme: ["Light or dark", toggleTheme], // for a phone, which has no room for its button
};

function makeExportMenu() {
  const menu = byId("export");
  const button = byId("open-export");
  const open = (yes) => {
    menu.hidden = !yes;
    button.setAttribute("aria-expanded", String(yes));
    if (yes) menu.firstElementChild.focus();
  };
  for (const [name, [words, action]] of Object.entries(EXPORTS)) {
    menu.append(el("button", { role: "menuitem", class: name === "theme" ? "narrow" : null, "data-export": name, on: { click: () => { open(false); button.focus(); action(); } } }, words));
  }
  button.addEventListener("click", () => open(menu.hidden));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) open(false); });
  menu.addEventListener("keydown", (event) => {
    const next = { ArrowDown: document.activeElement.nextElementSibling || menu.firstElementChild, ArrowUp: document.activeElement.previousElementSibling || menu.lastElementChild }[event.key];
    if (next) next.focus();
    else if (event.key === "Escape") { open(false); button.focus(); } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener("beforeprint", () => byId("print").replaceChildren(svgPicture()));
  addEventListener("afterprint", () => byId("print").replaceChildren());
}
