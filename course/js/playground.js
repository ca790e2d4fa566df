// The playground: a GAN in the plane that plays in the kernel while this looks.

import { button } from "./buttons.js";
import { html, keepKeys, number, onWidth, svg } from "./dom.js";
import { line, words } from "./parts.js";
import { player } from "./player.js";
import { CHARTS, drawChart, drawShares, remember } from "./playground/charts.js";
import { settingsPanel, switches, toolbar } from "./playground/controls.js";
import { decode, NONE, pairs, rowOf } from "./playground/frames.js";
import { explainer, glossary } from "./playground/glossary.js";
import { slowMotion } from "./playground/moments.js";
import { plane } from "./playground/plane.js";
import { videoButton } from "./playground/video.js";

/** @typedef {import("./playground/frames.js").Frame} Frame */
/** @typedef {import("./playground/frames.js").Row} Row */
/** @typedef {import("./playground/controls.js").State} State */
/** @typedef {import("./playground/controls.js").Choices} Choices */
/** @typedef {import("./playground/plane.js").Scene} Scene */
/** @typedef {import("@anywidget/types").AnyModel} Model */
/** @typedef {[number, number]} Point */

const SIDE_BY_SIDE = 620; // from this width on the charts stand beside the plane
const SPOKEN_EVERY = 5000; // milliseconds between two sentences while it plays
const PATIENCE = 4000; // milliseconds without an answer
const SILENCE =
  "The kernel has not answered yet. Either it is busy with a cell, or it was restarted: then run the cell of this playground again.";
