// Made by "make js" from course/js: dom.js parts.js phases.js; sources a391fd268f6e440d1838f1082424046be6cf452b494132f63ebaf8711517fdc9, bundle f1fcd210817e25baf8b3034fd0569b7c8c5da1e65298fc0cd1f2f0d4fbfa6638
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
var BUTTONS = ["play or pause", "back to the first", "repeat"];
function nameControls(element) {
  const explorer = element.closest(".gc-explorer");
  for (const slider of explorer?.querySelectorAll(".widget-slider") ?? []) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (name) slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
  explorer?.querySelectorAll(".widget-play button").forEach((button, i) => {
    button.setAttribute("aria-label", BUTTONS[i % BUTTONS.length]);
  });
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

// parts.js
var FAKE_DASHES = "6 3.5";
var HAIRLINE = "4 3";
function view({ testid, moves, redraws = [], head, foot, say, draw }) {
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
    const set = (name, value) => {
      model.set(
        /** @type {string} */
        name,
        value
      );
      model.save_changes();
    };
    const start = { el, palette, get, set };
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
      for (const name of moves) model.off(`change:${name}`, move);
      for (const name of redraws) model.off(`change:${name}`, redraw);
    };
  }
  return { render };
}
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
