// Made by "make js" from course/js: buttons.js dom.js parts.js player.js timelapse.js; sources 0c414783a019749d864f4642b2982bece2ec7e4aeb736f120b796876e52d7b7e, bundle 7ca1dfbc06a9762842fa88eb30fac4450f3dc3f2d2cb1b40542e5aa6cebbd700
// dom.js
var SVG_NAMESPACE = "http://www.w3.org/2000/svg";
function withAttributes(node, attributes, text) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== void 0) node.textContent = text;
  return node;
}
function svg(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElementNS(SVG_NAMESPACE, tag), attributes, text));
}
function html(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElement(tag), attributes, text));
}
function keepKeys(el) {
  el.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
}
function number(x, digits) {
  const figures = Math.abs(x).toFixed(digits);
  return (x < 0 && Number(figures) !== 0 ? "−" : "") + figures;
}
function range(from, to, step = 1) {
  const values2 = [];
  for (let value = from; value <= to + 1e-9; value += step) values2.push(value);
  return values2;
}
function linear([from, to], [start, end]) {
  return (value) => start + (value - from) / (to - from) * (end - start);
}
function clipTo(parent, x, y, width, height) {
  const id = `gc-clip-${Math.random().toString(36).slice(2)}`;
  svg(svg(parent, "clipPath", { id }), "rect", { x, y, width, height });
  return svg(parent, "g", { "clip-path": `url(#${id})` });
}
function nameControls(element) {
  const explorer = element.closest(".gc-explorer");
  for (const slider of explorer?.querySelectorAll(".widget-slider") ?? []) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (name) slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
}
function onWidth(element, draw) {
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width === 0 || width === last) return;
    nameControls(element);
    last = width;
    draw(width);
  });
  observer.observe(element);
  return () => observer.disconnect();
}

// buttons.js
var ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  step: "M3 2.5v11l7-5.5zM11 2.5h2.5v11H11z",
  back: "M13 2.5v11L6 8zM5 2.5H2.5v11H5z",
  restart: "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v2.5L12 3 8-.5z",
  stop: "M3 3h10v10H3z"
};
function button(parent, name, testid, press, icon, quiet = false) {
  const made = html(parent, "button", { type: "button", class: "gc-button", "data-testid": testid });
  if (icon) {
    const look = { viewBox: "0 0 16 16", width: 12, height: 12, class: "gc-icon", "aria-hidden": "true" };
    svg(svg(made, "svg", look), "path", { d: ICONS[icon] });
  }
  if (quiet) Object.assign(made, { ariaLabel: name, title: name });
  else html(made, "span", {}, name);
  made.addEventListener("click", press);
  return made;
}
function rename(of, name, icon) {
  const [path, words2] = [of.querySelector("path"), of.querySelector("span")];
  if (path?.getAttribute("d") !== ICONS[icon]) path?.setAttribute("d", ICONS[icon]);
  if (words2 && words2.textContent !== name) words2.textContent = name;
}

// player.js
var CALM = 500;
function player(parent, reel, show) {
  const bar = html(parent, "div", {
    class: "gc-toolbar gc-player",
    role: "toolbar",
    "aria-label": `Play every ${reel.noun}`
  });
  let { first, last, noun } = reel;
  const step = reel.step ?? 1;
  const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const wait = calm ? Math.max(CALM, reel.interval) : reel.interval;
  let at = first;
  let playing = false;
  let timer;
  const play = button(bar, "Play", "player-play", () => run(!playing), "play");
  play.classList.add("gc-primary");
  button(bar, `one ${noun} back`, "player-back", () => move(at - step, false), "back", true);
  button(bar, `one ${noun} on`, "player-on", () => move(at + step, false), "step", true);
  const slider = html(bar, "input", {
    type: "range",
    min: first,
    max: last,
    step,
    class: "gc-scrub",
    "aria-label": noun,
    "data-testid": "player-scrub"
  });
  const words2 = html(bar, "output", { class: "gc-small gc-player-at" });
  slider.addEventListener("input", () => move(Number(slider.value), false));
  function say() {
    rename(play, playing ? "Pause" : "Play", playing ? "pause" : "play");
    slider.value = String(at);
    const text = `${noun} ${at} of ${last}`;
    slider.setAttribute("aria-valuetext", text);
    words2.textContent = text;
  }
  function move(to, on) {
    clearTimeout(timer);
    at = Math.max(first, Math.min(last, to));
    playing = on && at < last;
    say();
    show(at, playing);
    if (playing) timer = setTimeout(() => move(at + step, true), wait);
  }
  function run(on) {
    if (on) move(at >= last ? first : at + step, true);
    else move(at, false);
  }
  say();
  return {
    /** Somebody else has moved it. @param {number} to @param {number} [end] */
    set(to, end = last) {
      last = end;
      slider.max = String(end);
      at = Math.max(first, Math.min(last, to));
      say();
    },
    /** @param {boolean} on */
    run,
    stop: () => clearTimeout(timer),
    get playing() {
      return playing;
    }
  };
}

