// Small helpers. Text reaches the page as text nodes and attributes only, never as markup.

const byId = (id) => document.getElementById(id);

/** An element: `on` holds listeners, `style` CSS properties, a false or null value leaves out. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name === "on")
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "style")
      for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  append(element, children);
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity))
    if (child !== null && child !== undefined && child !== false) element.append(child);
}

/** The value of a CSS variable in the present theme. */
function css(name) {
  if (!(name in css.known))
    css.known[name] = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return css.known[name];
}
css.known = {};

const DAY = 86_400_000;
const DATE_FORMAT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** Days since 1970 of an ISO date or the beginning of one ("2025-11" too), or null. */
function dayOf(text) {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text || "");
  if (!match) return null;
  const time = Date.UTC(Number(match[1]), Number(match[2] || 1) - 1, Number(match[3] || 1));
  return Number.isNaN(time) ? null : Math.round(time / DAY);
}
const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const dateOf = (day) => (day === null ? "no date" : DATE_FORMAT.format(day * DAY));

const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** For comparing: without accents and case, in any script. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Cut at a word where possible, so that a label fits. */
function shorten(text, length) {
  const clean = text
    .replace(/[\s\u0000-\u001f\u2028\u2029]+/g, " ")
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .trim();
  const letters = Array.from(clean.slice(0, length * 4));
  if (letters.length <= length) return clean.length > length * 4 ? letters.join("") + "…" : clean;
  const head = letters.slice(0, length - 1).join("");
  const space = head.lastIndexOf(" ");
  return (space > length * 0.6 ? head.slice(0, space) : head).trimEnd() + "…";
}

/** The address if it is one a reader may follow, else null. */
function safeUrl(text) {
  if (!text || !URL.canParse(text)) return null;
  return ["http:", "https:"].includes(new URL(text).protocol) ? text : null;
}
