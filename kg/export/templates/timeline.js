// The timeline: claims by day, a brush to choose days, a player, and two clocks to go by.

const timeline = { playing: null, shownFor: "" };

/** The parts of the timeline; made anew when the clock changes, hidden when all is one day. */
function makeTimeline() {
  const box = byId("timeline");
  const { first, last, span } = clock();
  timeline.shownFor = state.clock;
  box.hidden = span < 2;
  const slider = (label, value, change) =>
    el("input", {
      type: "range",
      min: first,
      max: last,
      value,
      "aria-label": label,
      on: { input: (event) => change(Number(event.target.value)) },
    });
  timeline.low = slider("First day", first, (day) => chooseDays(Math.min(day, state.to), state.to));
  timeline.high = slider("Last day", last, (day) => chooseDays(state.from, Math.max(day, state.from)));
  timeline.words = el("span", { class: "days" });
  timeline.bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
  timeline.brush = el("div", { class: "brush" });
  timeline.play = el("button", { class: "icon", "aria-label": "Play through time", on: { click: play } });
  timeline.all = el(
    "button",
    { class: "link", on: { click: () => chooseDays(clock().first, clock().last) } },
    "All dates",
  );
  box.replaceChildren(
    el("div", { class: "heading" }, timeline.play, timeline.words, timeline.all, clockSwitch()),
    el("div", { class: "track", on: { pointerdown: pull } }, timeline.bars, timeline.brush, timeline.low, timeline.high),
    el("div", { class: "ticks", "aria-hidden": "true" }, ticks()),
  );
}

makeTimeline(); // before the graph is made, which measures the room that is left

function clockSwitch() {
  const usable = Object.keys(CLOCKS).filter((name) => CLOCKS[name].span > 1);
  if (usable.length < 2) return null;
  return el(
    "div",
    { class: "switch", role: "group", "aria-label": "Dates are of when it" },
    usable.map((name) =>
      el(
        "button",
        { "aria-pressed": state.clock === name, on: { click: () => chooseClock(name) } },
        CLOCKS[name].title,
      ),
    ),
  );
}

function chooseClock(name) {
  stopPlaying();
  state.clock = name;
  chooseDays(clock().first, clock().last);
}

function chooseDays(from, to) {
  state.from = from;
  state.to = to;
  refreshSoon();
}

/** Pulling over the bars chooses their days; one press chooses those of a bar, or frees them again. */
function pull(event) {
  if (event.target.matches("input") || event.button) return;
  const track = event.currentTarget;
  const { first, last, span } = clock();
  const columns = columnsOf(span);
  const columnAt = ({ clientX }) => {
    const box = track.getBoundingClientRect();
    return Math.max(0, Math.min(columns - 1, Math.floor(((clientX - box.left) / box.width) * columns)));
  };
  const dayAt = (column) => first + Math.ceil((column * span) / columns);
  const start = columnAt(event);
  const before = [state.from, state.to];
  const move = (to) => {
    const [a, b] = [Math.min(start, columnAt(to)), Math.max(start, columnAt(to))];
    chooseDays(dayAt(a), Math.min(last, dayAt(b + 1) - 1));
  };
  const end = (at) => {
    track.removeEventListener("pointermove", move);
    const again = state.from === before[0] && state.to === before[1] && columnAt(at) === start;
    if (again) chooseDays(first, last);
  };
  stopPlaying();
  track.setPointerCapture(event.pointerId);
  track.addEventListener("pointermove", move);
  track.addEventListener("pointerup", end, { once: true });
  move(event);
}

const columnsOf = (span) => Math.min(span, 60);

/** A few dates under the bars, evenly apart. */
function ticks() {
  const { first, span } = clock();
  const count = Math.min(NARROW.matches ? 4 : 6, span);
  const style =
    span > 3000
      ? { year: "numeric" }
      : span > 400
        ? { month: "short", year: "numeric" }
        : { day: "numeric", month: "short" };
  const short = new Intl.DateTimeFormat("en-GB", { ...style, timeZone: "UTC" });
  return Array.from({ length: count }, (_, i) => {
    const day = Math.round(first + ((span - 1) * i) / Math.max(1, count - 1));
    return el("span", { style: { left: `${((day - first + 0.5) / span) * 100}%` } }, short.format(day * DAY));
  });
}

function showTimeline() {
  if (timeline.shownFor !== state.clock) makeTimeline();
  showBars();
  const { first, last, span } = clock();
  const left = ((state.from - first) / span) * 100;
  const right = ((state.to - first + 1) / span) * 100;
  timeline.brush.style.left = `${left}%`;
  timeline.brush.style.width = `${right - left}%`;
  timeline.low.value = state.from;
  timeline.high.value = state.to;
  timeline.words.textContent =
    state.from === state.to ? dateOf(state.from) : `${dateOf(state.from)} – ${dateOf(state.to)}`;
  timeline.all.hidden = state.from === first && state.to === last;
  const icon = timeline.playing ? "M6 4h3v12H6zM11 4h3v12h-3z" : "M6 4v12l10-6Z";
  timeline.play.replaceChildren(
    svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "solid" }, svg("path", { d: icon })),
  );
  timeline.play.setAttribute("aria-pressed", String(Boolean(timeline.playing)));
}

function showBars() {
  const { first, span } = clock();
  const columns = columnsOf(span);
  const bins = Array.from({ length: columns }, () => ({ all: 0, red: 0 }));
  for (const [day, count] of visible.days) {
    const bin = bins[Math.min(columns - 1, Math.floor(((day - first) * columns) / span))];
    bin.all += count.all;
    bin.red += count.red;
  }
  const top = Math.max(1, ...bins.map((bin) => bin.all));
  const bar = (i, from, height, name) =>
    svg("rect", { x: i + 0.06, width: 0.88, y: 100 - from - height, height, class: name });
  timeline.bars.setAttribute("viewBox", `0 0 ${columns} 100`);
  timeline.bars.replaceChildren(
    ...bins.flatMap((bin, i) => {
      if (!bin.all) return [];
      const height = Math.max(6, (bin.all / top) * 96);
      const red = (bin.red / bin.all) * height;
      return [bar(i, 0, height - red, "claims"), bar(i, height - red, red, "red")];
    }),
  );
}

/** Let the end of the chosen days run to the last day, from the start if it is there already. */
function play() {
  if (timeline.playing) return stopPlaying();
  const { last } = clock();
  if (state.to >= last) state.to = state.from;
  const step = Math.max(1, Math.round((last - state.from) / 40));
  timeline.playing = setInterval(() => {
    if (state.to >= last) return stopPlaying();
    chooseDays(state.from, Math.min(last, state.to + step));
  }, 350);
  refresh();
}

function stopPlaying() {
  clearInterval(timeline.playing);
  timeline.playing = null;
  showTimeline();
}
