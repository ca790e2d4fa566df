// Made by "make js" from course/js: buttons.js dirac.js dom.js parts.js player.js; sources 3062c60c475b200edad5f1b9df85417d9e3c111e07a31b726a0c98b43720abd9, bundle 63b9b0a496b91765c658bb0a88c1b4bead7862300f878ba7a1e13f7feb2a585a
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
function logarithmic([from, to], pixels) {
  const scale = linear([Math.log(from), Math.log(to)], pixels);
  return (value) => scale(Math.log(value));
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

// dirac.js
var RATE = 0.2;
var ROUNDS = 200;
var WINDOW = 3;
var MODES = (
  /** @type {const} */
  [
    { name: "simultaneous", colour: "fake", dashes: FAKE_DASHES },
    { name: "alternating", colour: "real", dashes: "none" }
  ]
);
var sigma = (s) => 1 / (1 + Math.exp(-s));
function diracPaths(kind, gamma) {
  const pullD = ([theta, psi]) => -theta * (kind === "wgan" ? 1 : sigma(psi * theta)) - gamma * psi;
  const pullG = ([theta, psi]) => psi * { wgan: 1, ns: sigma(-psi * theta), minimax: sigma(psi * theta) }[kind];
  function play(alternating) {
    const path = [[1, -1]];
    for (let t = 0; t < ROUNDS; t += 1) {
      const [theta, psi] = path[t];
      const moved = psi + RATE * pullD(path[t]);
      path.push([theta + RATE * pullG([theta, alternating ? moved : psi]), moved]);
    }
    return path;
  }
  return { simultaneous: play(false), alternating: play(true) };
}
var far = (distance) => distance >= 5e-4 ? number(distance, 3) : "less than 0.001";
function diracReadout(kind, gamma, names) {
  const paths = diracPaths(kind, gamma);
  const ends = MODES.map(({ name }) => Math.hypot(...paths[name][ROUNDS]));
  return `${names[kind]}, γ = ${number(gamma, 2)}: after ${ROUNDS} rounds the distance from the equilibrium, 1.414 at the start, is ${far(ends[0])} in simultaneous and ${far(ends[1])} in alternating play`;
}
var plan = {
  testid: "dirac-readout",
  moves: ["kind", "gamma"],
  head: ({ el, palette }) => lineLegend(el, palette, [...MODES]),
  say: ({ get }) => diracReadout(get("kind"), get("gamma"), get("names")),
  draw({ stage, palette, get }, width) {
    const narrow = width < 560;
    const side = Math.round(narrow ? width - 34 - 12 : Math.min(340, 0.47 * width - 34));
    const plane = square(34, 26, side, WINDOW);
    const { left, right, top, bottom, x, y } = plane;
    const chart = narrow ? { left: 50, right: width - 12, top: bottom + 74, bottom: bottom + 244 } : { left: right + 66, right: width - 14, top, bottom };
    const t = linear([0, ROUNDS], [chart.left, chart.right]);
    const r = logarithmic([1e-6, 100], [chart.bottom, chart.top]);
    const label = "Left, paths of simultaneous and alternating play in the plane of θ and ψ, from (1, −1), around the equilibrium at 0. Right, the distance from the equilibrium against rounds, on a logarithmic scale. The sentence below gives the numbers.";
    const root = frame(stage, width, chart.bottom + 44, label);
    squareTicks(root, plane, WINDOW, 18, 8);
    line(root, [left, y(0)], [right, y(0)], { class: "gc-axis" });
    line(root, [x(0), top], [x(0), bottom], { class: "gc-axis" });
    words(root, "label", 4, 15, "ψ (D)");
    words(root, "label", (left + right) / 2, bottom + 37, "θ (G)", "middle");
    rows(root, chart, r, ticks([1e-6, 1e-4, 0.01, 1, 100], ["10⁻⁶", "10⁻⁴", "0.01", "1", "100"]));
    values(root, t, chart.bottom + 18, ticks([0, 100, 200]));
    words(root, "label", chart.left - 46, chart.top - 11, "distance from the equilibrium");
    words(root, "label", (chart.left + chart.right) / 2, chart.bottom + 37, "rounds", "middle");
    reference(root, palette, [chart.left, r(Math.SQRT2)], [chart.right, r(Math.SQRT2)]);
    const paths = clipTo(root, left, top, side, side);
    const curves = clipTo(root, chart.left, chart.top, chart.right - chart.left + 2, chart.bottom - chart.top);
    const [portrait, distances] = [svg(paths, "g"), svg(curves, "g")];
    return () => {
      const played = diracPaths(get("kind"), get("gamma"));
      portrait.replaceChildren();
      distances.replaceChildren();
      for (const mode of MODES) {
        const path = played[mode.name];
        const look = stroke(palette, mode, "track");
        svg(portrait, "path", { d: pathThrough(path.map(([theta, psi]) => [x(theta), y(psi)])), ...look });
        const d = pathThrough(path.map((point, i) => [t(i), r(Math.max(Math.hypot(...point), 1e-9))]));
        svg(distances, "path", { d, ...look });
        disc(portrait, palette[mode.colour], x(path[ROUNDS][0]), y(path[ROUNDS][1]), 5.5);
      }
      for (const [cx, cy] of [
        [x(1), y(-1)],
        [x(0), y(0)]
      ])
        svg(portrait, "circle", { cx, cy, r: 3.5, class: "gc-tick" });
    };
  }
};
var dirac_default = view(plan);
export {
  dirac_default as default,
  diracPaths,
  diracReadout
};
