// Made by "make js" from course/js: buttons.js dom.js parts.js phases.js player.js; sources 588d10a45e85909ebf384b4136803486fbb256f1dcc4fa1bac629bbb34b416a6, bundle c46db6d5f8211ab3a41d1e4c4d96afdee402a8f282337bbfe527bb8b14d6bb8d
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
    const look2 = { viewBox: "0 0 16 16", width: 12, height: 12, class: "gc-icon", "aria-hidden": "true" };
    svg(svg(made, "svg", look2), "path", { d: ICONS[icon] });
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
var ticks = (values, names) => values.map((value, i) => [value, typeof names === "number" ? number(value, names) : names?.[i] ?? String(value)]);
var line = (parent, [x1, y1], [x2, y2], look2) => svg(parent, "line", { x1, y1, x2, y2, ...look2 });
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

// phases.js
var CURVES = (
  /** @type {const} */
  [
    { key: "p_data", name: "p_data", colour: "real", dashes: "none", width: 2.5 },
    { key: "p_g", name: "p_g", colour: "fake", dashes: FAKE_DASHES, width: 2.5 },
    { key: "d", name: "D(x)", colour: "discriminator", dashes: "none", width: 3.25 },
    { key: "d_star", name: "D*(x), the best D against this p_g", colour: null, dashes: "1.5 3.5", width: 2 }
  ]
);
var look = (palette, { colour, dashes, width }) => ({
  style: `stroke: ${colour ? palette[colour] : "var(--gc-ink)"}`,
  "stroke-width": width,
  "stroke-dasharray": dashes
});
function stretches(values, x, y) {
  let path = "";
  let pen = "M";
  values.forEach((value, i) => {
    if (value !== null) path += `${pen}${x(i).toFixed(2)},${y(value).toFixed(2)}`;
    pen = value === null ? "M" : "L";
  });
  return path;
}
var plan = {
  testid: "phases-readout",
  moves: ["frame"],
  redraws: ["frames"],
  head({ el, palette }) {
    const parent = legend(el);
    for (const curve of CURVES) {
      const { style, ...more } = look(palette, curve);
      legendEntry(parent, (swatch) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, style, ...more }), curve.name);
    }
  },
  reel: framesReel,
  say: ({ get }) => frameAt(get("frames"), get("frame"))?.text,
  draw({ stage, palette, get }, width) {
    const axis = get("axis");
    const bottom = 14 + Math.round(Math.min(300, Math.max(190, 0.42 * width)));
    const box = { left: 38, right: width - 14, top: 14, bottom };
    const { left, right, top } = box;
    const [zTop, zBottom] = [bottom + 42, bottom + 112];
    const x = linear([axis.from, axis.to], [left, right]);
    const y = linear([0, axis.top], [bottom, top]);
    const label = "The densities of the data and of the generated samples, the curve of D and the best possible curve D*, on a line; below, arrows from values z of the noise to x = G(z). The sentence below gives the numbers.";
    const root = frame(stage, width, zBottom + 30, label);
    rows(root, box, y, ticks(range(0, 1.25, 0.25), 2));
    columns(root, x, bottom, ticks(range(Math.ceil(axis.from), axis.to), 0));
    reference(root, palette, [left, y(0.5)], [right, y(0.5)]);
    line(root, [left, zTop], [right, zTop], { class: "gc-axis" });
    words(root, "label", left + 2, zTop - 6, "noise z");
    line(root, [left, zBottom], [right, zBottom], { class: "gc-axis" });
    words(root, "label", left + 2, zBottom + 17, "x = G(z)");
    const plot = clipTo(root, left, top, right - left, bottom - top + 2);
    const below = clipTo(root, left, zTop - 4, right - left, zBottom - zTop + 8);
    const round = { fill: "none", "stroke-linejoin": "round" };
    const curves = CURVES.map((curve) => svg(plot, "path", { ...look(palette, curve), ...round }));
    const lines = svg(below, "g");
    words(root, "note", left + 5, y(0.5) - 5, "½");
    return () => {
      const shown = frameAt(get("frames"), get("frame"));
      if (!shown) return;
      const last = shown.p_data.length - 1;
      const at = linear([0, last], [x(axis.from), x(axis.to)]);
      CURVES.forEach(({ key }, i) => {
        curves[i].setAttribute("d", stretches(shown[key], at, y));
      });
      lines.replaceChildren();
      shown.z.forEach((z, i) => {
        const end = x(shown.x[i]);
        line(lines, [x(z), zTop], [end, zBottom], { stroke: palette.generator, "stroke-width": 1.5 });
        svg(lines, "circle", { cx: end, cy: zBottom, r: 3.5, fill: palette.generator });
      });
    };
  }
};
var phases_default = view(plan);
export {
  phases_default as default
};
