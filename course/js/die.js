// The running mean of a die and its ±2·SD/√n funnel, above; the same with the funnel straightened out, below.

import { clipTo, html, linear, logarithmic, number, pathThrough, range, svg } from "./dom.js";
import { dash, disc, frame, legend, legendEntry, line, reference, rows, ticks, view, words } from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/**
 * A run, as the kernel computed it.
 * @typedef {{means: number[], expected: number, sigma: number, seed: number}} Run
 */
/** @typedef {{n: number, run: Run}} Traits */

const TIE = 1e-12; // exactly on the edge is inside, whatever the last bit says

/** @param {number} x */
function plain(x) {
  return number(x, 4).replace(/0+$/, "").replace(/\.$/, "");
}

/**
 * @param {number} mean
 * @param {number} expected
 * @param {number} sigma
 * @param {number} n
 */
export function isOutside(mean, expected, sigma, n) {
  return Math.abs(mean - expected) > (2 * sigma) / Math.sqrt(n) + TIE;
}

/**
 * @param {number} n
 * @param {number} mean
 * @param {number} expected
 * @param {number} sigma
 */
export function dieReadout(n, mean, expected, sigma) {
  const distance = Math.abs(mean - expected);
  const allowed = (2 * sigma) / Math.sqrt(n);
  const onTarget = distance < 1e-9;
  let digits = 2;
  const unclear = () => [number(0, digits), number(allowed, digits)].includes(number(distance, digits));
  while (digits < 6 && !onTarget && unclear()) digits += 1;
  const where = onTarget
    ? `exactly ${plain(expected)}`
    : `${number(distance, digits)} ${mean > expected ? "above" : "below"} ${plain(expected)}`;
  const start = `after ${n} ${n === 1 ? "roll" : "rolls"} the mean is ${number(mean, digits)}, ${where}; `;
  const width = `±${number(allowed, digits)}`;
  if (!isOutside(mean, expected, sigma, n)) return `${start}the funnel allows ${width}`;
  return `${start}that is outside the funnel, which allows ${width}`;
}

/**
 * The roll that a slider has come to, its mean, and whether that is outside.
 * @param {Run} run
 * @param {number} at
 */
function rollAt({ means, expected, sigma }, at) {
  const n = Math.max(1, Math.min(means.length, at));
  return { n, mean: means[n - 1], outside: isOutside(means[n - 1], expected, sigma, n) };
}

/**
 * Stretches of n at which a run is outside, each to be drawn on its own, over the line of the mean.
 * @param {Run} run
 */
function strayStretches({ means, expected, sigma }) {
  /** @type {number[][]} */
  const stretches = [];
  for (const n of range(1, means.length)) {
    if (!isOutside(means[n - 1], expected, sigma, n)) continue;
    const current = stretches.at(-1);
    if (current?.at(-1) === n - 1) current.push(n);
    else stretches.push([n]);
  }
  return stretches;
}

