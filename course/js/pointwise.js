// One point under the integral: a ln y, b ln(1 − y), their sum with its maximum, and a sentence.

import { clipTo, linear, number, pathThrough, range, svg } from "./dom.js";
import {
  columns,
  disc,
  FAKE_DASHES,
  frame,
  line,
  lineLegend,
  reference,
  rows,
  stroke,
  tenths,
  ticks,
  view,
  words,
} from "./parts.js";

/** @typedef {{a: number, b: number}} Traits */

/**
 * @param {number} a
 * @param {number} b
 */
export function pointwise(a, b) {
  if (a + b === 0) return { best: null, height: 0 };
  const best = a / (a + b);
  return { best, height: (a ? a * Math.log(best) : 0) + (b ? b * Math.log(b / (a + b)) : 0) };
}

/**
 * @param {number} a
 * @param {number} b
 */
export function pointwiseReadout(a, b) {
  const at = pointwise(a, b);
  const given = `a = ${number(a, 2)}, b = ${number(b, 2)}: `;
  if (at.best === null) return `${given}neither data nor fakes here; f is 0 everywhere, so no y is better than another`;
  if (a === 0) return `${given}only fakes here; f falls from its largest value 0 at y* = 0.000`;
  if (b === 0) return `${given}only data here; f rises to its largest value 0 at y* = 1.000`;
  return `${given}f is largest at y* = a/(a + b) = ${number(at.best, 3)}, where f = ${number(at.height, 3)}`;
}

const LOWEST = -3; // f(y*) ≥ −2 ln 4 = −2.77 on the sliders
/** @type {{of: (real: number, fake: number) => number, colour: string, dashes: string, width: number, name: string}[]} */
const TERMS = [
  { of: (real) => real, colour: "real", dashes: "none", width: 1.6, name: "a ln y" },
  { of: (_, fake) => fake, colour: "fake", dashes: FAKE_DASHES, width: 1.6, name: "b ln(1 − y)" },
  {
    of: (real, fake) => real + fake,
    colour: "discriminator",
    dashes: "none",
    width: 3,
    name: "f(y) = a ln y + b ln(1 − y)",
  },
];
const GRID = range(0, 399).map((i) => (i + 0.5) / 400);

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
  testid: "argmax-readout",
  moves: ["a", "b"],
  head: ({ el, palette }) => lineLegend(el, palette, TERMS),
  say: ({ get }) => pointwiseReadout(get("a"), get("b")),
  draw({ stage, palette, get }, width) {
    const height = Math.round(Math.min(380, Math.max(260, 0.48 * width)));
    const box = { left: 34, right: width - 14, top: 26, bottom: height - 42 };
    const { left, right, top, bottom } = box;
    const x = linear([0, 1], [left, right]);
    const y = linear([LOWEST, 0.1], [bottom, top]);
    const label =
      "Three curves over y from 0 to 1, in nats: a ln y rises to 0, b ln(1 − y) falls from 0, and their sum f has " +
      "its maximum where the disc is. The sentence below says where.";
    const root = frame(stage, width, height, label);
    rows(root, box, y, ticks(range(LOWEST, 0), 0));
    columns(root, x, bottom, tenths(width));
    words(root, "label", 4, 14, "f(y) (nats)");
    words(root, "label", (left + right) / 2, height - 6, "y, what D says at this x", "middle");
    reference(root, palette, [x(0.5), top], [x(0.5), bottom]);
    const curves = svg(clipTo(root, left, top - 2, right - left, bottom - top + 2), "g");
    const over = svg(root, "g");

    return () => {
      const [a, b] = [get("a"), get("b")];
      curves.replaceChildren();
      over.replaceChildren();
      for (const term of TERMS) {
        const height = (/** @type {number} */ at) => term.of(a * Math.log(at), b * Math.log1p(-at));
        const d = pathThrough(GRID.map((at) => [x(at), y(Math.max(height(at), 2 * LOWEST))]));
        svg(curves, "path", { d, ...stroke(palette, term), style: `stroke-width: ${term.width}px` });
      }
      const { best, height } = pointwise(a, b);
      if (best === null) {
        words(over, "note", (left + right) / 2, y(-0.25), "flat: no best y", "middle");
        return;
      }
      line(over, [x(best), bottom], [x(best), y(height)], { class: "gc-guide" });
      disc(over, palette.discriminator, x(best), y(height), 7);
      const toTheLeft = best > 0.7 || (best > 0.3 && best < 0.5);
      const name = `y* = ${number(best, 3)}`;
      words(over, "note gc-strong", x(best) + (toTheLeft ? -7 : 7), bottom - 8, name, toTheLeft ? "end" : undefined);
    };
  },
};

export default view(plan);
