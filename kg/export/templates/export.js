// Taking things out: pictures, tables, a link, paper.

function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  // Its click is ours, not the reader's: a menu opened meanwhile must stay open.
  const on = { click: (event) => event.stopPropagation() };
  const anchor = el("a", { href: address, download: name, on });
  document.body.append(anchor);
  anchor.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
    anchor.remove();
  }, 2000);
}

const fileName = (ending) =>
  `${
    shorten(meta.title, 60)
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .toLowerCase() || "graph"
  }.${ending}`;

/** A cell that no spreadsheet takes for a formula. */
function csvCell(value) {
  const text = String(value ?? "");
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

function claimRecord(item) {
  const { statement, document: source } = item;
  return {
    subject: statement.subject?.label ?? "",
    predicate: statement.predicate,
    object: statement.object?.label ?? "",
    factuality: item.factuality,
    overall: statement.factuality,
    said_by: item.saidBy?.label ?? "",
    date: source && source.day !== null ? isoOf(source.day) : "",
    sentence: sentenceOf(item),
    document: source?.heading ?? "",
    source: source?.source ?? "",
    url: source?.url ?? "",
    statement: statement.key,
  };
}

function csvText() {
  const records = shownEvidence().map(claimRecord);
  const head = Object.keys(records[0] || { subject: "", predicate: "", object: "" });
  return (
    "\ufeff" +
    [head.map(csvCell), ...records.map((record) => Object.values(record).map(csvCell))]
      .map((row) => row.join(","))
      .join("\r\n") +
    "\r\n"
  );
}

/** What is drawn, as lines, shapes and names, whatever part of it the window shows. */
function svgPicture() {
  const positions = network.getPositions();
  const drawn = [...picture.drawn].filter((entity) => positions[entity.index]);
  const legend = svgLegend();
  const box = pictureBox(
    drawn.map((entity) => positions[entity.index]),
    legend.length * 20,
  );
  const { words, marks } = planOverlay(1, box);
  legend.forEach((row, i) =>
    row.setAttribute("transform", `translate(${box.left + 20} ${box.bottom - legend.length * 20 + i * 20})`),
  );
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `${box.left} ${box.top} ${box.width} ${box.height}`,
      width: box.width,
      height: box.height,
    },
    svg("rect", { x: box.left, y: box.top, width: box.width, height: box.height, fill: css("--stage") }),
    [...picture.links.values()].map((link) => svgLink(link, positions)),
    drawn.map((entity) => svgEntity(entity, positions[entity.index])),
    words.map(svgWord),
    marks.map(({ link, at }) => svgSign(factOf(link), at, String(link.shown.length))),
    legend,
  );
}

function pictureBox(points, foot) {
  const xs = points.map((at) => at.x);
  const ys = points.map((at) => at.y);
  const [left, top, right, bottom] = [
    Math.min(...xs) - 120,
    Math.min(...ys) - 50,
    Math.max(...xs) + 120,
    Math.max(...ys) + 60 + foot,
  ];
  return { left, top, right, bottom, width: right - left, height: bottom - top };
}

function svgWord({ text, x, y, angle, font, colour }) {
  const [, italic, weight, size] = /^(italic )?(\d+) ([\d.]+)px/.exec(font);
  return svg(
    "text",
    {
      transform: `translate(${x} ${y}) rotate(${(angle * 180) / Math.PI})`,
      "text-anchor": "middle",
      "font-family": italic ? "serif" : "sans-serif",
      "font-style": italic ? "italic" : "normal",
      "font-weight": weight,
      "font-size": size,
      fill: colour,
      stroke: css("--stage"),
      "stroke-width": 3.4,
      "stroke-linejoin": "round",
      "paint-order": "stroke",
    },
    text,
  );
}

function svgLink(link, positions) {
  const [from, to, middle] = [positions[link.from.index], positions[link.to.index], middleOf(link)];
  const bend = { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 };
  const { dashes } = FACTS[factOf(link)];
  const colour = isRed(factOf(link)) ? css("--alarm") : css("--line-ink");
  const angle = Math.atan2(to.y - bend.y, to.x - bend.x);
  const reach = (distance, turn) =>
    `${to.x - Math.cos(angle + turn) * distance} ${to.y - Math.sin(angle + turn) * distance}`;
  const tip = link.to.size + 2;
  const line = svg("path", {
    d: `M${from.x} ${from.y}Q${bend.x} ${bend.y} ${reach(tip + 6, 0)}`,
    fill: "none",
    stroke: colour,
    "stroke-width": 1 + Math.min(3.5, Math.log2(link.shown.length) * 1.2),
    opacity: 0.75,
  });
  if (dashes) line.setAttribute("stroke-dasharray", dashes.join(" "));
  return [
    line,
    svg("path", { d: `M${reach(tip, 0)}L${reach(tip + 9, 0.2)}L${reach(tip + 9, -0.2)}Z`, fill: colour }),
  ];
}

