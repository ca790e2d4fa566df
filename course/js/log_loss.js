// The log loss of one prediction p: two curves, a point and a tangent on each, and a sentence.

import { clipTo, linear, number, pathThrough, range, svg } from "./dom.js";
import {
  columns,
  FAKE_DASHES,
  frame,
  line,
  lineLegend,
  mark,
  reference,
  rows,
  stroke,
  tenths,
  ticks,
  view,
  words,
} from "./parts.js";

/** @typedef {"loss_y1" | "loss_y0"} Loss */
/** @typedef {{p: number, curves: Record<"p" | Loss, number[]>}} Traits */

/** @param {number} p */
export function logLoss(p) {
  return { loss_y1: -Math.log(p), loss_y0: -Math.log1p(-p), slope_y1: -1 / p, slope_y0: 1 / (1 - p) };
}

/** @param {number} p */
export function logLossReadout(p) {
  const at = logLoss(p);
  return (
    `p = ${number(p, 3)}: if y = 1 the loss is ${number(at.loss_y1, 3)} nats (slope ${number(at.slope_y1, 2)}); ` +
    `if y = 0 it is ${number(at.loss_y0, 3)} nats (slope ${number(at.slope_y0, 2)})`
  );
}

const TOP_LOSS = 7; // −ln 0.001 = 6.91, the most the slider can reach
const LABELS = /** @type {const} */ ([
  { loss: "loss_y1", slope: "slope_y1", colour: "real", dashes: "none", name: "if y = 1: −ln p", square: false },
  {
    loss: "loss_y0",
    slope: "slope_y0",
    colour: "fake",
    dashes: FAKE_DASHES,
    name: "if y = 0: −ln(1 − p)",
    square: true,
  },
]);

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
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
    const label =
      "Loss in nats against p, the probability given to y = 1. −ln p falls and is the loss if y = 1; " +
      "−ln(1 − p) rises and is the loss if y = 0; they cross at p = ½ and ln 2 = 0.693. A tangent touches each at p.";
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
    // The names come last: they stay readable where a line passes behind.
    words(root, "note", x(0.5) + 5, top + 6, "p = ½");
    words(root, "note", x(0.03), y(Math.LN2) - 5, "ln 2 = 0.693");
    words(root, "note gc-strong", x(0.006) + 12, y(5.2), "y = 1");
    words(root, "note gc-strong", x(0.994) - 12, y(5.2), "y = 0", "end");
    const reach = Math.max(48, Math.min(90, 0.12 * width));

    return () => {
      const p = get("p");
      const at = logLoss(p);
      moving.replaceChildren();
      line(moving, [x(p), bottom], [x(p), y(Math.max(at.loss_y1, at.loss_y0))], { class: "gc-guide" });
      for (const { loss, slope, colour } of LABELS) {
        // One p to the right is this far across the page and this far up it: the tangent's direction in pixels.
        const across = x(1) - x(0);
        const up = at[slope] * (y(1) - y(0));
        const step = reach / Math.hypot(across, up);
        const [from, to] = [-step, step].map((t) => /** @type {const} */ ([x(p) + t * across, y(at[loss]) + t * up]));
        line(moving, [...from], [...to], { stroke: palette[colour], class: "gc-tangent" });
      }
      for (const { loss, colour, square } of LABELS) mark(moving, square, palette[colour], x(p), y(at[loss]));
    };
  },
};

export default view(plan);
