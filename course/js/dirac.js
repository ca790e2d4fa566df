// The Dirac-GAN: data at 0, a fake at θ, D with the logit ψx. Paths in the plane, and the distance from equilibrium.

import { clipTo, linear, logarithmic, number, pathThrough, svg } from "./dom.js";
import {
  disc,
  FAKE_DASHES,
  frame,
  line,
  lineLegend,
  reference,
  rows,
  square,
  squareTicks,
  stroke,
  ticks,
  values,
  view,
  words,
} from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {"wgan" | "ns" | "minimax"} Kind */
/** @typedef {{kind: Kind, gamma: number, names: Record<Kind, string>}} Traits */

const RATE = 0.2;
const ROUNDS = 200;
const WINDOW = 3;
const MODES = /** @type {const} */ ([
  { name: "simultaneous", colour: "fake", dashes: FAKE_DASHES },
  { name: "alternating", colour: "real", dashes: "none" },
]);
const sigma = (/** @type {number} */ s) => 1 / (1 + Math.exp(-s));

/**
 * @param {Kind} kind
 * @param {number} gamma
 */
export function diracPaths(kind, gamma) {
  /** @param {Point} at */
  const pullD = ([theta, psi]) => -theta * (kind === "wgan" ? 1 : sigma(psi * theta)) - gamma * psi;
  /** @param {Point} at */
  const pullG = ([theta, psi]) => psi * { wgan: 1, ns: sigma(-psi * theta), minimax: sigma(psi * theta) }[kind];
  /** @param {boolean} alternating */
  function play(alternating) {
    /** @type {Point[]} */
    const path = [[1, -1]];
    for (let t = 0; t < ROUNDS; t += 1) {
      const [theta, psi] = path[t];
      const moved = psi + RATE * pullD(path[t]);
      path.push([theta + RATE * pullG([theta, alternating ? moved : psi]), moved]);
    }
    return path;
  }
  return { simultaneous: play(false), alternating: play(true) };
}

const far = (/** @type {number} */ distance) => (distance >= 0.0005 ? number(distance, 3) : "less than 0.001");

/**
 * @param {Kind} kind
 * @param {number} gamma
 * @param {Record<Kind, string>} names
 */
export function diracReadout(kind, gamma, names) {
  const paths = diracPaths(kind, gamma);
  const ends = MODES.map(({ name }) => Math.hypot(...paths[name][ROUNDS]));
  return (
    `${names[kind]}, γ = ${number(gamma, 2)}: after ${ROUNDS} rounds the distance from the equilibrium, 1.414 at ` +
    `the start, is ${far(ends[0])} in simultaneous and ${far(ends[1])} in alternating play`
  );
}

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
  testid: "dirac-readout",
  moves: ["kind", "gamma"],
  head: ({ el, palette }) => lineLegend(el, palette, [...MODES]),
  say: ({ get }) => diracReadout(get("kind"), get("gamma"), get("names")),
  draw({ stage, palette, get }, width) {
    const narrow = width < 560;
    const side = Math.round(narrow ? width - 34 - 12 : Math.min(340, 0.47 * width - 34));
    const plane = square(34, 26, side, WINDOW);
    const { left, right, top, bottom, x, y } = plane;
    const chart = narrow
      ? { left: 50, right: width - 12, top: bottom + 74, bottom: bottom + 244 }
      : { left: right + 66, right: width - 14, top, bottom };
    const t = linear([0, ROUNDS], [chart.left, chart.right]);
    const r = logarithmic([1e-6, 100], [chart.bottom, chart.top]);
    const label =
      "Left, paths of simultaneous and alternating play in the plane of θ and ψ, from (1, −1), around the equilibrium " +
      "at 0. Right, the distance from the equilibrium against rounds, on a logarithmic scale. The sentence below " +
      "gives the numbers.";
    const root = frame(stage, width, chart.bottom + 44, label);
    squareTicks(root, plane, WINDOW, 18, 8);
    line(root, [left, y(0)], [right, y(0)], { class: "gc-axis" });
    line(root, [x(0), top], [x(0), bottom], { class: "gc-axis" });
    words(root, "label", 4, 15, "ψ (D)");
    words(root, "label", (left + right) / 2, bottom + 37, "θ (G)", "middle");
    rows(root, chart, r, ticks([1e-6, 1e-4, 1e-2, 1, 100], ["10⁻⁶", "10⁻⁴", "0.01", "1", "100"]));
    values(root, t, chart.bottom + 18, ticks([0, 100, 200]));
    words(root, "label", chart.left - 46, chart.top - 11, "distance from the equilibrium");
    words(root, "label", (chart.left + chart.right) / 2, chart.bottom + 37, "rounds", "middle");
    reference(root, palette, [chart.left, r(Math.SQRT2)], [chart.right, r(Math.SQRT2)]);
    const paths = clipTo(root, left, top, side, side);
    const curves = clipTo(root, chart.left, chart.top, chart.right - chart.left + 2, chart.bottom - chart.top);
    const [portrait, distances] = [svg(paths, "g"), svg(curves, "g")];

    return () => {
      const played = diracPaths(get("kind"), get("gamma"));
      portrait.replaceChildren();
      distances.replaceChildren();
      for (const mode of MODES) {
        const path = played[mode.name];
        const look = stroke(palette, mode, "track");
        svg(portrait, "path", { d: pathThrough(path.map(([theta, psi]) => [x(theta), y(psi)])), ...look });
        const d = pathThrough(path.map((point, i) => [t(i), r(Math.max(Math.hypot(...point), 1e-9))]));
        svg(distances, "path", { d, ...look });
        disc(portrait, palette[mode.colour], x(path[ROUNDS][0]), y(path[ROUNDS][1]), 5.5);
      }
      for (const [cx, cy] of [
        [x(1), y(-1)],
        [x(0), y(0)],
      ])
        svg(portrait, "circle", { cx, cy, r: 3.5, class: "gc-tick" });
    };
  },
};

export default view(plan);
