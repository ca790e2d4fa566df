// Data N(0, 1), fakes N(μ, 1): the densities with D*, the integrand of C, JSD over μ, and a sentence.

import { linear, number, pathThrough, range, softplus, svg } from "./dom.js";
import {
  disc,
  FAKE_DASHES,
  frame,
  line,
  lineLegend,
  reference,
  rows,
  stroke,
  ticks,
  values,
  view,
  words,
} from "./parts.js";

/** @typedef {Record<"mu" | "value" | "jsd" | "bce" | "slope", number[]>} Table One row for each stop of the slider. */
/** @typedef {{mu: number, table: Table}} Traits */

const bell = (/** @type {number} */ x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/**
 * @param {number} mu
 * @param {number} x
 */
export function landscape(mu, x) {
  const [p, q, logit] = [bell(x), bell(x - mu), (mu * mu) / 2 - mu * x];
  return { p, q, best: Math.exp(-softplus(-logit)), integrand: -p * softplus(-logit) - q * softplus(logit) };
}

/**
 * @param {number} mu
 * @param {Table} table
 */
const stop = (mu, table) => Math.round(mu / (table.mu[1] - table.mu[0]));

/**
 * @param {number} mu
 * @param {Table} table
 */
export function slidingReadout(mu, table) {
  const columns = [table.value, table.jsd, table.bce, table.slope];
  const [value, jsd, bce, slope] = columns.map((column) => number(column[stop(mu, table)], 6));
  return `μ = ${number(mu, 1)}: C = ${value}, JSD = ${jsd}, BCE* = ${bce} nats; slope of C: ${slope} per unit of μ`;
}

const LEFT = -4;
const RIGHT = 14;
const GRID = range(0, 360).map((i) => LEFT + ((RIGHT - LEFT) * i) / 360);
const CURVES = /** @type {const} */ ([
  { key: "p", colour: "real", dashes: "none", name: "p_data = N(0, 1)" },
  { key: "q", colour: "fake", dashes: FAKE_DASHES, name: "p_g = N(μ, 1)" },
  { key: "best", colour: "discriminator", dashes: "2 3", name: "D*" },
  { key: "integrand", colour: "generator", dashes: "none", name: "integrand; its area is C" },
]);

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
  testid: "sliding-readout",
  moves: ["mu", "table"],
  head: ({ el, palette }) => lineLegend(el, palette, [...CURVES]),
  say: ({ get }) => slidingReadout(get("mu"), get("table")),
  draw({ stage, palette, get }, width) {
    const box = { left: 42, right: width - 14 };
    const { left, right } = box;
    const label =
      "Three pictures. First, two bell curves at 0 and μ, and D*, which falls from 1 to 0 between them. Second, the " +
      "integrand of C over x; its area shrinks as μ grows. Third, JSD over μ with a disc at the current μ; it rises " +
      "to ln 2 and stays there. The sentence below gives the numbers.";
    const root = frame(stage, width, 476, label);
    const x = linear([LEFT, RIGHT], [left, right]);
    const m = linear([0, 10], [left, right]);
    const above = linear([0, 1], [170, 24]);
    const below = linear([-0.6, 0], [296, 206]);
    const divergence = linear([0, 0.75], [440, 350]);
    rows(root, box, above, ticks([0, 0.5, 1], ["0", "½", "1"]), 7);
    rows(root, box, below, ticks([-0.5, 0], ["−0.5", "0"]), 7);
    values(root, x, 314, ticks(range(LEFT, RIGHT, 2), 0));
    rows(root, box, divergence, ticks([0, 0.25, 0.5]), 7);
    values(root, m, 456, ticks(range(0, 10, 2)));
    words(root, "label", 4, 14, "densities, and D*");
    words(root, "label", 4, 196, "integrand p ln D* + q ln(1 − D*) (nats)");
    words(root, "label", right, 330, "x", "end");
    words(root, "label", 4, 338, "JSD (nats)");
    words(root, "label", right, 473, "μ", "end");
    reference(root, palette, [left, divergence(Math.LN2)], [right, divergence(Math.LN2)]);
    const { mu, jsd } = get("table");
    const rising = pathThrough(mu.map((at, i) => [m(at), divergence(jsd[i])]));
    svg(root, "path", { d: rising, stroke: palette.sky, class: "gc-curve" });
    words(root, "note", right, divergence(Math.LN2) - 5, "ln 2 = 0.693", "end");
    const moving = svg(root, "g");

    return () => {
      const [mu, table] = [get("mu"), get("table")];
      moving.replaceChildren();
      const at = GRID.map((place) => landscape(mu, place));
      const paths = CURVES.map(({ key }) => {
        const y = key === "integrand" ? below : above;
        return pathThrough(at.map((values, i) => [x(GRID[i]), y(values[key])]));
      });
      const area = `${paths[3]}L${x(RIGHT)},${below(0)}L${x(LEFT)},${below(0)}Z`;
      svg(moving, "path", { d: area, fill: palette.generator, stroke: "none", class: "gc-band" });
      CURVES.forEach((curve, i) => {
        svg(moving, "path", { d: paths[i], ...stroke(palette, curve) });
      });
      const height = divergence(table.jsd[stop(mu, table)]);
      line(moving, [m(mu), divergence(0)], [m(mu), height], { class: "gc-guide" });
      disc(moving, palette.sky, m(mu), height);
    };
  },
};

export default view(plan);
