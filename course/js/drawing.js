// A pad to draw points on. Mouse or finger: press and drag. Keyboard: arrows move the cross, Space puts a point there,
// Backspace takes the last one away.

import { html, linear, number, range, svg } from "./dom.js";
import { frame, line, view, words } from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {{points: Point[], limits: {extent: number, most: number}}} Traits */

/** @param {Point[]} points */
export function drawingReadout(points) {
  const last = points.at(-1);
  if (!last) return "nothing drawn yet";
  const many = points.length === 1 ? "1 point" : `${points.length} points`;
  return `${many}; the last one is at (${number(last[0], 2)}, ${number(last[1], 2)})`;
}

const APART = 0.12; // a stroke puts a point each time it has come this far
const STEP = 0.2;
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

/**
 * @typedef {object} Pen
 * @property {Point} cursor Where the cross is.
 * @property {Point | null} last Where the stroke that is being drawn has put its last point.
 */

/** @type {import("./parts.js").Plan<Traits, Pen>} */
const plan = {
  testid: "drawing-readout",
  moves: ["points"],
  head({ el, get, set }) {
    const row = html(el, "div", { class: "gc-pad-row" });
    const button = { type: "button", class: "gc-button" };
    const undo = html(row, "button", { ...button, "data-testid": "drawing-undo" }, "Take back");
    const clear = html(row, "button", { ...button, "data-testid": "drawing-clear" }, "Clear");
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
    // The axes last, so that no line of the grid crosses them.
    for (const v of [...range(-extent, extent).filter((i) => i), 0]) {
      const look = { class: v ? "gc-grid" : "gc-axis" };
      line(root, [x(v), top], [x(v), bottom], look);
      line(root, [left, y(v)], [right, y(v)], look);
      words(root, "tick", x(v), bottom + 17, number(v, 0), "middle");
      words(root, "tick", left - 7, y(v) + 4, number(v, 0), "end");
    }
    const dots = svg(root, "g");
    const cross = svg(root, "g", { class: "gc-cross" });
    const inside = (/** @type {number} */ v) => Math.max(-extent, Math.min(extent, v));

    /** @param {Point} point */
    function add([px, py]) {
      const rounded = /** @type {Point} */ ([px, py].map((v) => inside(Math.round(v * 1000) / 1000)));
      const points = get("points");
      if (points.length < most) set("points", [...points, rounded]);
    }

    /** @param {PointerEvent} event */
    function stroke(event) {
      const box = root.getBoundingClientRect();
      const point = /** @type {Point} */ ([backX(event.clientX - box.left), backY(event.clientY - box.top)]);
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
      event.stopPropagation(); // else JupyterLab takes the keys for its own
      show();
    });
    return show;
  },
};

export default view(plan);
