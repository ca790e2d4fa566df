// Made by "make js" from course/js: buttons.js dom.js log_loss.js parts.js player.js; sources ab0ca4c53e3fc8950d2fdf85f3a3a6702a890816a2f0dc138f5d277dd992a33b, bundle db793b94be5bdd913f5be98df75e525913af2df6f1d7e13106032ccdf9c0f35f
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

// log_loss.js
function logLoss(p) {
  return { loss_y1: -Math.log(p), loss_y0: -Math.log1p(-p), slope_y1: -1 / p, slope_y0: 1 / (1 - p) };
}
function logLossReadout(p) {
  const at = logLoss(p);
  return `p = ${number(p, 3)}: if y = 1 the loss is ${number(at.loss_y1, 3)} nats (slope ${number(at.slope_y1, 2)}); if y = 0 it is ${number(at.loss_y0, 3)} nats (slope ${number(at.slope_y0, 2)})`;
}
var TOP_LOSS = 7;
var LABELS = (
  /** @type {const} */
  [
    { loss: "loss_y1", slope: "slope_y1", colour: "real", dashes: "none", name: "if y = 1: −ln p", square: false },
    {
      loss: "loss_y0",
      slope: "slope_y0",
      colour: "fake",
      dashes: FAKE_DASHES,
      name: "if y = 0: −ln(1 − p)",
      square: true
    }
  ]
);
var plan = {
  testid: "log-loss-readout",
  moves: ["p"],
  head: ({ el, palette }) => lineLegend(el, palette, [...LABELS]),
  say({ get, head }) {
    const at = logLoss(get("p"));
    LABELS.forEach(({ name, loss, slope }, i) => {
      head[i].textContent = `${name} = ${number(at[loss], 3)}, slope ${number(at[slope], 2)}`;
    });
    return logLossReadout(get("p"));
  },
  draw({ stage, palette, get }, width) {
    const height = Math.round(Math.min(400, Math.max(270, 0.52 * width)));
    const box = { left: 34, right: width - 12, top: 30, bottom: height - 44 };
    const { left, right, top, bottom } = box;
    const x = linear([0, 1], [left, right]);
    const y = linear([0, TOP_LOSS], [bottom, top]);
    const label = "Loss in nats against p, the probability given to y = 1. −ln p falls and is the loss if y = 1; −ln(1 − p) rises and is the loss if y = 0; they cross at p = ½ and ln 2 = 0.693. A tangent touches each at p.";
    const root = frame(stage, width, height, label);
    rows(root, box, y, ticks(range(0, TOP_LOSS)));
    columns(root, x, bottom, tenths(width));
    words(root, "label", 4, 14, "loss (nats)");
    words(root, "label", (left + right) / 2, height - 6, "p, the probability given to y = 1", "middle");
    reference(root, palette, [x(0.5), top], [x(0.5), bottom]);
    reference(root, palette, [left, y(Math.LN2)], [right, y(Math.LN2)]);
    const plot = clipTo(root, left, top - 8, right - left, bottom - top + 14);
    const curves = get("curves");
    for (const one of LABELS) {
      const d = pathThrough(curves.p.map((p, i) => [x(p), y(curves[one.loss][i])]));
      svg(plot, "path", { d, ...stroke(palette, one) });
    }
    const moving = svg(plot, "g");
    words(root, "note", x(0.5) + 5, top + 6, "p = ½");
    words(root, "note", x(0.03), y(Math.LN2) - 5, "ln 2 = 0.693");
    words(root, "note gc-strong", x(6e-3) + 12, y(5.2), "y = 1");
    words(root, "note gc-strong", x(0.994) - 12, y(5.2), "y = 0", "end");
    const reach = Math.max(48, Math.min(90, 0.12 * width));
    return () => {
      const p = get("p");
      const at = logLoss(p);
      moving.replaceChildren();
      line(moving, [x(p), bottom], [x(p), y(Math.max(at.loss_y1, at.loss_y0))], { class: "gc-guide" });
      for (const { loss, slope, colour } of LABELS) {
        const across = x(1) - x(0);
        const up = at[slope] * (y(1) - y(0));
        const step = reach / Math.hypot(across, up);
        const [from, to] = [-step, step].map((t) => (
          /** @type {const} */
          [x(p) + t * across, y(at[loss]) + t * up]
        ));
        line(moving, [...from], [...to], { stroke: palette[colour], class: "gc-tangent" });
      }
      for (const { loss, colour, square } of LABELS) mark(moving, square, palette[colour], x(p), y(at[loss]));
    };
  }
};
var log_loss_default = view(plan);
export {
  log_loss_default as default,
  logLoss,
  logLossReadout
};
