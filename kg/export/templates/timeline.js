// The timeline: claims by the day of their document, a brush to choose days, and a player.

const SPAN = LAST_DAY - FIRST_DAY + 1;
const timeline = { playing: null, bars: null, low: null, high: null, words: null, brush: null };

function makeTimeline() {
  const box = byId("timeline");
  if (!DAYS.length || SPAN < 2) { box.hidden = true; return; }
  const slider = (label, value, change) => el("input", { type: "range", min: FIRST_DAY, max: LAST_DAY, value, "aria-label": label, on: { input: (event) => change(Number(event.target.value)) } });
  timeline.low = slider("First day", FIRST_DAY, (day) => chooseDays(Math.min(day, state.to), state.to));
  timeline.high = slider("Last day", LAST_DAY, (day) => chooseDays(state.from, Math.max(day, state.from)));
  timeline.words = el("span", { class: "days" });
  timeline.bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
  timeline.brush = el("div", { class: "brush" });
  timeline.play = el("button", { class: "icon", "aria-label": "Play through time", on: { click: play } });
  timeline.all = el("button", { class: "link", on: { click: () => chooseDays(FIRST_DAY, LAST_DAY) } }, "All dates");
  box.append(
    el("div", { class: "heading" }, timeline.play, timeline.words, timeline.all),
    el("div", { class: "track" }, timeline.bars, timeline.brush, timeline.low, timeline.high), el("div", { class: "ticks", "aria-hidden": "true" }, ticks()));
}

makeTimeline(); // before the graph is made, which measures the room that is left

function chooseDays(from, to) {
  state.from = from;
  state.to = to;
  refreshSoon();
}

/** At most six dates under the bars, evenly apart. */
function ticks() {
  const count = Math.min(6, SPAN);
  const short = new Intl.DateTimeFormat("en-GB", SPAN > 400 ? { month: "short", year: "numeric", timeZone: "UTC" } : { day: "numeric", month: "short", timeZone: "UTC" });
  return Array.from({ length: count }, (_, i) => {
    const day = Math.round(FIRST_DAY + ((SPAN - 1) * i) / (count - 1));
    return el("span", { style: { left: `${((day - FIRST_DAY + 0.5) / SPAN) * 100}%` } }, short.format(day * DAY));
  });
}

function showTimeline() {
  if (!timeline.bars) return;
  const columns = Math.min(SPAN, 60);
  const bins = Array.from({ length: columns }, () => ({ all: 0, red: 0 }));
  for (const [day, count] of visible.days) {
    const bin = bins[Math.min(columns - 1, Math.floor(((day - FIRST_DAY) * columns) / SPAN))];
    bin.all += count.all;
    bin.red += count.red;
  }
  const top = Math.max(1, ...bins.map((bin) => bin.all));
  timeline.bars.setAttribute("viewBox", `0 0 ${columns} 100`);
  const bar = (i, from, height, name) => svg("rect", { x: i + 0.06, width: 0.88, y: 100 - from - height, height, class: name });
  timeline.bars.replaceChildren(...bins.flatMap((bin, i) => {
    if (!bin.all) return [];
    const height = Math.max(6, (bin.all / top) * 96);
    const red = (bin.red / bin.all) * height;
    return [bar(i, 0, height - red, "claims"), bar(i, height - red, red, "red")];
  }));
  const left = ((state.from - FIRST_DAY) / SPAN) * 100;
  const right = ((state.to - FIRST_DAY + 1) / SPAN) * 100;
  timeline.brush.style.left = `${left}%`;
  timeline.brush.style.width = `${right - left}%`;
  timeline.low.value = state.from;
  timeline.high.value = state.to;
  timeline.words.textContent = state.from === state.to ? dateOf(state.from) : `${dateOf(state.from)} – ${dateOf(state.to)}`;
  timeline.all.hidden = state.from === FIRST_DAY && state.to === LAST_DAY;
  const icon = timeline.playing ? "M6 4h3v12H6zM11 4h3v12h-3z" : "M6 4v12l10-6Z";
  timeline.play.replaceChildren(svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "solid" }, svg("path", { d: icon })));
  timeline.play.setAttribute("aria-pressed", String(Boolean(timeline.playing)));
}

/** Let the end of the chosen days run to the last day, from the start if it is there already. */
function play() {
  if (timeline.playing) return stopPlaying();
  if (state.to >= LAST_DAY) state.to = state.from;
  const step = Math.max(1, Math.round((LAST_DAY - state.from) / 40));
  timeline.playing = setInterval(() => {
    if (state.to >= LAST_DAY) return stopPlaying();
    chooseDays(state.from, Math.min(LAST_DAY, state.to + step));
  }, 350);
  refresh();
}

function stopPlaying() {
  clearInterval(timeline.playing);
  timeline.playing = null;
  showTimeline();
}
