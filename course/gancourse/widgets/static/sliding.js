// Made by "make js" from course/js: buttons.js dom.js parts.js player.js sliding.js; sources 1af246385355e85185f877568b5dd81d4e04a2aa379d8ce31f8e74633abe0ce3, bundle ed2ebd399e041fc91d10ae92c768e15569cb577a1bff76572c46ef3847291b3c
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
var softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
function pathThrough(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");
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
    const stop2 = onWidth(stage, (now) => {
      width = now;
      redraw();
    });
    move();
    return () => {
      stop2();
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
var reference = (parent, palette, from, to) => line(parent, from, to, { stroke: palette.reference, "stroke-dasharray": HAIRLINE, "stroke-width": 1.25 });
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

// sliding.js
var bell = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
function landscape(mu, x) {
  const [p, q, logit] = [bell(x), bell(x - mu), mu * mu / 2 - mu * x];
  return { p, q, best: Math.exp(-softplus(-logit)), integrand: -p * softplus(-logit) - q * softplus(logit) };
}
var stop = (mu, table) => Math.round(mu / (table.mu[1] - table.mu[0]));
function slidingReadout(mu, table) {
  const columns = [table.value, table.jsd, table.bce, table.slope];
  const [value, jsd, bce, slope] = columns.map((column) => number(column[stop(mu, table)], 6));
  return `μ = ${number(mu, 1)}: C = ${value}, JSD = ${jsd}, BCE* = ${bce} nats; slope of C: ${slope} per unit of μ`;
}
var LEFT = -4;
var RIGHT = 14;
var GRID = range(0, 360).map((i) => LEFT + (RIGHT - LEFT) * i / 360);
var CURVES = (
  /** @type {const} */
  [
    { key: "p", colour: "real", dashes: "none", name: "p_data = N(0, 1)" },
    { key: "q", colour: "fake", dashes: FAKE_DASHES, name: "p_g = N(μ, 1)" },
    { key: "best", colour: "discriminator", dashes: "2 3", name: "D*" },
    { key: "integrand", colour: "generator", dashes: "none", name: "integrand; its area is C" }
  ]
);
var plan = {
  testid: "sliding-readout",
  moves: ["mu", "table"],
  head: ({ el, palette }) => lineLegend(el, palette, [...CURVES]),
  say: ({ get }) => slidingReadout(get("mu"), get("table")),
  draw({ stage, palette, get }, width) {
    const box = { left: 42, right: width - 14 };
    const { left, right } = box;
    const label = "Three pictures. First, two bell curves at 0 and μ, and D*, which falls from 1 to 0 between them. Second, the integrand of C over x; its area shrinks as μ grows. Third, JSD over μ with a disc at the current μ; it rises to ln 2 and stays there. The sentence below gives the numbers.";
    const root = frame(stage, width, 476, label);
    const x = linear([LEFT, RIGHT], [left, right]);
    const m = linear([0, 10], [left, right]);
    const above = linear([0, 1], [170, 24]);
    const below = linear([-0.6, 0], [296, 206]);
    const divergence = linear([0, 0.75], [440, 350]);
    rows(root, box, above, ticks([0, 0.5, 1], ["0", "½", "1"]), 7);
    rows(root, box, below, ticks([-0.5, 0], ["−0.5", "0"]), 7);
    values(root, x, 314, ticks(range(LEFT, RIGHT, 2), 0));
    rows(root, box, divergence, ticks([0, 0.25, 0.5]), 7);
    values(root, m, 456, ticks(range(0, 10, 2)));
    words(root, "label", 4, 14, "densities, and D*");
    words(root, "label", 4, 196, "integrand p ln D* + q ln(1 − D*) (nats)");
    words(root, "label", right, 330, "x", "end");
    words(root, "label", 4, 338, "JSD (nats)");
    words(root, "label", right, 473, "μ", "end");
    reference(root, palette, [left, divergence(Math.LN2)], [right, divergence(Math.LN2)]);
    const { mu, jsd } = get("table");
    const rising = pathThrough(mu.map((at, i) => [m(at), divergence(jsd[i])]));
    svg(root, "path", { d: rising, stroke: palette.sky, class: "gc-curve" });
    words(root, "note", right, divergence(Math.LN2) - 5, "ln 2 = 0.693", "end");
    const moving = svg(root, "g");
    return () => {
      const [mu2, table] = [get("mu"), get("table")];
      moving.replaceChildren();
      const at = GRID.map((place) => landscape(mu2, place));
      const paths = CURVES.map(({ key }) => {
        const y = key === "integrand" ? below : above;
        return pathThrough(at.map((values2, i) => [x(GRID[i]), y(values2[key])]));
      });
      const area = `${paths[3]}L${x(RIGHT)},${below(0)}L${x(LEFT)},${below(0)}Z`;
      svg(moving, "path", { d: area, fill: palette.generator, stroke: "none", class: "gc-band" });
      CURVES.forEach((curve, i) => {
        svg(moving, "path", { d: paths[i], ...stroke(palette, curve) });
      });
      const height = divergence(table.jsd[stop(mu2, table)]);
      line(moving, [m(mu2), divergence(0)], [m(mu2), height], { class: "gc-guide" });
      disc(moving, palette.sky, m(mu2), height);
    };
  }
};
var sliding_default = view(plan);
export {
  sliding_default as default,
  landscape,
  slidingReadout
};
