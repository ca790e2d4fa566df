// Convolution on a line of pixels: inputs above, outputs in the middle, what the transposed one makes of them below.

import { range, svg } from "./dom.js";
import { FAKE_DASHES, frame, line, view, words } from "./parts.js";

/** @typedef {{n: number, k: number, s: number, p: number}} Numbers Inputs, kernel, stride, padding. */

/** @param {Numbers} numbers */
export function computeConvolution({ n, k, s, p }) {
  const out = n + 2 * p >= k ? Math.floor((n + 2 * p - k) / s) + 1 : 0;
  const starts = range(0, out - 1).map((j) => j * s - p);
  const touched = range(0, n - 1).map((i) => starts.filter((start) => start <= i && i < start + k).length);
  return { out, starts, touched, back: out ? Math.max(0, (out - 1) * s - 2 * p + k) : 0 };
}

/** @param {Numbers} numbers */
export function convolutionReadout(numbers) {
  const { n, k, s, p } = numbers;
  const { out, touched, back } = computeConvolution(numbers);
  const head = `n = ${n}, k = ${k}, s = ${s}, p = ${p}: `;
  if (!out) return `${head}the window is wider than the input with its padding`;
  const [low, high] = [Math.min(...touched), Math.max(...touched)];
  const count = low === high ? `${low} ${low === 1 ? "window" : "windows"}` : `${low} to ${high} windows`;
  return `${head}n_out = ${out}; transposed, ${out} → ${back}${back === n ? " again" : ""}; each input lies in ${count}`;
}

const ROWS = [26, 116, 206];
const HALF = 14; // the height of a cell

/** @param {<K extends keyof Numbers>(name: K) => number} get */
const numbersOf = (get) => ({ n: get("n"), k: get("k"), s: get("s"), p: get("p") });

/** @type {import("./parts.js").Plan<Numbers, void>} */
const plan = {
  testid: "convolution-readout",
  moves: [],
  redraws: ["n", "k", "s", "p"],
  say: ({ get }) => convolutionReadout(numbersOf(get)),
  draw({ stage, palette, get }, width) {
    const { n, k, s, p } = numbersOf(get);
    const { out, starts, back } = computeConvolution({ n, k, s, p });
    const last = Math.max(n, back) + p;
    const unit = Math.min(46, (width - 64 - 8) / (last + p));
    const x = (/** @type {number} */ i) => 64 + (i + p) * unit;
    const label =
      "Three rows of cells: the inputs with their padding, the outputs of the convolution with lines to the cells " +
      "of their windows, and the outputs of the transposed convolution. The sentence below gives the numbers.";
    const root = frame(stage, width, 236, label);
    [`${n} in`, `${out} out`, `${back} back`].forEach((name, row) => {
      words(root, "label", 2, ROWS[row] + 5, name);
    });
    const lines = svg(root, "g");
    /**
     * @param {number} at
     * @param {number} row
     * @param {string} colour
     * @param {boolean} inside
     */
    function cell(at, row, colour, inside) {
      const box = { x: x(at) + 1.5, y: ROWS[row] - HALF, width: unit - 3, height: 2 * HALF, rx: 3 };
      const filled = { fill: colour, stroke: "none", "stroke-dasharray": "none" };
      const empty = { fill: "none", stroke: palette.reference, "stroke-dasharray": "3 3" };
      svg(root, "rect", { ...box, ...(inside ? filled : empty) });
    }
    for (const i of range(-p, n + p - 1)) cell(i, 0, palette.real, i >= 0 && i < n);
    for (const start of starts) {
      const middle = start + (k - 1) / 2;
      const at = x(middle) + unit / 2;
      for (const i of range(start, start + k - 1)) {
        const centre = x(i) + unit / 2;
        const down = { stroke: palette.discriminator, "stroke-width": 1.25 };
        line(lines, [centre, ROWS[0] + HALF], [at, ROWS[1] - HALF], down);
        const up = { stroke: palette.generator, "stroke-width": 1.25, "stroke-dasharray": FAKE_DASHES };
        line(lines, [at, ROWS[1] + HALF], [centre, ROWS[2] - HALF], up);
      }
      cell(middle, 1, palette.discriminator, true);
    }
    if (out) for (const i of range(-p, back + p - 1)) cell(i, 2, palette.fake, i >= 0 && i < back);
  },
};

export default view(plan);
