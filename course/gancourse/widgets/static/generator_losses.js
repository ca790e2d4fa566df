// Made by "make js" from course/js: arrows.js buttons.js dom.js generator_losses.js parts.js player.js; sources d1df80a780b975c3f48d8c093052ee58c07b2d24e38628e11f6bce152ac1b93a, bundle 03bf7a3f5f296c1d0f651a7734f5b3a655e9001179206e0996c5b58fd21b378e
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
  const values = [];
  for (let value = from; value <= to + 1e-9; value += step) values.push(value);
  return values;
}
function linear([from, to], [start, end]) {
  return (value) => start + (value - from) / (to - from) * (end - start);
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
var ticks = (values, names) => values.map((value, i) => [value, typeof names === "number" ? number(value, names) : names?.[i] ?? String(value)]);
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);
function rows(parent, { left, right }, y, at, gap = 8, axis = 0) {
  for (const [value, name] of at) {
    line(parent, [left, y(value)], [right, y(value)], { class: value === axis ? "gc-axis" : "gc-grid" });
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}
function columns(parent, x, bottom, at) {
  for (const [value, name] of at) {
    line(parent, [x(value), bottom], [x(value), bottom + 5], { class: "gc-axis" });
    words(parent, "tick", x(value), bottom + 18, name, "middle");
  }
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

// generator_losses.js
function generatorLosses(a) {
  const e = Math.exp(-Math.abs(a));
  const d = (a >= 0 ? 1 : e) / (1 + e);
  const other = (a >= 0 ? e : 1) / (1 + e);
  return {
    d,
    saturating: -softplus(a),
    non_saturating: softplus(-a),
    slope_saturating: -d,
    slope_non_saturating: -other
  };
}
function generatorLossesReadout(a) {
  const at = generatorLosses(a);
  const ratio = Math.exp(-a);
  return `logit a = ${number(a, 1)}, D = ${number(at.d, 4)}: ln(1 − D) is ${number(at.saturating, 3)} with slope ${number(at.slope_saturating, 4)}; −ln D is ${number(at.non_saturating, 3)} with slope ${number(at.slope_non_saturating, 4)}, ${number(ratio, ratio >= 1 ? 1 : 4)} times as steep`;
}
var ARROW = 3;
var LOSSES = (
  /** @type {const} */
  [
    {
      loss: "saturating",
      slope: "slope_saturating",
      colour: "fake",
      dashes: FAKE_DASHES,
      name: "saturating: ln(1 − D)",
      square: true
    },
    {
      loss: "non_saturating",
      slope: "slope_non_saturating",
      colour: "real",
      dashes: "none",
      name: "non-saturating: −ln D",
      square: false
    }
  ]
);
var plan = {
  testid: "generator-losses-readout",
  moves: ["a"],
  head: ({ el, palette }) => lineLegend(el, palette, [...LOSSES]),
  say: ({ get }) => generatorLossesReadout(get("a")),
  draw({ stage, palette, get }, width) {
    const bottom = 30 + Math.round(Math.min(280, Math.max(210, 0.4 * width)));
    const box = { left: 34, right: width - 12, top: 30, bottom };
    const { left, right, top } = box;
    const gauge = { left: Math.min(168, 0.36 * width), right: width - 56, top: bottom + 76 };
    const x = linear([-8, 8], [left, right]);
    const y = linear([-8.5, 8.5], [bottom, top]);
    const pull = linear([0, 1], [gauge.left, gauge.right]);
    const row = (i) => gauge.top + 14 + 26 * i;
    const label = "Loss of the generator in nats against the logit a of D(G(z)). ln(1 − D) is flat on the left and falls on the right; −ln D falls on the left and is flat on the right. Below, two gauges show how hard each loss pulls.";
    const root = frame(stage, width, gauge.top + 62, label);
    rows(root, box, y, ticks(range(-8, 8, 4), 0), 8, Number.NaN);
    line(root, [left, bottom], [right, bottom], { class: "gc-axis" });
    columns(root, x, bottom, ticks(range(-8, 8, width < 420 ? 4 : 2), 0));
    words(root, "label", 4, 14, "loss of G (nats)");
    words(root, "label", (left + right) / 2, bottom + 36, "logit a of D(G(z))", "middle");
    reference(root, palette, [x(0), top], [x(0), bottom]);
    const plot = clipTo(root, left, top - 8, right - left, bottom - top + 8);
    const grid = range(0, 160).map((i) => -8 + i / 10);
    for (const one of LOSSES) {
      const d = pathThrough(grid.map((a) => [x(a), y(generatorLosses(a)[one.loss])]));
      svg(plot, "path", { d, ...stroke(palette, one) });
    }
    const moving = svg(plot, "g");
    words(root, "note", x(0) + 5, top + 8, "D = ½");
    words(root, "label", 4, gauge.top - 10, "pull on the logit (minus the slope), from 0 to 1");
    LOSSES.forEach(({ name }, i) => {
      line(root, [pull(0), row(i)], [pull(1), row(i)], { class: "gc-grid" });
      for (const end of [0, 1]) line(root, [pull(end), row(i) - 7], [pull(end), row(i) + 7], { class: "gc-axis" });
      words(root, "tick", pull(0) - 10, row(i) + 4, name.split(": ")[width < 420 ? 1 : 0], "end");
    });
    const pulls = svg(root, "g");
    return () => {
      const a = get("a");
      const at = generatorLosses(a);
      moving.replaceChildren();
      pulls.replaceChildren();
      line(moving, [x(a), bottom], [x(a), top], { class: "gc-guide" });
      LOSSES.forEach(({ loss, slope, colour }, i) => {
        const reach = -ARROW * at[slope];
        const to = (
          /** @type {const} */
          [x(a + reach), y(at[loss] + at[slope] * reach)]
        );
        arrow(moving, palette[colour], [x(a), y(at[loss])], [...to], 2.25);
        arrow(pulls, palette[colour], [pull(0), row(i)], [pull(-at[slope]), row(i)], 6);
        words(pulls, "tick", pull(1) + 8, row(i) + 4, number(-at[slope], 4));
      });
      for (const { loss, colour, square } of LOSSES) mark(moving, square, palette[colour], x(a), y(at[loss]));
    };
  }
};
var generator_losses_default = view(plan);
export {
  generator_losses_default as default,
  generatorLosses,
  generatorLossesReadout
};