/** @type {import("./parts.js").Plan<Traits, HTMLElement>} */
const plan = {
  testid: "die-readout",
  moves: ["n"],
  redraws: ["run"],
  head({ el, palette }) {
    const parent = legend(el);
    const band = { fill: palette.reference, stroke: palette.reference, class: "gc-band" };
    legendEntry(parent, (s) => dash(s, palette.real), "mean of the first n rolls");
    legendEntry(parent, (s) => svg(s, "rect", { x: 0, y: 1, width: 30, height: 12, ...band }), "funnel E ± 2·SD/√n");
    legendEntry(parent, (s) => dash(s, palette.fake, 5), "outside it");
    return html(parent, "span", { class: "gc-seed", "data-testid": "die-seed" });
  },
  say({ get, head: seed, readout }) {
    const run = get("run");
    const { n, mean, outside } = rollAt(run, get("n"));
    readout.classList.toggle("gc-outside", outside);
    seed.textContent = `seed ${run.seed}`;
    return dieReadout(n, mean, run.expected, run.sigma);
  },
  draw({ stage, palette, get }, width) {
    const run = get("run");
    const { means, expected, sigma } = run;
    const count = means.length;
    const [left, right] = [34, width - 66]; // room for the names of E and of the bounds
    const upper = { left, right, top: 32, bottom: 32 + Math.round(Math.min(250, Math.max(180, 0.34 * width))) };
    const lower = { left, right, top: upper.bottom + 40, bottom: upper.bottom + 40 + 104 };
    const height = lower.bottom + 44;
    const x = logarithmic([1, count], [left, right]);
    const y = linear([1, 6], [upper.bottom, upper.top]);
    const z = linear([-4, 4], [lower.bottom, lower.top]);
    const half = (/** @type {number} */ n) => (2 * sigma) / Math.sqrt(n);
    const standard = (/** @type {number} */ n) => (2 * (means[n - 1] - expected)) / half(n);
    const label =
      `The running mean of ${count} rolls against n on a log scale, with the funnel from E − 2·SD/√n to E + 2·SD/√n ` +
      `around E = ${plain(expected)}; below, the distance from E in units of SD/√n, with the funnel from −2 to 2.`;
    const root = frame(stage, width, height, label);
    rows(root, upper, y, ticks(range(1, 6)), 8, 1);
    rows(root, lower, z, ticks(range(-4, 4, 2), 0), 8, -4);
    for (const n of width < 540 ? [1, 10, 100, 1000] : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]) {
      if (n > count) continue;
      for (const { bottom } of [upper, lower]) line(root, [x(n), bottom], [x(n), bottom + 5], { class: "gc-axis" });
      words(root, "tick", x(n), lower.bottom + 18, String(n), "middle");
    }
    words(root, "label", 4, 15, "mean (pips)");
    words(root, "label", 4, lower.top - 13, "distance of the mean from E, in units of SD/√n");
    words(root, "label", (left + right) / 2, height - 6, "n, rolls so far (log scale)", "middle");

    const above = clipTo(root, left, upper.top, right - left, upper.bottom - upper.top);
    const below = clipTo(root, left, lower.top, right - left, lower.bottom - lower.top);
    // On a log scale the funnel is smooth: a point every few pixels is enough.
    const some = range(0, 199).map((i) => count ** (i / 199));
    const edge = (/** @type {number} */ sign) =>
      some.map((n) => /** @type {Point} */ ([x(n), y(expected + sign * half(n))]));
    const band = { fill: palette.reference, stroke: palette.reference, class: "gc-band" };
    svg(above, "path", { ...band, d: `${pathThrough([...edge(1), ...edge(-1).reverse()])}Z` });
    svg(below, "rect", { ...band, x: left - 2, width: right - left + 4, y: z(2), height: z(-2) - z(2) });
    reference(above, palette, [left, y(expected)], [right, y(expected)]);
    reference(below, palette, [left, z(0)], [right, z(0)]);

    const all = range(1, count);
    const tracks = [
      { group: above, points: all.map((n) => /** @type {Point} */ ([x(n), y(means[n - 1])])) },
      { group: below, points: all.map((n) => /** @type {Point} */ ([x(n), z(standard(n))])) },
    ];
    for (const { group, points } of tracks)
      svg(group, "path", { d: pathThrough(points), stroke: palette.real, class: "gc-ahead" });
    const strays = strayStretches(run);
    const moving = tracks.map(({ group }) => svg(group, "g"));
    const dots = svg(root, "g");
    words(root, "tick", right + 6, y(expected) + 4, `E = ${plain(expected)}`);
    words(root, "tick", right + 6, z(2) + 4, "+2·SD/√n");
    words(root, "tick", right + 6, z(-2) + 4, "−2·SD/√n");

    return () => {
      const { n, mean, outside } = rollAt(run, get("n"));
      tracks.forEach(({ points }, i) => {
        moving[i].replaceChildren();
        svg(moving[i], "path", { d: pathThrough(points.slice(0, n)), stroke: palette.real, class: "gc-track" });
        for (const stretch of strays) {
          const past = stretch.filter((k) => k <= n);
          if (!past.length) continue;
          const d = pathThrough(past.map((k) => points[k - 1]));
          // A single point has no length; a zero-length line with round ends is a dot.
          svg(moving[i], "path", { d: past.length > 1 ? d : `${d}l0,0`, stroke: palette.fake, class: "gc-stray" });
        }
      });
      dots.replaceChildren();
      line(dots, [x(n), upper.top], [x(n), lower.bottom], { class: "gc-guide" });
      for (const at of [y(mean), z(Math.max(-4, Math.min(4, standard(n))))]) {
        // A square on its corner outside, a disc inside.
        const corner = { x: x(n) - 6, y: at - 6, width: 12, height: 12, transform: `rotate(45 ${x(n)} ${at})` };
        if (outside) svg(dots, "rect", { ...corner, fill: palette.fake, class: "gc-marker" });
        else disc(dots, palette.real, x(n), at);
      }
    };
  },
};

export default view(plan);
