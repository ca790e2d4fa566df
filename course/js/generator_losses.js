// The two losses of the generator over the logit: curves with arrows downhill, two gauges of the pull, and a sentence.

import { arrow } from "./arrows.js";
import { clipTo, linear, number, pathThrough, range, softplus, svg } from "./dom.js";
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
  ticks,
  view,
  words,
} from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {{a: number}} Traits */

/** @param {number} a */
export function generatorLosses(a) {
  const e = Math.exp(-Math.abs(a));
  const d = (a >= 0 ? 1 : e) / (1 + e);
  const other = (a >= 0 ? e : 1) / (1 + e);
  return {
    d,
    saturating: -softplus(a),
    non_saturating: softplus(-a),
    slope_saturating: -d,
    slope_non_saturating: -other,
  };
}

/** @param {number} a */
export function generatorLossesReadout(a) {
  const at = generatorLosses(a);
  const ratio = Math.exp(-a);
  return (
    `logit a = ${number(a, 1)}, D = ${number(at.d, 4)}: ` +
    `ln(1 − D) is ${number(at.saturating, 3)} with slope ${number(at.slope_saturating, 4)}; ` +
    `−ln D is ${number(at.non_saturating, 3)} with slope ${number(at.slope_non_saturating, 4)}, ` +
    `${number(ratio, ratio >= 1 ? 1 : 4)} times as steep`
  );
}

const ARROW = 3; // logits to the right for a pull of 1
const LOSSES = /** @type {const} */ ([
  {
    loss: "saturating",
    slope: "slope_saturating",
    colour: "fake",
    dashes: FAKE_DASHES,
    name: "saturating: ln(1 − D)",
    square: true,
  },
  {
    loss: "non_saturating",
    slope: "slope_non_saturating",
    colour: "real",
    dashes: "none",
    name: "non-saturating: −ln D",
    square: false,
  },
]);

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
  testid: "generator-losses-readout",
  moves: ["a"],
  head: ({ el, palette }) => lineLegend(el, palette, [...LOSSES]),
  say: ({ get }) => generatorLossesReadout(get("a")),
  draw({ stage, palette, get }, width) {
    const bottom = 30 + Math.round(Math.min(280, Math.max(210, 0.4 * width)));
    const box = { left: 34, right: width - 12, top: 30, bottom };
    const { left, right, top } = box;
    const gauge = { left: Math.min(168, 0.36 * width), right: width - 56, top: bottom + 76 };
    const x = linear([-8, 8], [left, right]);
    const y = linear([-8.5, 8.5], [bottom, top]);
    const pull = linear([0, 1], [gauge.left, gauge.right]);
    const row = (/** @type {number} */ i) => gauge.top + 14 + 26 * i;
    const label =
      "Loss of the generator in nats against the logit a of D(G(z)). ln(1 − D) is flat on the left and falls on the " +
      "right; −ln D falls on the left and is flat on the right. Below, two gauges show how hard each loss pulls.";
    const root = frame(stage, width, gauge.top + 62, label);
    rows(root, box, y, ticks(range(-8, 8, 4), 0), 8, Number.NaN);
    line(root, [left, bottom], [right, bottom], { class: "gc-axis" });
    columns(root, x, bottom, ticks(range(-8, 8, width < 420 ? 4 : 2), 0));
    words(root, "label", 4, 14, "loss of G (nats)");
    words(root, "label", (left + right) / 2, bottom + 36, "logit a of D(G(z))", "middle");
    reference(root, palette, [x(0), top], [x(0), bottom]);
    const plot = clipTo(root, left, top - 8, right - left, bottom - top + 8);
    const grid = range(0, 160).map((i) => -8 + i / 10);
    for (const one of LOSSES) {
      const d = pathThrough(grid.map((a) => [x(a), y(generatorLosses(a)[one.loss])]));
      svg(plot, "path", { d, ...stroke(palette, one) });
    }
    const moving = svg(plot, "g");
    words(root, "note", x(0) + 5, top + 8, "D = ½");
    words(root, "label", 4, gauge.top - 10, "pull on the logit (minus the slope), from 0 to 1");
    LOSSES.forEach(({ name }, i) => {
      line(root, [pull(0), row(i)], [pull(1), row(i)], { class: "gc-grid" });
      for (const end of [0, 1]) line(root, [pull(end), row(i) - 7], [pull(end), row(i) + 7], { class: "gc-axis" });
      words(root, "tick", pull(0) - 10, row(i) + 4, name.split(": ")[width < 420 ? 1 : 0], "end");
    });
    const pulls = svg(root, "g");

    return () => {
      const a = get("a");
      const at = generatorLosses(a);
      moving.replaceChildren();
      pulls.replaceChildren();
      line(moving, [x(a), bottom], [x(a), top], { class: "gc-guide" });
      LOSSES.forEach(({ loss, slope, colour }, i) => {
        const reach = -ARROW * at[slope];
        const to = /** @type {const} */ ([x(a + reach), y(at[loss] + at[slope] * reach)]);
        arrow(moving, palette[colour], [x(a), y(at[loss])], [...to], 2.25);
        arrow(pulls, palette[colour], [pull(0), row(i)], [pull(-at[slope]), row(i)], 6);
        words(pulls, "tick", pull(1) + 8, row(i) + 4, number(-at[slope], 4));
      });
      for (const { loss, colour, square } of LOSSES) mark(moving, square, palette[colour], x(a), y(at[loss]));
    };
  },
};

export default view(plan);
