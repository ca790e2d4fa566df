// Made by "make js" from course/js: buttons.js dom.js parts.js player.js pointwise.js; sources febea5fbdcbd0ca13bfb257dcc527559ae669638595aa9ad4f17ba98c0ffbf5d, bundle 4bfc801d052663d07ac0944c7d87ab14e8240881304f6e402b9fafcb656b1ca7
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
var tenths = (width) => ticks(width < 420 ? [0, 0.5, 1] : [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
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

// pointwise.js
function pointwise(a, b) {
  if (a + b === 0) return { best: null, height: 0 };
  const best = a / (a + b);
  return { best, height: (a ? a * Math.log(best) : 0) + (b ? b * Math.log(b / (a + b)) : 0) };
}
function pointwiseReadout(a, b) {
  const at = pointwise(a, b);
  const given = `a = ${number(a, 2)}, b = ${number(b, 2)}: `;
  if (at.best === null) return `${given}neither data nor fakes here; f is 0 everywhere, so no y is better than another`;
  if (a === 0) return `${given}only fakes here; f falls from its largest value 0 at y* = 0.000`;
  if (b === 0) return `${given}only data here; f rises to its largest value 0 at y* = 1.000`;
  return `${given}f is largest at y* = a/(a + b) = ${number(at.best, 3)}, where f = ${number(at.height, 3)}`;
}
var LOWEST = -3;
var TERMS = [
  { of: (real) => real, colour: "real", dashes: "none", width: 1.6, name: "a ln y" },
  { of: (_, fake) => fake, colour: "fake", dashes: FAKE_DASHES, width: 1.6, name: "b ln(1 − y)" },
  {
    of: (real, fake) => real + fake,
    colour: "discriminator",
    dashes: "none",
    width: 3,
    name: "f(y) = a ln y + b ln(1 − y)"
  }
];
var GRID = range(0, 399).map((i) => (i + 0.5) / 400);
var plan = {
  testid: "argmax-readout",
  moves: ["a", "b"],
  head: ({ el, palette }) => lineLegend(el, palette, TERMS),
  say: ({ get }) => pointwiseReadout(get("a"), get("b")),
  draw({ stage, palette, get }, width) {
    const height = Math.round(Math.min(380, Math.max(260, 0.48 * width)));
    const box = { left: 34, right: width - 14, top: 26, bottom: height - 42 };
    const { left, right, top, bottom } = box;
    const x = linear([0, 1], [left, right]);
    const y = linear([LOWEST, 0.1], [bottom, top]);
    const label = "Three curves over y from 0 to 1, in nats: a ln y rises to 0, b ln(1 − y) falls from 0, and their sum f has its maximum where the disc is. The sentence below says where.";
    const root = frame(stage, width, height, label);
    rows(root, box, y, ticks(range(LOWEST, 0), 0));
    columns(root, x, bottom, tenths(width));
    words(root, "label", 4, 14, "f(y) (nats)");
    words(root, "label", (left + right) / 2, height - 6, "y, what D says at this x", "middle");
    reference(root, palette, [x(0.5), top], [x(0.5), bottom]);
    const curves = svg(clipTo(root, left, top - 2, right - left, bottom - top + 2), "g");
    const over = svg(root, "g");
    return () => {
      const [a, b] = [get("a"), get("b")];
      curves.replaceChildren();
      over.replaceChildren();
      for (const term of TERMS) {
        const height3 = (at) => term.of(a * Math.log(at), b * Math.log1p(-at));
        const d = pathThrough(GRID.map((at) => [x(at), y(Math.max(height3(at), 2 * LOWEST))]));
        svg(curves, "path", { d, ...stroke(palette, term), style: `stroke-width: ${term.width}px` });
      }
      const { best, height: height2 } = pointwise(a, b);
      if (best === null) {
        words(over, "note", (left + right) / 2, y(-0.25), "flat: no best y", "middle");
        return;
      }
      line(over, [x(best), bottom], [x(best), y(height2)], { class: "gc-guide" });
      disc(over, palette.discriminator, x(best), y(height2), 7);
      const toTheLeft = best > 0.7 || best > 0.3 && best < 0.5;
      const name = `y* = ${number(best, 3)}`;
      words(over, "note gc-strong", x(best) + (toTheLeft ? -7 : 7), bottom - 8, name, toTheLeft ? "end" : void 0);
    };
  }
};
var pointwise_default = view(plan);
export {
  pointwise_default as default,
  pointwise,
  pointwiseReadout
};
