// Made by "make js" from course/js: buttons.js convolution.js dom.js parts.js player.js; sources c54c6a0ea74c13fa4a7226bf6f1d325e3ba551a61a7abe9932868459942584cf, bundle 85415f51c4ac70b2d53ba5b423f21d074ceeb4ebaabecfe88843a4774ad3b35c
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
function range(from, to, step = 1) {
  const values = [];
  for (let value = from; value <= to + 1e-9; value += step) values.push(value);
  return values;
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
