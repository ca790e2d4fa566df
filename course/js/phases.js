// The phases of training: p_data, p_g, D and D* above, and the lines from noise z to x = G(z) below.

import { clipTo, linear, range, svg } from "./dom.js";
import {
  columns,
  FAKE_DASHES,
  frame,
  frameAt,
  framesReel,
  legend,
  legendEntry,
  line,
  reference,
  rows,
  ticks,
  view,
  words,
} from "./parts.js";

/** @typedef {import("./dom.js").Scale} Scale */
/** @typedef {"p_data" | "p_g" | "d" | "d_star"} Curve */
/** @typedef {Record<Curve, (number | null)[]> & {z: number[], x: number[], text: string}} Frame */
/** @typedef {{frame: number, noun: string, interval: number, frames: Frame[], axis: {from: number, to: number, top: number}}} Traits */

const CURVES = /** @type {const} */ ([
  { key: "p_data", name: "p_data", colour: "real", dashes: "none", width: 2.5 },
  { key: "p_g", name: "p_g", colour: "fake", dashes: FAKE_DASHES, width: 2.5 },
  { key: "d", name: "D(x)", colour: "discriminator", dashes: "none", width: 3.25 },
  { key: "d_star", name: "D*(x), the best D against this p_g", colour: null, dashes: "1.5 3.5", width: 2 },
]);

/**
 * How a curve looks; the best D has the colour of the ink.
 * @param {import("./parts.js").Palette} palette
 * @param {typeof CURVES[number]} curve
 */
const look = (palette, { colour, dashes, width }) => ({
  style: `stroke: ${colour ? palette[colour] : "var(--gc-ink)"}`,
  "stroke-width": width,
  "stroke-dasharray": dashes,
});

/**
 * Stretches without a value (no mass, so no D*) are left out.
 * @param {(number | null)[]} values
 * @param {Scale} x
 * @param {Scale} y
 */
function stretches(values, x, y) {
  let path = "";
  let pen = "M";
  values.forEach((value, i) => {
    if (value !== null) path += `${pen}${x(i).toFixed(2)},${y(value).toFixed(2)}`;
    pen = value === null ? "M" : "L";
  });
  return path;
}

/** @type {import("./parts.js").Plan<Traits, void>} */
const plan = {
  testid: "phases-readout",
  moves: ["frame"],
  redraws: ["frames"],
  head({ el, palette }) {
    const parent = legend(el);
    for (const curve of CURVES) {
      const { style, ...more } = look(palette, curve);
      legendEntry(parent, (swatch) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, style, ...more }), curve.name);
    }
  },
  reel: framesReel,
  say: ({ get }) => frameAt(get("frames"), get("frame"))?.text,
  draw({ stage, palette, get }, width) {
    const axis = get("axis");
    const bottom = 14 + Math.round(Math.min(300, Math.max(190, 0.42 * width)));
    const box = { left: 38, right: width - 14, top: 14, bottom };
    const { left, right, top } = box;
    const [zTop, zBottom] = [bottom + 42, bottom + 112];
    const x = linear([axis.from, axis.to], [left, right]);
    const y = linear([0, axis.top], [bottom, top]);
    const label =
      "The densities of the data and of the generated samples, the curve of D and the best possible curve D*, " +
      "on a line; below, arrows from values z of the noise to x = G(z). The sentence below gives the numbers.";
    const root = frame(stage, width, zBottom + 30, label);
    rows(root, box, y, ticks(range(0, 1.25, 0.25), 2));
    columns(root, x, bottom, ticks(range(Math.ceil(axis.from), axis.to), 0));
    reference(root, palette, [left, y(0.5)], [right, y(0.5)]);
    line(root, [left, zTop], [right, zTop], { class: "gc-axis" });
    words(root, "label", left + 2, zTop - 6, "noise z");
    line(root, [left, zBottom], [right, zBottom], { class: "gc-axis" });
    words(root, "label", left + 2, zBottom + 17, "x = G(z)");
    const plot = clipTo(root, left, top, right - left, bottom - top + 2);
    const below = clipTo(root, left, zTop - 4, right - left, zBottom - zTop + 8);
    const round = { fill: "none", "stroke-linejoin": "round" };
    const curves = CURVES.map((curve) => svg(plot, "path", { ...look(palette, curve), ...round }));
    const lines = svg(below, "g");
    words(root, "note", left + 5, y(0.5) - 5, "½");

    return () => {
      const shown = frameAt(get("frames"), get("frame"));
      if (!shown) return;
      const last = shown.p_data.length - 1;
      const at = linear([0, last], [x(axis.from), x(axis.to)]);
      CURVES.forEach(({ key }, i) => {
        curves[i].setAttribute("d", stretches(shown[key], at, y));
      });
      lines.replaceChildren();
      shown.z.forEach((z, i) => {
        const end = x(shown.x[i]);
        line(lines, [x(z), zTop], [end, zBottom], { stroke: palette.generator, "stroke-width": 1.5 });
        svg(lines, "circle", { cx: end, cy: zBottom, r: 3.5, fill: palette.generator });
      });
    };
  },
};

export default view(plan);
