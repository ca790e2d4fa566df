// Made by "make js" from course/js: buttons.js dom.js drawing.js parts.js player.js; sources 0d6e6d3087a7c9979450f97bbed6468040a90ebdd63f1d4ae581c89e90e083ee, bundle 3a8e39271a6ac1a83d625f50a0de5b5518901839d27d905a86e952c9a545b9e7
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
function frame(stage, width, height, label, more = {}) {
  stage.replaceChildren();
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  return svg(stage, "svg", { ...size, role: "img", "aria-label": label, ...more });
}
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);

// drawing.js
function drawingReadout(points) {
  const last = points.at(-1);
  if (!last) return "nothing drawn yet";
  const many = points.length === 1 ? "1 point" : `${points.length} points`;
  return `${many}; the last one is at (${number(last[0], 2)}, ${number(last[1], 2)})`;
}
var APART = 0.12;
var STEP = 0.2;
var ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
var plan = {
  testid: "drawing-readout",
  moves: ["points"],
  head({ el, get, set }) {
    const row = html(el, "div", { class: "gc-pad-row" });
    const button2 = { type: "button", class: "gc-button" };
    const undo = html(row, "button", { ...button2, "data-testid": "drawing-undo" }, "Take back");
    const clear = html(row, "button", { ...button2, "data-testid": "drawing-clear" }, "Clear");
    html(row, "span", { class: "gc-small" }, "Drag to draw. Or: arrow keys, Space, Backspace.");
    undo.addEventListener("click", () => set("points", get("points").slice(0, -1)));
    clear.addEventListener("click", () => set("points", []));
    return { cursor: [0, 0], last: null };
  },
  say: ({ get }) => drawingReadout(get("points")),
  draw({ stage, palette, head: pen, get, set }, width) {
    const { extent, most } = get("limits");
    const size = Math.min(width, 420);
    const [left, right, top, bottom] = [30, size - 10, 10, size - 30];
    const x = linear([-extent, extent], [left, right]);
    const y = linear([-extent, extent], [bottom, top]);
    const backX = linear([left, right], [-extent, extent]);
    const backY = linear([bottom, top], [-extent, extent]);
    const label = "A pad to draw on. Arrow keys move the cross, Space puts a point, Backspace takes the last one away.";
    const pad = { class: "gc-picture gc-pad", tabindex: 0, role: "application", "data-testid": "drawing-pad" };
    const root = frame(stage, size, size, label, pad);
    svg(root, "rect", { x: left, y: top, width: right - left, height: bottom - top, class: "gc-paper" });
    for (const v of [...range(-extent, extent).filter((i) => i), 0]) {
      const look = { class: v ? "gc-grid" : "gc-axis" };
      line(root, [x(v), top], [x(v), bottom], look);
      line(root, [left, y(v)], [right, y(v)], look);
      words(root, "tick", x(v), bottom + 17, number(v, 0), "middle");
      words(root, "tick", left - 7, y(v) + 4, number(v, 0), "end");
    }
    const dots = svg(root, "g");
    const cross = svg(root, "g", { class: "gc-cross" });
    const inside = (v) => Math.max(-extent, Math.min(extent, v));
    function add([px, py]) {
      const rounded = (
        /** @type {Point} */
        [px, py].map((v) => inside(Math.round(v * 1e3) / 1e3))
      );
      const points = get("points");
      if (points.length < most) set("points", [...points, rounded]);
    }
    function stroke(event) {
      const box = root.getBoundingClientRect();
      const point = (
        /** @type {Point} */
        [backX(event.clientX - box.left), backY(event.clientY - box.top)]
      );
      if (Math.max(Math.abs(point[0]), Math.abs(point[1])) > extent) return;
      if (pen.last && Math.hypot(point[0] - pen.last[0], point[1] - pen.last[1]) < APART) return;
      pen.last = point;
      pen.cursor = point;
      add(point);
    }
    function show() {
      dots.replaceChildren();
      for (const [px, py] of get("points"))
        svg(dots, "circle", { cx: x(px), cy: y(py), r: 4.5, fill: palette.real, class: "gc-dot" });
      cross.replaceChildren();
      const [cx, cy] = [x(pen.cursor[0]), y(pen.cursor[1])];
      line(cross, [cx - 9, cy], [cx + 9, cy], {});
      line(cross, [cx, cy - 9], [cx, cy + 9], {});
    }
    root.addEventListener("pointerdown", (event) => {
      root.focus({ preventScroll: true });
      root.setPointerCapture(event.pointerId);
      pen.last = null;
      stroke(event);
      event.preventDefault();
    });
    root.addEventListener("pointermove", (event) => pen.last && stroke(event));
    for (const end of ["pointerup", "pointercancel"])
      root.addEventListener(end, () => {
        pen.last = null;
      });
    root.addEventListener("keydown", (event) => {
      const step = ARROWS[event.key];
      if (step) pen.cursor = [inside(pen.cursor[0] + step[0]), inside(pen.cursor[1] + step[1])];
      else if (event.key === " " || event.key === "Enter") add(pen.cursor);
      else if (event.key === "Backspace" || event.key === "Delete") set("points", get("points").slice(0, -1));
      else return;
      event.preventDefault();
      event.stopPropagation();
      show();
    });
    return show;
  }
};
var drawing_default = view(plan);
export {
  drawing_default as default,
  drawingReadout
};
