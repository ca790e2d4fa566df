// Made by "make js" from course/js: buttons.js dom.js parts.js player.js push_forward.js; sources 2453b8f7471c3fa981cb306b240df4688883f5ab05da2c4d3ae138a01dd93f53, bundle 17569253e26f932b4ca9eef4888934d9528ad31be1aa824de247006d6e6a1cc0
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
var dash = (swatch, stroke, width = 2.5, more = {}) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke, "stroke-width": width, ...more });
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

// push_forward.js
var BINS = 60;
function carriedCell(cells, cell, percent) {
  const t = percent / 100;
  const points = cells[cell - 1];
  const x = points.map(([z, g]) => (1 - t) * z + t * g);
  return { z: [points[0][0], points[points.length - 1][0]], x: [Math.min(...x), Math.max(...x)] };
}
function pushForwardReadout(cells, cell, percent) {
  const { z, x } = carriedCell(cells, cell, percent);
  const [before, after] = [z[1] - z[0], x[1] - x[0]];
  const start = `${percent} % of the way, piece ${cell} of ${cells.length}: z from ${number(z[0], 3)} to ${number(z[1], 3)} lies at ${number(x[0], 3)} to ${number(x[1], 3)}; `;
  if (after < 1e-6)
    return `${start}its width ${number(before, 3)} has shrunk to 0: a point with mass 1/${cells.length}, no density`;
  return `${start}its width ${number(before, 3)} is now ${number(after, 3)}, its density ${number(1 / (cells.length * before), 2)} is now ${number(1 / (cells.length * after), 2)}`;
}
function histogram(zs, xs, [low, high], percent) {
  const t = percent / 100;
  const width = (high - low) / BINS;
  const sides = [new Array(BINS).fill(0), new Array(BINS).fill(0)];
  zs.forEach((z, i) => {
    const at = (1 - t) * z + t * xs[i];
    if (at < low || at > high) return;
    sides[z < 0 ? 0 : 1][Math.min(BINS - 1, Math.floor((at - low) / width))] += 1 / (zs.length * width);
  });
  return sides;
}
var OUTLINE = "stroke: var(--gc-ink); stroke-width: 2.25";
var JOINT = "stroke: var(--gc-ink); stroke-width: 1.25; opacity: 0.7";
var COLOURS = ["accent", "sky"];
var plan = {
  testid: "push-forward-readout",
  moves: ["percent", "cell"],
  redraws: ["map"],
  reel: () => ({ moves: "percent", noun: "percent", first: 0, last: 100, interval: 40 }),
  head({ el, palette }) {
    const parent = legend(el);
    const box = { x: 4, y: 1, width: 22, height: 12 };
    legendEntry(parent, (s) => svg(s, "rect", { ...box, fill: palette.sky }), "from z ≥ 0");
    legendEntry(parent, (s) => svg(s, "rect", { ...box, fill: palette.accent }), "from z < 0");
    const piece = { x: 8, y: 1, width: 12, height: 12, fill: "none", style: OUTLINE };
    legendEntry(parent, (s) => svg(s, "rect", piece), "the piece u: its area never changes");
    legendEntry(parent, (s) => dash(s, palette.fake), "density p_g of G(z), at t = 100 %");
  },
  say: ({ get }) => pushForwardReadout(get("map").cells, cellOf(get("map"), get("cell")), get("percent")),
  draw({ stage, palette, get }, width) {
    const map = get("map");
    const [low, high] = map.range;
    const [left, right] = [34, width - 12];
    const upper = { top: 30, bottom: 130 };
    const lower = { top: 196, bottom: 196 + 170 };
    const height = lower.bottom + 44;
    const x = linear(map.range, [left, right]);
    const noise = histogram(map.z, map.x, map.range, 0);
    const yUpper = linear([0, Math.max(...noise.flat()) * 1.25], [upper.bottom, upper.top]);
    const yLower = linear([0, map.top], [lower.bottom, lower.top]);
    const label = `${map.label}. Above, the density of the noise z; below, the density of the same noise carried on its way to x = G(z). One piece is outlined in both and joined by lines.`;
    const root = frame(stage, width, height, label);
    const unit = high - low > 3 ? 1 : 0.25;
    for (const { bottom } of [upper, lower]) {
      line(root, [left, bottom], [right, bottom], { class: "gc-axis" });
      columns(root, x, bottom, ticks(range(Math.ceil(low / unit) * unit, high, unit), unit < 1 ? 2 : 0));
    }
    const half = map.top > 1.5 ? 1 : 0.5;
    rows(root, { left, right }, yLower, ticks(range(half, map.top, half), half < 1 ? 1 : 0));
    words(root, "label", 4, 15, "density of the noise z");
    words(root, "label", 4, lower.top - 12, "density on the way");
    const above = clipTo(root, left, upper.top, right - left, upper.bottom - upper.top);
    const below = clipTo(root, left, lower.top, right - left, lower.bottom - lower.top);
    bars(above, noise, yUpper);
    const caption = words(root, "label", (left + right) / 2, height - 6, "", "middle");
    const moving = svg(below, "g");
    const outline = svg(above, "g");
    const joints = svg(root, "g");
    function bars(group, sides, y) {
      const step = (high - low) / BINS;
      for (let i = 0; i < BINS; i += 1) {
        let base = 0;
        const [from, to] = [x(low + i * step), x(low + (i + 1) * step)].map(Math.round);
        for (const side of [1, 0]) {
          const value = sides[side][i];
          const place = { x: from, y: y(base + value), width: to - from, height: y(base) - y(base + value) };
          const look = { fill: palette[COLOURS[side]], "fill-opacity": 0.75, "shape-rendering": "crispEdges" };
          if (value > 0) svg(group, "rect", { ...place, ...look });
          base += value;
        }
      }
    }
    function outlined(group, [from, to], y, base) {
      const tall = to - from > 1e-6 ? 1 / (map.cells.length * (to - from)) : 1e6;
      const top = Math.max(y(Math.min(tall, 1e3)), -1e3);
      const place = { x: x(from), y: top, width: Math.max(x(to) - x(from), 2), height: base - top };
      svg(group, "rect", { ...place, fill: "none", style: OUTLINE });
    }
    return () => {
      const percent = get("percent");
      const at = carriedCell(map.cells, cellOf(map, get("cell")), percent);
      for (const group of [moving, outline, joints]) group.replaceChildren();
      bars(moving, histogram(map.z, map.x, map.range, percent), yLower);
      if (percent === 100 && map.curve.length) {
        const d = pathThrough(map.curve.map(([place, density]) => [x(place), yLower(density)]));
        svg(moving, "path", { d, stroke: palette.fake, class: "gc-track" });
      }
      outlined(outline, at.z, yUpper, upper.bottom);
      outlined(moving, at.x, yLower, lower.bottom);
      for (const end of [0, 1])
        line(joints, [x(at.z[end]), upper.bottom + 22], [x(at.x[end]), lower.top], { style: JOINT });
      caption.textContent = `t = ${percent} % of the way from z to G(z)`;
      if (percent === 0) caption.textContent = "t = 0 %: still the noise z";
      if (percent === 100) caption.textContent = "t = 100 %: x = G(z)";
    };
  }
};
function cellOf(map, cell) {
  return Math.max(1, Math.min(map.cells.length, cell));
}
var push_forward_default = view(plan);
export {
  carriedCell,
  push_forward_default as default,
  histogram,
  pushForwardReadout
};
