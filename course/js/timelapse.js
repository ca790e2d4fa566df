// A training as a film: the samples among the modes, and a bar for the share of each mode.

import { clipTo, linear, svg } from "./dom.js";
import {
  frame,
  frameAt,
  framesReel,
  HAIRLINE,
  legend,
  legendEntry,
  line,
  rows,
  square,
  squareTicks,
  ticks,
  values,
  view,
  words,
} from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {{frame: number, noun: string, interval: number, frames: {points: Point[], shares: number[], text: string}[], centers: Point[]}} Traits */

const WINDOW = 3;

/**
 * @param {Element} parent
 * @param {string} stroke
 * @param {number} x
 * @param {number} y
 */
const cross = (parent, stroke, x, y) =>
  svg(parent, "path", { d: `M${x - 6},${y}H${x + 6}M${x},${y - 6}V${y + 6}`, stroke, "stroke-width": 2 });

/**
 * Samples are squares, as in the playground.
 * @param {Element} parent @param {string} fill @param {number} x @param {number} y @param {number} side
 */
const sample = (parent, fill, x, y, side) =>
  svg(parent, "rect", { x: x - side / 2, y: y - side / 2, width: side, height: side, fill, "fill-opacity": 0.6 });

/** @type {import("./parts.js").Plan<Traits, void>} */
const plan = {
  testid: "timelapse-readout",
  moves: ["frame"],
  head({ el, palette }) {
    const parent = legend(el);
    legendEntry(parent, (swatch) => cross(swatch, palette.real, 15, 7), "modes of the data");
    legendEntry(parent, (swatch) => sample(swatch, palette.fake, 15, 7, 8), "samples");
  },
  reel: framesReel,
  say: ({ get }) => frameAt(get("frames"), get("frame"))?.text,
  draw({ stage, palette, get }, width) {
    const centers = get("centers");
    const narrow = width < 520;
    const plane = square(30, 12, Math.round(narrow ? width - 30 - 12 : Math.min(330, 0.5 * width - 30)), WINDOW);
    const { left, right, top, bottom, size, x, y } = plane;
    const chart = narrow
      ? { left: 42, right: width - 12, top: bottom + 50, bottom: bottom + 200 }
      : { left: right + 60, right: width - 14, top: top + 16, bottom };
    const bar = linear([0, 1], [chart.bottom, chart.top]);
    const place = linear([0, centers.length], [chart.left, chart.right]);
    const label =
      "Left, samples among the modes of the data, in the plane. Right, a bar for the share of the samples that each " +
      "mode has; a dashed line marks equal shares. The sentence below gives the numbers.";
    const root = frame(stage, width, Math.max(bottom, chart.bottom) + 42, label);
    squareTicks(root, plane, WINDOW, 16, 6);
    line(root, [left, bottom], [right, bottom], { class: "gc-axis" });
    line(root, [left, top], [left, bottom], { class: "gc-axis" });
    rows(root, chart, bar, ticks([0, 0.25, 0.5, 0.75, 1], 2), 7);
    words(root, "label", chart.left - 38, chart.top - 10, "share of the samples");
    values(
      root,
      place,
      chart.bottom + 16,
      centers.map((_, i) => [i + 0.5, String(i + 1)]),
    );
    words(root, "label", (chart.left + chart.right) / 2, chart.bottom + 35, "mode", "middle");
    const clipped = clipTo(root, left, top, size, size);
    for (const [cx, cy] of centers) cross(clipped, palette.real, x(cx), y(cy));
    const [moving, bars] = [svg(clipped, "g"), svg(root, "g")];
    const equal = bar(1 / centers.length);
    const hairline = { stroke: palette.reference, "stroke-dasharray": HAIRLINE };
    line(root, [chart.left, equal], [chart.right, equal], hairline);

    return () => {
      const shown = frameAt(get("frames"), get("frame"));
      if (!shown) return;
      moving.replaceChildren();
      bars.replaceChildren();
      for (const [px, py] of shown.points) sample(moving, palette.fake, x(px), y(py), 5);
      shown.shares.forEach((share, i) => {
        const box = { x: place(i + 0.12), width: place(0.76) - place(0), y: bar(share), height: bar(0) - bar(share) };
        svg(bars, "rect", { ...box, fill: palette.fake, "fill-opacity": 0.8 });
      });
    };
  },
};

export default view(plan);