function svgSign(fact, at, count) {
  const { mark } = FACTS[fact];
  const full = mark === "disputed";
  const colour = isRed(fact) ? css("--alarm") : css("--mute");
  const circle = svg("circle", {
    cx: at.x,
    cy: at.y,
    r: 8,
    fill: full ? colour : css("--paper"),
    stroke: colour,
  });
  if (!SIGNS[mark])
    return [
      circle,
      svg(
        "text",
        {
          x: at.x,
          y: at.y + 3.6,
          "text-anchor": "middle",
          "font-family": "sans-serif",
          "font-size": 10.5,
          fill: colour,
        },
        mark ? "?" : count,
      ),
    ];
  return [
    circle,
    ...SIGNS[mark].map(([x0, y0, x1, y1]) =>
      svg("path", {
        d: `M${at.x + x0} ${at.y + y0}L${at.x + x1} ${at.y + y1}`,
        stroke: full ? css("--paper") : colour,
        "stroke-width": 1.6,
      }),
    ),
  ];
}

function svgEntity(entity, at, size = entity.size) {
  const scale = size / 6.5;
  const hollow = typeOf(entity.type)[1];
  return svg(
    "g",
    {
      transform: `translate(${at.x} ${at.y}) scale(${scale}) translate(-8 -8)`,
      fill: hollow ? css("--stage") : colourOf(entity),
      stroke: hollow ? colourOf(entity) : css("--stage"),
      "stroke-width": (hollow ? 3 : 1.5) / scale,
    },
    SHAPES[entity.shape](),
  );
}

/** Two rows: what the shapes stand for, and what the lines do. */
function svgLegend() {
  const words = (x, text) =>
    svg("text", { x, y: 4, "font-family": "sans-serif", "font-size": 12, fill: css("--mute") }, text);
  const lay = (items, draw) => {
    let x = 0;
    const row = svg("g");
    for (const item of items) {
      const [sample, width, text] = draw(item, x);
      append(row, [sample, words(x + width, text)]);
      x += width + text.length * 7 + 22;
    }
    return row;
  };
  const types = Object.keys(TYPES)
    .map((type) => [...picture.drawn].find((entity) => entity.type === type))
    .filter(Boolean);
  const facts = Object.keys(FACTS).filter((fact) =>
    [...picture.links.values()].some((link) => factOf(link) === fact),
  );
  return [
    lay(types, (entity, x) => [svgEntity(entity, { x: x + 6, y: 0 }, 6.5), 18, typeOf(entity.type)[0]]),
    lay(facts, (fact, x) => [
      [
        svg("path", {
          d: `M${x} 0h34`,
          stroke: isRed(fact) ? css("--alarm") : css("--line-ink"),
          "stroke-width": 1.8,
          "stroke-dasharray": (FACTS[fact].dashes || ["none"]).join(" "),
        }),
        FACTS[fact].mark ? svgSign(fact, { x: x + 17, y: 0 }, "") : null,
      ],
      42,
      FACTS[fact].name,
    ]),
  ];
}

const svgText = () => new XMLSerializer().serializeToString(svgPicture());

/** The same picture in dots, twice as fine. */
function savePng() {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = el("canvas", { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(fileName("png"), blob), "image/png");
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
}

function copyLink() {
  if (!HAS_ADDRESS) return say("This page has no address of its own");
  saveAddress();
  const copied = navigator.clipboard
    ? navigator.clipboard.writeText(location.href)
    : Promise.reject(new Error("no clipboard"));
  return copied.then(
    () => say("Link copied"),
    () => say("The link is in the address bar"),
  );
}

const EXPORTS = {
  png: ["PNG picture", savePng],
  svg: ["SVG picture", () => save(fileName("svg"), svgText(), "image/svg+xml")],
  csv: ["CSV of the claims shown", () => save(fileName("csv"), csvText(), "text/csv")],
  json: [
    "JSON of the claims shown",
    () =>
      save(fileName("json"), JSON.stringify(shownEvidence().map(claimRecord), null, 1), "application/json"),
  ],
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
    menu.append(
      el(
        "button",
        {
          role: "menuitem",
          class: name === "theme" ? "narrow" : null,
          "data-export": name,
          on: {
            click: () => {
              open(false);
              button.focus();
              action();
            },
          },
        },
        words,
      ),
    );
  }
  button.addEventListener("click", () => open(menu.hidden));
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".menu")) open(false);
  });
  menu.addEventListener("keydown", (event) => {
    const next = {
      ArrowDown: document.activeElement.nextElementSibling || menu.firstElementChild,
      ArrowUp: document.activeElement.previousElementSibling || menu.lastElementChild,
    }[event.key];
    if (next) next.focus();
    else if (event.key === "Escape") {
      open(false);
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener("beforeprint", () => byId("print").replaceChildren(svgPicture()));
  addEventListener("afterprint", () => byId("print").replaceChildren());
}
