// Two players on the saddle V = d·g: their paths in the plane, their distance from the equilibrium, and a sentence.

import { arrow } from "./arrows.js";
import { clipTo, linear, number, pathThrough, range, svg } from "./dom.js";
import {
  FAKE_DASHES,
  frame,
  HAIRLINE,
  legendEntry,
  line,
  lineLegend,
  mark,
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
/** @typedef {{lr: number, rounds: number}} Traits */

const WINDOW = 3;
const MAX_ROUNDS = 120;
const MODES = /** @type {const} */ ([
  {
    mode: "simultaneous",
    colour: "fake",
    dashes: FAKE_DASHES,
    name: "simultaneous: both look at the old position",
    square: true,
  },
  { mode: "alternating", colour: "real", dashes: "none", name: "alternating: G answers the new d", square: false },
]);

/**
 * @param {number} lr
 * @param {number} rounds
 */
export function saddlePaths(lr, rounds) {
  /** @type {Record<"simultaneous" | "alternating", Point[]>} */
  const paths = { simultaneous: [[1, 1]], alternating: [[1, 1]] };
  for (let t = 0; t < rounds; t += 1) {
    let [d, g] = paths.simultaneous[t];
    paths.simultaneous.push([d + lr * g, g - lr * d]);
    [d, g] = paths.alternating[t];
    const moved = d + lr * g;
    paths.alternating.push([moved, g - lr * moved]);
  }
  return paths;
}

/**
 * The curve that alternating play never leaves: d² + g² + η·d·g = 2 + η, an ellipse along the diagonals.
 * @param {number} lr
 * @returns {Point[]}
 */
export function keptEllipse(lr) {
  const [long, short] = [Math.sqrt((2 + lr) / (1 - lr / 2)), Math.SQRT2];
  return range(0, 90).map((i) => {
    const turn = (2 * Math.PI * i) / 90;
    const [along, across] = [(long * Math.cos(turn)) / Math.SQRT2, (short * Math.sin(turn)) / Math.SQRT2];
    return [across + along, across - along];
  });
}

const PULL = 0.45; // of the plane's unit, for a gradient of 1

const distance = (/** @type {number} */ value) => number(value, value < 100 ? 3 : 0);

/**
 * @param {number} lr
 * @param {number} rounds
 */
export function saddleReadout(lr, rounds) {
  const paths = saddlePaths(lr, rounds);
  const [simultaneous, alternating] = MODES.map(({ mode }) => distance(Math.hypot(...paths[mode][rounds])));
  return (
    `step η = ${number(lr, 2)}, after ${rounds} ${rounds === 1 ? "round" : "rounds"}: simultaneous play is ` +
    `${simultaneous} from the equilibrium, alternating play ${alternating}; both started at ${distance(Math.SQRT2)}`
  );
}

/** @type {import("./parts.js").Plan<Traits, HTMLElement[]>} */
const plan = {
  testid: "saddle-readout",
  moves: ["lr", "rounds"],
  head({ el, palette }) {
    const names = lineLegend(el, palette, [...MODES]);
    const parent = /** @type {HTMLElement} */ (names[0].closest(".gc-legend"));
    for (const [colour, who] of [
      ["discriminator", "D's gradient"],
      ["generator", "G's, downhill"],
    ]) {
      legendEntry(parent, (swatch) => arrow(swatch, palette[colour], [2, 7], [28, 7], 2.25), who);
    }
    return names;
  },
  reel: () => ({ moves: "rounds", noun: "round", first: 0, last: MAX_ROUNDS, interval: 90 }),
  say: ({ get }) => saddleReadout(get("lr"), get("rounds")),
  draw({ stage, palette, get }, width) {
    const narrow = width < 560;
    const side = Math.round(Math.min(340, narrow ? width - 34 - 12 : 0.48 * width - 34));
    const ground = square(34, 30, side, WINDOW);
    const { left, right, top, bottom, x, y } = ground;
    const chart = narrow
      ? { left, right: width - 12, top: bottom + 74, bottom: bottom + 74 + 170 }
      : { left: right + 62, right: width - 14, top, bottom };
    const label =
      "The plane of d and g with level curves of V = d·g, hyperbolas around the equilibrium at 0, and the paths of " +
      "simultaneous and alternating play from (1, 1). An arrow at each player's place shows the gradient of D, another the " +
      "one that G descends. Beside it, the distance from the equilibrium against rounds.";
    const root = frame(stage, width, chart.bottom + 44, label);
    const plane = clipTo(root, left, top, side, side);
    // V is positive where d and g have one sign: D's ground; elsewhere it is G's.
    for (const [d, g] of [
      [1, 1],
      [-1, -1],
      [1, -1],
      [-1, 1],
    ]) {
      const fill = d * g > 0 ? palette.discriminator : palette.generator;
      const corner = { x: Math.min(x(0), x(d * WINDOW)), y: Math.min(y(0), y(g * WINDOW)) };
      svg(plane, "rect", { ...corner, width: side / 2, height: side / 2, fill, "fill-opacity": 0.1 });
      for (const level of [0.5, 2, 4.5]) {
        const u = linear([0, 60], [Math.log(level / WINDOW), Math.log(WINDOW)]);
        const path = pathThrough(range(0, 60).map((i) => [x(d * Math.exp(u(i))), y((g * level) / Math.exp(u(i)))]));
        svg(plane, "path", { d: path, stroke: fill, fill: "none", "stroke-width": 1, "stroke-opacity": 0.7 });
      }
    }
    squareTicks(root, ground, WINDOW, 18, 8);
    line(root, [left, y(0)], [right, y(0)], { class: "gc-axis" });
    line(root, [x(0), top], [x(0), bottom], { class: "gc-axis" });
    words(root, "label", 4, 15, "g (G descends V = d·g)");
    words(root, "label", (left + right) / 2, bottom + 37, "d (D ascends V)", "middle");
    const moving = svg(plane, "g");
    words(root, "note", x(2.1), y(2.6), "V > 0", "middle");
    words(root, "note", x(-2.1), y(2.6), "V < 0", "middle");
    svg(root, "circle", { cx: x(0), cy: y(0), r: 3.5, class: "gc-tick" });
    const ownChart = svg(root, "g");

    return () => {
      const [lr, rounds] = [get("lr"), get("rounds")];
      const paths = saddlePaths(lr, rounds);
      moving.replaceChildren();
      // Not before the first round: whoever is to predict the path would see it.
      if (rounds > 0) {
        const kept = keptEllipse(lr).map(([d, g]) => /** @type {Point} */ ([x(d), y(g)]));
        const look = { stroke: palette.reference, "stroke-dasharray": HAIRLINE, "stroke-width": 1.25, fill: "none" };
        svg(moving, "path", { ...look, d: pathThrough(kept) });
      }
      for (const mode of MODES) {
        const points = paths[mode.mode].map(([d, g]) => /** @type {Point} */ ([x(d), y(g)]));
        svg(moving, "path", { ...stroke(palette, mode, "track"), d: pathThrough(points) });
        for (const [cx, cy] of points) svg(moving, "circle", { cx, cy, r: 2, fill: palette[mode.colour] });
      }
      for (const { mode, square: squared, colour } of MODES) {
        const [d, g] = paths[mode][rounds];
        arrow(moving, palette.discriminator, [x(d), y(g)], [x(d + PULL * g), y(g)], 2.25);
        arrow(moving, palette.generator, [x(d), y(g)], [x(d), y(g - PULL * d)], 2.25);
        mark(moving, squared, palette[colour], x(d), y(g));
      }
      drawDistances(ownChart, palette, chart, paths, rounds);
    };
  },
};

/**
 * @param {Element} chart
 * @param {import("./parts.js").Palette} palette
 * @param {import("./parts.js").Box} place
 * @param {ReturnType<typeof saddlePaths>} paths
 * @param {number} rounds
 */
function drawDistances(chart, palette, place, paths, rounds) {
  chart.replaceChildren();
  const distances = MODES.map(({ mode }) => paths[mode].map((point) => Math.hypot(...point)));
  const most = Math.max(2, ...distances.flat());
  const unit = [0.5, 1, 2, 5].find((step) => most / step <= 5) ?? 10 ** Math.ceil(Math.log10(most / 5));
  const ceiling = unit * Math.ceil(most / unit);
  const distanceTicks = ticks(range(0, ceiling, unit), unit < 1 ? 1 : 0);
  const longest = Math.max(...distanceTicks.map(([, name]) => name.length));
  const box = { ...place, left: Math.max(place.left, 8 + 8 * longest) }; // room for large numbers
  const t = linear([0, Math.max(rounds, 1)], [box.left, box.right]);
  const r = linear([0, ceiling], [box.bottom, box.top]);
  rows(chart, box, r, distanceTicks);
  values(chart, t, box.bottom + 18, ticks([0, Math.max(rounds, 1)]));
  words(chart, "label", place.left - 30, place.top - 15, "distance from the equilibrium");
  words(chart, "label", (box.left + box.right) / 2, box.bottom + 37, "rounds", "middle");
  reference(chart, palette, [box.left, r(Math.SQRT2)], [box.right, r(Math.SQRT2)]);
  MODES.forEach((mode, i) => {
    const points = distances[i].map((value, round) => /** @type {Point} */ ([t(round), r(value)]));
    svg(chart, "path", { ...stroke(palette, mode, "track"), d: pathThrough(points) });
    mark(chart, mode.square, palette[mode.colour], ...points[rounds]);
  });
  words(chart, "note", box.left + 5, r(Math.SQRT2) + 15, "start: √2");
}

export default view(plan);
