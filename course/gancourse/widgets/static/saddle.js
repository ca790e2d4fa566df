// Made by "make js" from course/js: arrows.js buttons.js dom.js parts.js player.js saddle.js; sources 458ac46b2c582dd1ed541ede72eeac8639487baabd8d5f01f13e1dee9024433b, bundle c74534fea23f0d5f8e130df3099bbf916b29f88ad7fecadbbe7e31437246a4a7
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
function pathThrough(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");
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
var FAKE_DASHES = "6 3.5";
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
var legend = (el) => html(el, "div", { class: "gc-legend" });
function legendEntry(parent, draw, text) {
  const entry = html(parent, "span", { class: "gc-legend-entry" });
  draw(svg(entry, "svg", { class: "gc-swatch", width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" }));
  return html(entry, "span", {}, text);
}
var dash = (swatch, stroke2, width = 2.5, more = {}) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke: stroke2, "stroke-width": width, ...more });
function lineLegend(el, palette, lines) {
  const parent = legend(el);
  return lines.map(
    ({ colour, dashes, name, width, square: square2 }) => legendEntry(
      parent,
      (swatch) => {
        dash(swatch, palette[colour], width, { "stroke-dasharray": dashes });
        if (square2 !== void 0) mark(swatch, square2, palette[colour], 15, 7);
      },
      name
    )
  );
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
var reference = (parent, palette, from, to) => line(parent, from, to, { stroke: palette.reference, "stroke-dasharray": HAIRLINE, "stroke-width": 1.25 });
var stroke = (palette, { colour, dashes }, kind = "curve") => ({
  stroke: palette[colour],
  "stroke-dasharray": dashes,
  class: `gc-${kind}`
});
var disc = (parent, fill, cx, cy, r = 6.5) => svg(parent, "circle", { cx, cy, r, fill, class: "gc-marker" });
function mark(parent, square2, fill, x, y) {
  if (!square2) return disc(parent, fill, x, y);
  const corner = { x: x - 5.75, y: y - 5.75, width: 11.5, height: 11.5 };
  return svg(parent, "rect", { ...corner, fill, class: "gc-marker" });
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

// arrows.js
function arrow(parent, colour, [x0, y0], [x1, y1], width) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 2) return;
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const head = Math.min(12, length);
  const [bx, by] = [x1 - head * ux, y1 - head * uy];
  const side = 0.45 * head;
  line(parent, [x0, y0], [bx, by], { stroke: colour, "stroke-width": width });
  const tip = pathThrough([
    [x1, y1],
    [bx - side * uy, by + side * ux],
    [bx + side * uy, by - side * ux]
  ]);
  svg(parent, "path", { d: `${tip}Z`, fill: colour });
}

// saddle.js
var WINDOW = 3;
var MAX_ROUNDS = 120;
var MODES = (
  /** @type {const} */
  [
    {
      mode: "simultaneous",
      colour: "fake",
      dashes: FAKE_DASHES,
      name: "simultaneous: both look at the old position",
      square: true
    },
    { mode: "alternating", colour: "real", dashes: "none", name: "alternating: G answers the new d", square: false }
  ]
);
function saddlePaths(lr, rounds) {
  const paths = { simultaneous: [[1, 1]], alternating: [[1, 1]] };
  for (let t = 0; t < rounds; t += 1) {
    let [d, g] = paths.simultaneous[t];
    paths.simultaneous.push([d + lr * g, g - lr * d]);
    [d, g] = paths.alternating[t];
    const moved = d + lr * g;
    paths.alternating.push([moved, g - lr * moved]);
  }
  return paths;
}
function keptEllipse(lr) {
  const [long, short] = [Math.sqrt((2 + lr) / (1 - lr / 2)), Math.SQRT2];
  return range(0, 90).map((i) => {
    const turn = 2 * Math.PI * i / 90;
    const [along, across] = [long * Math.cos(turn) / Math.SQRT2, short * Math.sin(turn) / Math.SQRT2];
    return [across + along, across - along];
  });
}
var PULL = 0.45;
var distance = (value) => number(value, value < 100 ? 3 : 0);
function saddleReadout(lr, rounds) {
  const paths = saddlePaths(lr, rounds);
  const [simultaneous, alternating] = MODES.map(({ mode }) => distance(Math.hypot(...paths[mode][rounds])));
  return `step η = ${number(lr, 2)}, after ${rounds} ${rounds === 1 ? "round" : "rounds"}: simultaneous play is ${simultaneous} from the equilibrium, alternating play ${alternating}; both started at ${distance(Math.SQRT2)}`;
}
var plan = {
  testid: "saddle-readout",
  moves: ["lr", "rounds"],
  head({ el, palette }) {
    const names = lineLegend(el, palette, [...MODES]);
    const parent = (
      /** @type {HTMLElement} */
      names[0].closest(".gc-legend")
    );
    for (const [colour, who] of [
      ["discriminator", "D's gradient"],
      ["generator", "G's, downhill"]
    ]) {
      legendEntry(parent, (swatch) => arrow(swatch, palette[colour], [2, 7], [28, 7], 2.25), who);
    }
    return names;
  },
  reel: () => ({ moves: "rounds", noun: "round", first: 0, last: MAX_ROUNDS, interval: 90 }),
  say: ({ get }) => saddleReadout(get("lr"), get("rounds")),
  draw({ stage, palette, get }, width) {
    const narrow = width < 560;
    const side = Math.round(Math.min(340, narrow ? width - 34 - 12 : 0.48 * width - 34));
    const ground = square(34, 30, side, WINDOW);
    const { left, right, top, bottom, x, y } = ground;
    const chart = narrow ? { left, right: width - 12, top: bottom + 74, bottom: bottom + 74 + 170 } : { left: right + 62, right: width - 14, top, bottom };
    const label = "The plane of d and g with level curves of V = d·g, hyperbolas around the equilibrium at 0, and the paths of simultaneous and alternating play from (1, 1). An arrow at each player's place shows the gradient of D, another the one that G descends. Beside it, the distance from the equilibrium against rounds.";
    const root = frame(stage, width, chart.bottom + 44, label);
    const plane = clipTo(root, left, top, side, side);
    for (const [d, g] of [
      [1, 1],
      [-1, -1],
      [1, -1],
      [-1, 1]
    ]) {
      const fill = d * g > 0 ? palette.discriminator : palette.generator;
      const corner = { x: Math.min(x(0), x(d * WINDOW)), y: Math.min(y(0), y(g * WINDOW)) };
      svg(plane, "rect", { ...corner, width: side / 2, height: side / 2, fill, "fill-opacity": 0.1 });
      for (const level of [0.5, 2, 4.5]) {
        const u = linear([0, 60], [Math.log(level / WINDOW), Math.log(WINDOW)]);
        const path = pathThrough(range(0, 60).map((i) => [x(d * Math.exp(u(i))), y(g * level / Math.exp(u(i)))]));
        svg(plane, "path", { d: path, stroke: fill, fill: "none", "stroke-width": 1, "stroke-opacity": 0.7 });
      }
    }
    squareTicks(root, ground, WINDOW, 18, 8);
    line(root, [left, y(0)], [right, y(0)], { class: "gc-axis" });
    line(root, [x(0), top], [x(0), bottom], { class: "gc-axis" });
    words(root, "label", 4, 15, "g (G descends V = d·g)");
    words(root, "label", (left + right) / 2, bottom + 37, "d (D ascends V)", "middle");
    const moving = svg(plane, "g");
    words(root, "note", x(2.1), y(2.6), "V > 0", "middle");
    words(root, "note", x(-2.1), y(2.6), "V < 0", "middle");
    svg(root, "circle", { cx: x(0), cy: y(0), r: 3.5, class: "gc-tick" });
    const ownChart = svg(root, "g");
    return () => {
      const [lr, rounds] = [get("lr"), get("rounds")];
      const paths = saddlePaths(lr, rounds);
      moving.replaceChildren();
      if (rounds > 0) {
        const kept = keptEllipse(lr).map(([d, g]) => (
          /** @type {Point} */
          [x(d), y(g)]
        ));
        const look = { stroke: palette.reference, "stroke-dasharray": HAIRLINE, "stroke-width": 1.25, fill: "none" };
        svg(moving, "path", { ...look, d: pathThrough(kept) });
      }
      for (const mode of MODES) {
        const points = paths[mode.mode].map(([d, g]) => (
          /** @type {Point} */
          [x(d), y(g)]
        ));
        svg(moving, "path", { ...stroke(palette, mode, "track"), d: pathThrough(points) });
        for (const [cx, cy] of points) svg(moving, "circle", { cx, cy, r: 2, fill: palette[mode.colour] });
      }
      for (const { mode, square: squared, colour } of MODES) {
        const [d, g] = paths[mode][rounds];
        arrow(moving, palette.discriminator, [x(d), y(g)], [x(d + PULL * g), y(g)], 2.25);
        arrow(moving, palette.generator, [x(d), y(g)], [x(d), y(g - PULL * d)], 2.25);
        mark(moving, squared, palette[colour], x(d), y(g));
      }
      drawDistances(ownChart, palette, chart, paths, rounds);
    };
  }
};
function drawDistances(chart, palette, place, paths, rounds) {
  chart.replaceChildren();
  const distances = MODES.map(({ mode }) => paths[mode].map((point) => Math.hypot(...point)));
  const most = Math.max(2, ...distances.flat());
  const unit = [0.5, 1, 2, 5].find((step) => most / step <= 5) ?? 10 ** Math.ceil(Math.log10(most / 5));
  const ceiling = unit * Math.ceil(most / unit);
  const distanceTicks = ticks(range(0, ceiling, unit), unit < 1 ? 1 : 0);
  const longest = Math.max(...distanceTicks.map(([, name]) => name.length));
  const box = { ...place, left: Math.max(place.left, 8 + 8 * longest) };
  const t = linear([0, Math.max(rounds, 1)], [box.left, box.right]);
  const r = linear([0, ceiling], [box.bottom, box.top]);
  rows(chart, box, r, distanceTicks);
  values(chart, t, box.bottom + 18, ticks([0, Math.max(rounds, 1)]));
  words(chart, "label", place.left - 30, place.top - 15, "distance from the equilibrium");
  words(chart, "label", (box.left + box.right) / 2, box.bottom + 37, "rounds", "middle");
  reference(chart, palette, [box.left, r(Math.SQRT2)], [box.right, r(Math.SQRT2)]);
  MODES.forEach((mode, i) => {
    const points = distances[i].map((value, round) => (
      /** @type {Point} */
      [t(round), r(value)]
    ));
    svg(chart, "path", { ...stroke(palette, mode, "track"), d: pathThrough(points) });
    mark(chart, mode.square, palette[mode.colour], ...points[rounds]);
  });
  words(chart, "note", box.left + 5, r(Math.SQRT2) + 15, "start: √2");
}
var saddle_default = view(plan);
export {
  saddle_default as default,
  keptEllipse,
  saddlePaths,
  saddleReadout
};
