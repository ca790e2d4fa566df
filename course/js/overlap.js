// Data N(0, 1) and fakes N(μ, 1), both blurred by instance noise: the best D, and the pull of three losses on G.

import { clipTo, linear, logarithmic, number, pathThrough, range, softplus, svg } from "./dom.js";
import { disc, FAKE_DASHES, frame, lineLegend, rows, stroke, ticks, values, view, words } from "./parts.js";

/** @typedef {{mu: number, noise: number}} Traits */

const MU_MAX = 12;
const FLOOR = 1e-9;
const CEILING = 30;

/**
 * @param {number} mu
 * @param {number} noise
 */
export function pulls(mu, noise) {
  const variance = 1 + noise * noise;
  const u = mu / Math.sqrt(variance);
  let d = 0;
  for (let i = 0; i <= 1400; i += 1) {
    const w = -14 + 0.02 * i - u / 2;
    const logit = (-u * u) / 2 - u * w;
    d += Math.exp(-softplus(-logit) - (w * w) / 2);
  }
  d *= 0.02 / Math.sqrt(2 * Math.PI);
  return { minimax: (mu / variance) * d, ns: (mu / variance) * (1 - d), w1: mu > 0 ? 1 : 0, dFake: d };
}

const short = (/** @type {number} */ x) => (x >= 5e-5 || x === 0 ? number(x, 4) : "less than 0.0001");

/**
 * @param {number} mu
 * @param {number} noise
 */
export function overlapReadout(mu, noise) {
  const at = pulls(mu, noise);
  return (
    `μ = ${number(mu, 1)}, noise ${number(noise, 2)}: on average D gives fakes ${short(at.dFake)}; ` +
    `pull of minimax ${short(at.minimax)}, non-saturating ${short(at.ns)}, W₁ ${number(at.w1, 0)}`
  );
}

const DENSITIES = [
  { colour: "real", dashes: "none", name: "data" },
  { colour: "fake", dashes: FAKE_DASHES, name: "fakes" },
  { colour: "discriminator", dashes: "2 3", name: "the best D" },
];
const LOSSES = /** @type {const} */ ([
  { key: "ns", colour: "generator", dashes: "none", name: "pull: non-saturating" },
  { key: "w1", colour: "sky", dashes: "2 3", name: "pull: W₁" },
  { key: "minimax", colour: "fake", dashes: FAKE_DASHES, name: "pull: minimax" },
]);

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
  testid: "overlap-readout",
  moves: ["mu", "noise"],
  head: ({ el, palette }) => lineLegend(el, palette, [...DENSITIES, ...LOSSES]),
  say: ({ get }) => overlapReadout(get("mu"), get("noise")),
  draw({ stage, palette, get }, width) {
    const box = { left: 54, right: width - 14 };
    const { left, right } = box;
    const label =
      "Above, the bell curves of data and fakes with the best D, which falls from 1 to 0 between them. Below, on a " +
      "logarithmic scale, the pull of three losses against μ with discs at the current μ; only that of the minimax " +
      "loss falls to nothing. The sentence below gives the numbers.";
    const root = frame(stage, width, 400, label);
    const x = linear([-6, 18], [left, right]);
    const y = linear([0, 1], [150, 22]);
    const m = linear([0, MU_MAX], [left, right]);
    const pull = logarithmic([FLOOR, CEILING], [350, 206]);
    rows(root, box, y, ticks([0, 0.5, 1], ["0", "½", "1"]), 7);
    values(root, x, 168, ticks(range(-6, 18, 3), 0));
    rows(root, box, pull, ticks([1e-9, 1e-6, 1e-3, 1], ["10⁻⁹", "10⁻⁶", "10⁻³", "1"]), 7);
    values(root, m, 368, ticks(range(0, MU_MAX, 2)));
    words(root, "label", 4, 13, "densities, and D");
    words(root, "label", right, 184, "x", "end");
    words(root, "label", 4, 197, "pull on G per unit of μ");
    words(root, "label", right, 388, "μ", "end");
    const moving = svg(root, "g");
    const clipped = clipTo(root, left, 200, right - left + 8, 152);

    return () => {
      const [mu, noise] = [get("mu"), get("noise")];
      const variance = 1 + noise * noise;
      const bell = (/** @type {number} */ at) =>
        Math.exp((-at * at) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
      const best = (/** @type {number} */ at) => Math.exp(-softplus(-((mu * mu) / 2 - mu * at) / variance));
      moving.replaceChildren();
      clipped.replaceChildren();
      [bell, (/** @type {number} */ at) => bell(at - mu), best].forEach((height, i) => {
        const d = pathThrough(range(0, 240).map((k) => [x(-6 + 0.1 * k), y(height(-6 + 0.1 * k))]));
        svg(moving, "path", { ...stroke(palette, DENSITIES[i]), d });
      });
      const here = pulls(mu, noise);
      const everywhere = range(1, 120).map((i) => ({ at: (i * MU_MAX) / 120, ...pulls((i * MU_MAX) / 120, noise) }));
      for (const loss of LOSSES) {
        const d = pathThrough(everywhere.map((one) => [m(one.at), pull(Math.max(one[loss.key], FLOOR / 100))]));
        svg(clipped, "path", { ...stroke(palette, loss), d });
        if (here[loss.key] > FLOOR) disc(clipped, palette[loss.colour], m(mu), pull(here[loss.key]), 6);
      }
    };
  },
};

export default view(plan);
