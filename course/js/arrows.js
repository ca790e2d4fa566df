// Arrows, for views that show where something is pulled.

import { pathThrough, svg } from "./dom.js";
import { line } from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */

/**
 * An arrow; nothing where it would be shorter than two pixels.
 * @param {Element} parent
 * @param {string} colour
 * @param {Point} from
 * @param {Point} to
 * @param {number} width
 */
export function arrow(parent, colour, [x0, y0], [x1, y1], width) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 2) return;
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const head = Math.min(12, length);
  const [bx, by] = [x1 - head * ux, y1 - head * uy];
  const side = 0.45 * head;
  line(parent, [x0, y0], [bx, by], { stroke: colour, "stroke-width": width });
  const tip = pathThrough([
    [x1, y1],
    [bx - side * uy, by + side * ux],
    [bx + side * uy, by - side * ux],
  ]);
  svg(parent, "path", { d: `${tip}Z`, fill: colour });
}