// parts.js
var HAIRLINE = "4 3";
function view({ testid, moves, redraws = [], head, reel, foot, say, draw }) {
  function render({ model, el }) {
    const get = (
      /** @type {Context<T, H>["get"]} */
      ((name) => model.get(
        /** @type {string} */
        name
      ))
    );
    const palette = (
      /** @type {Palette} */
      model.get("palette")
    );
    el.classList.add("gc-view");
    keepKeys(el);
    const set = (name, value) => {
      model.set(
        /** @type {string} */
        name,
        value
      );
      model.save_changes();
    };
    const start = { el, palette, get, set };
    const film = reel?.(get);
    const played = film && player(el, film, (at, playing) => {
      readout.setAttribute("aria-live", playing ? "off" : "polite");
      set(
        film.moves,
        /** @type {any} */
        at
      );
    });
    const above = (
      /** @type {H} */
      head?.(start)
    );
    const stage = html(el, "div", { class: "gc-stage" });
    const spoken = { class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": testid };
    const readout = html(el, "p", spoken);
    const below = (
      /** @type {HTMLElement} */
      foot?.(el)
    );
    const context = { ...start, stage, readout, head: above, foot: below };
    let moving;
    let width = 0;
    function move() {
      if (film) played?.set(Number(get(film.moves)), reel?.(get)?.last);
      const sentence = say(context);
      if (sentence !== void 0 && readout.textContent !== sentence) readout.textContent = sentence;
      moving?.();
    }
    function redraw() {
      if (width) moving = draw(context, width);
      move();
    }
    for (const name of moves) model.on(`change:${name}`, move);
    for (const name of redraws) model.on(`change:${name}`, redraw);
    const stop = onWidth(stage, (now) => {
      width = now;
      redraw();
    });
    move();
    return () => {
      stop();
      played?.stop();
      for (const name of moves) model.off(`change:${name}`, move);
      for (const name of redraws) model.off(`change:${name}`, redraw);
    };
  }
  return { render };
}
var framesReel = (get) => ({
  moves: (
    /** @type {const} */
    "frame"
  ),
  noun: get("noun"),
  first: 0,
  last: get("frames").length - 1,
  interval: get("interval")
});
var frameAt = (frames, at) => frames[Math.max(0, Math.min(frames.length - 1, at))];
var legend = (el) => html(el, "div", { class: "gc-legend" });
function legendEntry(parent, draw, text) {
  const entry = html(parent, "span", { class: "gc-legend-entry" });
  draw(svg(entry, "svg", { class: "gc-swatch", width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" }));
  return html(entry, "span", {}, text);
}
function frame(stage, width, height, label, more = {}) {
  stage.replaceChildren();
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  return svg(stage, "svg", { ...size, role: "img", "aria-label": label, ...more });
}
var ticks = (values2, names) => values2.map((value, i) => [value, typeof names === "number" ? number(value, names) : names?.[i] ?? String(value)]);
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);
function rows(parent, { left, right }, y, at, gap = 8, axis = 0) {
  for (const [value, name] of at) {
    line(parent, [left, y(value)], [right, y(value)], { class: value === axis ? "gc-axis" : "gc-grid" });
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}
function values(parent, x, y, at) {
  for (const [value, name] of at) words(parent, "tick", x(value), y, name, "middle");
}
function square(left, top, size, most) {
  const [right, bottom] = [left + size, top + size];
  const [x, y] = [linear([-most, most], [left, right]), linear([-most, most], [bottom, top])];
  return { left, right, top, bottom, size, x, y };
}
function squareTicks(parent, { left, bottom, x, y }, most, drop, gap) {
  for (const [value, name] of ticks(range(-most, most), 0)) {
    words(parent, "tick", x(value), bottom + drop, name, "middle");
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}

// timelapse.js
var WINDOW = 3;
var cross = (parent, stroke, x, y) => svg(parent, "path", { d: `M${x - 6},${y}H${x + 6}M${x},${y - 6}V${y + 6}`, stroke, "stroke-width": 2 });
var sample = (parent, fill, x, y, side) => svg(parent, "rect", { x: x - side / 2, y: y - side / 2, width: side, height: side, fill, "fill-opacity": 0.6 });
var plan = {
  testid: "timelapse-readout",
  moves: ["frame"],
  head({ el, palette }) {
    const parent = legend(el);
    legendEntry(parent, (swatch) => cross(swatch, palette.real, 15, 7), "modes of the data");
    legendEntry(parent, (swatch) => sample(swatch, palette.fake, 15, 7, 8), "samples");
  },
  reel: framesReel,
  say: ({ get }) => frameAt(get("frames"), get("frame"))?.text,
  draw({ stage, palette, get }, width) {
    const centers = get("centers");
    const narrow = width < 520;
    const plane = square(30, 12, Math.round(narrow ? width - 30 - 12 : Math.min(330, 0.5 * width - 30)), WINDOW);
    const { left, right, top, bottom, size, x, y } = plane;
    const chart = narrow ? { left: 42, right: width - 12, top: bottom + 50, bottom: bottom + 200 } : { left: right + 60, right: width - 14, top: top + 16, bottom };
    const bar = linear([0, 1], [chart.bottom, chart.top]);
    const place = linear([0, centers.length], [chart.left, chart.right]);
    const label = "Left, samples among the modes of the data, in the plane. Right, a bar for the share of the samples that each mode has; a dashed line marks equal shares. The sentence below gives the numbers.";
    const root = frame(stage, width, Math.max(bottom, chart.bottom) + 42, label);
    squareTicks(root, plane, WINDOW, 16, 6);
    line(root, [left, bottom], [right, bottom], { class: "gc-axis" });
    line(root, [left, top], [left, bottom], { class: "gc-axis" });
    rows(root, chart, bar, ticks([0, 0.25, 0.5, 0.75, 1], 2), 7);
    words(root, "label", chart.left - 38, chart.top - 10, "share of the samples");
    values(
      root,
      place,
      chart.bottom + 16,
      centers.map((_, i) => [i + 0.5, String(i + 1)])
    );
    words(root, "label", (chart.left + chart.right) / 2, chart.bottom + 35, "mode", "middle");
    const clipped = clipTo(root, left, top, size, size);
    for (const [cx, cy] of centers) cross(clipped, palette.real, x(cx), y(cy));
    const [moving, bars] = [svg(clipped, "g"), svg(root, "g")];
    const equal = bar(1 / centers.length);
    const hairline = { stroke: palette.reference, "stroke-dasharray": HAIRLINE };
    line(root, [chart.left, equal], [chart.right, equal], hairline);
    return () => {
      const shown = frameAt(get("frames"), get("frame"));
      if (!shown) return;
      moving.replaceChildren();
      bars.replaceChildren();
      for (const [px, py] of shown.points) sample(moving, palette.fake, x(px), y(py), 5);
      shown.shares.forEach((share, i) => {
        const box = { x: place(i + 0.12), width: place(0.76) - place(0), y: bar(share), height: bar(0) - bar(share) };
        svg(bars, "rect", { ...box, fill: palette.fake, "fill-opacity": 0.8 });
      });
    };
  }
};
var timelapse_default = view(plan);
export {
  timelapse_default as default
};