const STEP = 0.2;
const APART = 0.12;
const CALM = 500; // milliseconds between two frames for whoever wants less motion
/** @type {Record<string, Point>} */
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
const FILES = [
  ["csv", "History (CSV)"],
  ["page", "Recording (a page)"],
  ["film", "Film (APNG)"],
  ["gif", "Film (GIF)"],
  ["script", "Settings (JSON)"],
];
/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const palette = /** @type {import("./parts.js").Palette} */ (model.get("palette"));
  const choices = /** @type {Choices} */ (model.get("choices"));
  const sources = /** @type {Record<string, string>} */ (model.get("sources"));
  const state = () => /** @type {State} */ (model.get("state"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let unanswered;
  const send = (/** @type {Record<string, unknown>} */ message) => {
    model.send(message);
    if (message.do === "seen" || message.do === "look" || unanswered) return;
    unanswered = setTimeout(() => {
      alarm.textContent = SILENCE;
      alarm.hidden = false;
    }, PATIENCE);
  };
  const answered = () => {
    clearTimeout(unanswered);
    unanswered = undefined;
  };
  keepKeys(el);
  const { extent } = choices;
  const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;

  el.classList.add("gc-view", "gc-playground");
  /** @type {import("./playground/controls.js").Switches} */
  const shown = {
    ground: "d", data: true, samples: true, arrows: true, manifold: false, modes: false, morph: 1,
    charts: { losses: true, distance: true, answers: true, kl: false, shares: true },
  }; // biome-ignore format: one line for what is alike
  /** @type {Frame | undefined} */
  let frame;
  /** @type {Scene} */
  let scene = { real: new Float32Array(), centers: new Float32Array(), std: 0.1 };
  /** @type {Row[]} */
  const history = [];
  /** @type {{number: number, frame: Frame, text: string} | null} */
  let waiting = null;
  let closed = false;
  let [asked, drawnAt, spokenAt, chartsAt] = [0, 0, 0, 0];
  /** @type {Point} */
  let cursor = [0, 0];
  /** @type {Point | null} */
  let stroke = null;

  const explain = explainer(el);
  const { reel } = choices;
  const film = reel && { noun: "frame", first: 0, last: reel.frames - 1, interval: reel.interval };
  const played = film && player(el, film, (frame, playing) => send({ do: "frame", frame, playing }));
  const moving = played ? () => {} : toolbar(el, send);
  const settings = choices.reel ? () => {} : settingsPanel(el, choices, send, explain);
  const names = [...CHARTS.map(({ name }) => [name, name === "kl" ? "KL" : name]), ["shares", "shares"]];
  const switched = () => {
    arrange();
    paint(true);
  };
  switches(el, palette, shown, names, switched, explain);
  const stage = html(el, "div", { class: "gc-stage gc-play-stage" });
  const left = html(stage, "div", { class: "gc-plane-side" });
  const square = html(left, "div", { class: "gc-plane" });
  const layers = plane(square, palette, extent);
  const over = svg(square, "svg", {
    class: "gc-plane-over",
    tabindex: 0,
    role: "application",
    "data-testid": "playground-plane",
  });
  const counter = html(left, "p", { class: "gc-counter", "data-testid": "playground-counter" });
  const probe = html(left, "p", { class: "gc-small gc-probe", "data-testid": "playground-probe" });
  const right = html(stage, "div", { class: "gc-charts" });
  const alarm = html(el, "p", { class: "gc-alarm", role: "alert", "data-testid": "playground-error" });
  const readout = html(el, "p", {
    class: "gc-readout",
    role: "status",
    "aria-live": "polite",
    "data-testid": "playground-readout",
  });
  const slow = slowMotion(el, palette, sources);
  const printed = html(el, "details", { class: "gc-printed" });
  html(printed, "summary", {}, "What your functions have printed");
  const lines = html(printed, "pre", { "data-testid": "playground-printed" });
  glossary(el);
  const files = html(el, "div", { class: "gc-pad-row" });
  html(files, "span", { class: "gc-small" }, "Save:");
  for (const [kind, name] of choices.reel ? [] : FILES)
    button(files, name, `playground-save-${kind}`, () => send({ do: "save", kind }));
  const video = videoButton(files, layers.compose, (made) => download(made, "playground.webm"));

  /** @type {{draw: (history: Row[]) => void}[]} */
  let charts = [];
  /** @type {((shares: Uint8Array) => void) | null} */
  let shares = null;
  let size = 1;
  let width = 0;

  // ---- what stands still until the width changes ---------------------------------------------------------------------

  function arrange() {
    if (!width) return;
    const beside = width >= SIDE_BY_SIDE;
    size = beside ? Math.min(420, Math.round(0.55 * width)) : Math.min(width, 420);
    square.style.width = square.style.height = left.style.width = `${size}px`;
    layers.resize(size);
    right.replaceChildren();
    const room = beside ? width - size - 16 : width;
    charts = CHARTS.filter(({ name }) => shown.charts[name]).map((chart) => ({
      draw: drawChart(right, palette, chart, room, explain),
    }));
    shares = shown.charts.shares ? drawShares(right, palette, room, explain) : null;
    chartsAt = 0;
    drawOver();
  }

  const x = (/** @type {number} */ value) => ((value + extent) / (2 * extent)) * size;
  const inside = (/** @type {number} */ value) => Math.max(-extent, Math.min(extent, value));
  const drawing = () => !choices.reel && state().settings.data === "drawn";

  function drawOver() {
    over.replaceChildren();
    for (const [name, value] of Object.entries({ width: size, height: size, viewBox: `0 0 ${size} ${size}` }))
      over.setAttribute(name, String(value));
    const hand = drawing() ? " Space puts a point of the data under the cross, Backspace takes the last one away." : "";
    over.setAttribute(
      "aria-label",
      `The plane from −${extent} to ${extent}: data, samples and what D says. Arrow keys move a cross that reads values.${hand}`,
    );
    svg(over, "rect", { x: 0.5, y: 0.5, width: size - 1, height: size - 1, class: "gc-plane-edge" });
    for (const value of [-3, -2, -1, 1, 2, 3]) {
      if (value > -3) words(over, "tick", x(value), size - 4, number(value, 0), "middle");
      words(over, "tick", 4, size - x(value) + 4, number(value, 0));
    }
    if (drawing())
      for (const [px, py] of /** @type {Point[]} */ (state().settings.points))
        svg(over, "circle", { cx: x(px), cy: size - x(py), r: 4, fill: palette.real, class: "gc-dot" });
    const cross = svg(over, "g", { class: "gc-cross" });
    const [cx, cy] = [x(cursor[0]), size - x(cursor[1])];
    line(cross, [cx - 9, cy], [cx + 9, cy], {});
    line(cross, [cx, cy - 9], [cx, cy + 9], {});
  }

  // ---- values under the cross, and drawing ----------------------------------------------------------------------------

  function read() {
    if (!frame) return;
    const { side, dMap, starMap } = frame;
    const [column, row] = cursor.map((value) => Math.round(((value + extent) / (2 * extent)) * (side - 1)));
    const [d, star] = [dMap, starMap].map((map) => map[row * side + column]);
    const say = (/** @type {number} */ value) =>
      value === NONE ? "nothing, because there is no mass" : number(value / 254, 2);
    probe.textContent = `at (${number(cursor[0], 2)}, ${number(cursor[1], 2)}): D says ${say(d)}, D* ${say(star)}`;
  }

  /** @param {Point} point */
  function put(point) {
    const points = /** @type {Point[]} */ (state().settings.points);
    const rounded = /** @type {Point} */ (point.map((value) => inside(Math.round(1000 * value) / 1000)));
    send({ do: "change", changes: { points: [...points, rounded] } });
  }

  /** @param {PointerEvent} event @returns {Point} */
  function where(event) {
    const box = over.getBoundingClientRect();
    const scale = (2 * extent) / size;
    return [inside((event.clientX - box.left) * scale - extent), inside(extent - (event.clientY - box.top) * scale)];
  }
  over.addEventListener("pointermove", (event) => {
    cursor = where(event);
    if (stroke && Math.hypot(cursor[0] - stroke[0], cursor[1] - stroke[1]) >= APART) {
      stroke = cursor;
      put(cursor);
    }
    drawOver();
    read();
  });
  over.addEventListener("pointerdown", (event) => {
    over.focus({ preventScroll: true });
    if (!drawing()) return;
    over.setPointerCapture(event.pointerId);
    cursor = stroke = where(event);
    put(cursor);
    event.preventDefault();
  });
  for (const end of ["pointerup", "pointercancel"])
    over.addEventListener(end, () => {
      stroke = null;
    });
  over.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (step) cursor = [inside(cursor[0] + step[0]), inside(cursor[1] + step[1])];
    else if (drawing() && (event.key === " " || event.key === "Enter")) put(cursor);
    else if (drawing() && (event.key === "Backspace" || event.key === "Delete"))
      send({ do: "change", changes: { points: /** @type {Point[]} */ (state().settings.points).slice(0, -1) } });
    else if (event.key === " " && played) played.run(!played.playing);
    else if (event.key === " ") send({ do: state().playing ? "pause" : "play" });
    else return;
    event.preventDefault();
    event.stopPropagation(); // else JupyterLab takes the keys for its own
    drawOver();
    read();
  });

  // ---- what moves ------------------------------------------------------------------------------------------------------

  /** @param {boolean} [all] Also what has not changed since the last frame. */
  function paint(all) {
    if (!width) return;
    if (all) layers.drawStill(scene, shown);
    if (!frame) return;
    layers.drawGround(frame, shown.ground);
    layers.drawMoving(frame, shown);
    video.frame();
    counter.textContent = `iteration ${frame.iteration.toLocaleString("en")}`;
    const now = performance.now();
    if (all || now - chartsAt > 250) {
      chartsAt = now;
      for (const chart of charts) chart.draw(history);
      shares?.(frame.shares);
      read();
    }
  }

  /** @param {string} text @param {boolean} now */
  function speak(text, now) {
    const time = performance.now();
    if (!now && time - spokenAt < SPOKEN_EVERY) return;
    spokenAt = time;
    // A screen reader speaks only of changes.
    if (text && readout.textContent !== text) readout.textContent = text;
  }

  function drawWaiting() {
    asked = 0;
    if (!waiting) return;
    const { number: count, frame: next, text } = waiting;
    waiting = null;
    drawnAt = performance.now();
    frame = next;
    remember(history, frame.row);
    paint(false);
    if (!state().playing) paint(true);
    speak(text, !state().playing);
    send({ do: "seen", number: count });
  }

  /** Not before the browser draws: a page that nobody sees acknowledges nothing, and so is sent nothing. */
  function schedule() {
    if (asked) return;
    const wait = calm && state().playing ? Math.max(0, drawnAt + CALM - performance.now()) : 0;
    const next = () => {
      if (!closed) asked = requestAnimationFrame(drawWaiting);
    };
    if (wait) asked = -1;
    if (wait) setTimeout(next, wait);
    else next();
  }

  /** @param {any} content @param {DataView[]} buffers */
  function hear(content, buffers) {
    answered();
    if (content.kind === "frame") {
      waiting = { number: content.number, frame: decode(buffers[0], extent), text: content.text };
      if (lines.textContent !== content.printed) say();
      schedule();
    } else if (content.kind === "scene") {
      const unit = (4 * extent) / 32767;
      const [real, centers] = buffers.map((view) => pairs(view, 0, view.byteLength / 4, unit));
      scene = { real, centers, std: content.std };
      paint(true);
    } else if (content.kind === "history") {
      history.length = 0;
      for (const row of content.rows)
        history.push(rowOf(row.map((/** @type {number | null} */ value) => value ?? Number.NaN)));
      chartsAt = 0;
    } else if (content.kind === "moment") slow.tell(content.moment);
    else if (content.kind === "file") {
      download(new Blob([/** @type {BlobPart} */ (buffers[0])], { type: content.type }), content.name);
    }
  }

  /** @param {Blob} file @param {string} name */
  function download(file, name) {
    const address = URL.createObjectURL(file);
    const link = html(el, "a", { href: address, download: name });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  function say() {
    answered();
    const now = state();
    moving(now);
    settings(now);
    slow.show(now.slow);
    const refused = now.refused ? `That was not changed: ${now.refused}` : "";
    const error = now.error ? `${now.error} Play begins again.` : refused;
    if (alarm.textContent !== error) alarm.textContent = error;
    alarm.hidden = !error;
    if (lines.textContent !== now.printed) lines.textContent = now.printed;
    printed.hidden = !now.printed;
    el.classList.toggle("gc-is-playing", now.playing);
    speak(now.text, !now.playing || !readout.textContent);
    if (width) drawOver();
  }

  model.on("change:state", say);
  model.on("msg:custom", hear);
  // Canvases do not follow a theme by themselves.
  const theme = new MutationObserver(() => paint(true));
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class", "style"] });
  const stop = onWidth(stage, (now) => {
    width = now;
    arrange();
    paint(true);
  });
  say();
  send({ do: "look" });
  return () => {
    closed = true;
    video.stop();
    answered();
    stop();
    played?.stop();
    theme.disconnect();
    if (asked > 0) cancelAnimationFrame(asked);
    model.off("change:state", say);
    model.off("msg:custom", hear);
  };
}

export { decode } from "./playground/frames.js";
export { GLOSSARY } from "./playground/glossary.js";
export { replay } from "./playground/recording.js";
export default { render };
