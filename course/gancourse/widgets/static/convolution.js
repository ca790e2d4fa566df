// Made by "make js" from course/js: convolution.js dom.js parts.js; sources b5f4902e54ab0f8a2c92497502d88ff52c983c426e94394f25e0d33e23ca754c, bundle 3f918547090ad6cd1188c8be2b4ad4d944f7381dd806c088f9334a2868159d39
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
function range(from, to, step = 1) {
  const values = [];
  for (let value = from; value <= to + 1e-9; value += step) values.push(value);
  return values;
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
function frame(stage, width, height, label, more = {}) {
  stage.replaceChildren();
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  return svg(stage, "svg", { ...size, role: "img", "aria-label": label, ...more });
}
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);

// convolution.js
function computeConvolution({ n, k, s, p }) {
  const out = n + 2 * p >= k ? Math.floor((n + 2 * p - k) / s) + 1 : 0;
  const starts = range(0, out - 1).map((j) => j * s - p);
  const touched = range(0, n - 1).map((i) => starts.filter((start) => start <= i && i < start + k).length);
  return { out, starts, touched, back: out ? Math.max(0, (out - 1) * s - 2 * p + k) : 0 };
}
function convolutionReadout(numbers) {
  const { n, k, s, p } = numbers;
  const { out, touched, back } = computeConvolution(numbers);
  const head = `n = ${n}, k = ${k}, s = ${s}, p = ${p}: `;
  if (!out) return `${head}the window is wider than the input with its padding`;
  const [low, high] = [Math.min(...touched), Math.max(...touched)];
  const count = low === high ? `${low} ${low === 1 ? "window" : "windows"}` : `${low} to ${high} windows`;
  return `${head}n_out = ${out}; transposed, ${out} → ${back}${back === n ? " again" : ""}; each input lies in ${count}`;
}
var ROWS = [26, 116, 206];
var HALF = 14;
var numbersOf = (get) => ({ n: get("n"), k: get("k"), s: get("s"), p: get("p") });
var plan = {
  testid: "convolution-readout",
  moves: [],
  redraws: ["n", "k", "s", "p"],
  say: ({ get }) => convolutionReadout(numbersOf(get)),
  draw({ stage, palette, get }, width) {
    const { n, k, s, p } = numbersOf(get);
    const { out, starts, back } = computeConvolution({ n, k, s, p });
    const last = Math.max(n, back) + p;
    const unit = Math.min(46, (width - 64 - 8) / (last + p));
    const x = (i) => 64 + (i + p) * unit;
    const label = "Three rows of cells: the inputs with their padding, the outputs of the convolution with lines to the cells of their windows, and the outputs of the transposed convolution. The sentence below gives the numbers.";
    const root = frame(stage, width, 236, label);
    [`${n} in`, `${out} out`, `${back} back`].forEach((name, row) => {
      words(root, "label", 2, ROWS[row] + 5, name);
    });
    const lines = svg(root, "g");
    function cell(at, row, colour, inside) {
      const box = { x: x(at) + 1.5, y: ROWS[row] - HALF, width: unit - 3, height: 2 * HALF, rx: 3 };
      const filled = { fill: colour, stroke: "none", "stroke-dasharray": "none" };
      const empty = { fill: "none", stroke: palette.reference, "stroke-dasharray": "3 3" };
      svg(root, "rect", { ...box, ...inside ? filled : empty });
    }
    for (const i of range(-p, n + p - 1)) cell(i, 0, palette.real, i >= 0 && i < n);
    for (const start of starts) {
      const middle = start + (k - 1) / 2;
      const at = x(middle) + unit / 2;
      for (const i of range(start, start + k - 1)) {
        const centre = x(i) + unit / 2;
        const down = { stroke: palette.discriminator, "stroke-width": 1.25 };
        line(lines, [centre, ROWS[0] + HALF], [at, ROWS[1] - HALF], down);
        const up = { stroke: palette.generator, "stroke-width": 1.25, "stroke-dasharray": FAKE_DASHES };
        line(lines, [at, ROWS[1] + HALF], [centre, ROWS[2] - HALF], up);
      }
      cell(middle, 1, palette.discriminator, true);
    }
    if (out) for (const i of range(-p, back + p - 1)) cell(i, 2, palette.fake, i >= 0 && i < back);
  }
};
var convolution_default = view(plan);
export {
  computeConvolution,
  convolutionReadout,
  convolution_default as default
};
