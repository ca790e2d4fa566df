// Made by "make js" from course/js: buttons.js dom.js overlap.js parts.js player.js; sources 96b1f1aa9f58623cc2ee980cfc0d0eb3c0e9f95a2a00e36ffea289031de7c8c3, bundle 1fc90a99ee90f4359079a003e172085df256f0236be9e28264604a0da2d2f400
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
var softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
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
    ({ colour, dashes, name, width, square }) => legendEntry(
      parent,
      (swatch) => {
        dash(swatch, palette[colour], width, { "stroke-dasharray": dashes });
        if (square !== void 0) mark(swatch, square, palette[colour], 15, 7);
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
var stroke = (palette, { colour, dashes }, kind = "curve") => ({
  stroke: palette[colour],
  "stroke-dasharray": dashes,
  class: `gc-${kind}`
});
var disc = (parent, fill, cx, cy, r = 6.5) => svg(parent, "circle", { cx, cy, r, fill, class: "gc-marker" });
function mark(parent, square, fill, x, y) {
  if (!square) return disc(parent, fill, x, y);
  const corner = { x: x - 5.75, y: y - 5.75, width: 11.5, height: 11.5 };
  return svg(parent, "rect", { ...corner, fill, class: "gc-marker" });
}

// overlap.js
var MU_MAX = 12;
var FLOOR = 1e-9;
var CEILING = 30;
function pulls(mu, noise) {
  const variance = 1 + noise * noise;
  const u = mu / Math.sqrt(variance);
  let d = 0;
  for (let i = 0; i <= 1400; i += 1) {
    const w = -14 + 0.02 * i - u / 2;
    const logit = -u * u / 2 - u * w;
    d += Math.exp(-softplus(-logit) - w * w / 2);
  }
  d *= 0.02 / Math.sqrt(2 * Math.PI);
  return { minimax: mu / variance * d, ns: mu / variance * (1 - d), w1: mu > 0 ? 1 : 0, dFake: d };
}
var short = (x) => x >= 5e-5 || x === 0 ? number(x, 4) : "less than 0.0001";
function overlapReadout(mu, noise) {
  const at = pulls(mu, noise);
  return `μ = ${number(mu, 1)}, noise ${number(noise, 2)}: on average D gives fakes ${short(at.dFake)}; pull of minimax ${short(at.minimax)}, non-saturating ${short(at.ns)}, W₁ ${number(at.w1, 0)}`;
}
var DENSITIES = [
  { colour: "real", dashes: "none", name: "data" },
  { colour: "fake", dashes: FAKE_DASHES, name: "fakes" },
  { colour: "discriminator", dashes: "2 3", name: "the best D" }
];
var LOSSES = (
  /** @type {const} */
  [
    { key: "ns", colour: "generator", dashes: "none", name: "pull: non-saturating" },
    { key: "w1", colour: "sky", dashes: "2 3", name: "pull: W₁" },
    { key: "minimax", colour: "fake", dashes: FAKE_DASHES, name: "pull: minimax" }
  ]
);
var plan = {
  testid: "overlap-readout",
  moves: ["mu", "noise"],
  head: ({ el, palette }) => lineLegend(el, palette, [...DENSITIES, ...LOSSES]),
  say: ({ get }) => overlapReadout(get("mu"), get("noise")),
  draw({ stage, palette, get }, width) {
    const box = { left: 54, right: width - 14 };
    const { left, right } = box;
    const label = "Above, the bell curves of data and fakes with the best D, which falls from 1 to 0 between them. Below, on a logarithmic scale, the pull of three losses against μ with discs at the current μ; only that of the minimax loss falls to nothing. The sentence below gives the numbers.";
    const root = frame(stage, width, 400, label);
    const x = linear([-6, 18], [left, right]);
    const y = linear([0, 1], [150, 22]);
    const m = linear([0, MU_MAX], [left, right]);
    const pull = logarithmic([FLOOR, CEILING], [350, 206]);
    rows(root, box, y, ticks([0, 0.5, 1], ["0", "½", "1"]), 7);
    values(root, x, 168, ticks(range(-6, 18, 3), 0));
    rows(root, box, pull, ticks([1e-9, 1e-6, 1e-3, 1], ["10⁻⁹", "10⁻⁶", "10⁻³", "1"]), 7);
    values(root, m, 368, ticks(range(0, MU_MAX, 2)));
    words(root, "label", 4, 13, "densities, and D");
    words(root, "label", right, 184, "x", "end");
    words(root, "label", 4, 197, "pull on G per unit of μ");
    words(root, "label", right, 388, "μ", "end");
    const moving = svg(root, "g");
    const clipped = clipTo(root, left, 200, right - left + 8, 152);
    return () => {
      const [mu, noise] = [get("mu"), get("noise")];
      const variance = 1 + noise * noise;
      const bell = (at) => Math.exp(-at * at / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
      const best = (at) => Math.exp(-softplus(-(mu * mu / 2 - mu * at) / variance));
      moving.replaceChildren();
      clipped.replaceChildren();
      [bell, (at) => bell(at - mu), best].forEach((height, i) => {
        const d = pathThrough(range(0, 240).map((k) => [x(-6 + 0.1 * k), y(height(-6 + 0.1 * k))]));
        svg(moving, "path", { ...stroke(palette, DENSITIES[i]), d });
      });
      const here = pulls(mu, noise);
      const everywhere = range(1, 120).map((i) => ({ at: i * MU_MAX / 120, ...pulls(i * MU_MAX / 120, noise) }));
      for (const loss of LOSSES) {
        const d = pathThrough(everywhere.map((one) => [m(one.at), pull(Math.max(one[loss.key], FLOOR / 100))]));
        svg(clipped, "path", { ...stroke(palette, loss), d });
        if (here[loss.key] > FLOOR) disc(clipped, palette[loss.colour], m(mu), pull(here[loss.key]), 6);
      }
    };
  }
};
var overlap_default = view(plan);
export {
  overlap_default as default,
  overlapReadout,
  pulls
};
