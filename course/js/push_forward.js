// Noise carried to forgeries: a histogram that travels from z to G(z), one piece of it outlined, and a sentence.

import { clipTo, linear, number, pathThrough, range, svg } from "./dom.js";
import { columns, dash, frame, legend, legendEntry, line, rows, ticks, view, words } from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {import("./dom.js").Scale} Scale */
/** @typedef {Point[][]} Cells For each piece of the noise, points (z, G(z)) across it. */
/**
 * A generator, as the kernel computed it.
 * @typedef {{name: string, label: string, range: Point, top: number, z: number[], x: number[], cells: Cells, curve: Point[]}} Map
 */
/** @typedef {{percent: number, cell: number, map: Map}} Traits */

const BINS = 60;

/**
 * Where a piece of the noise begins and ends, before and on its way.
 * @param {Cells} cells
 * @param {number} cell
 * @param {number} percent
 * @returns {{z: Point, x: Point}}
 */
export function carriedCell(cells, cell, percent) {
  const t = percent / 100;
  const points = cells[cell - 1];
  const x = points.map(([z, g]) => (1 - t) * z + t * g);
  return { z: [points[0][0], points[points.length - 1][0]], x: [Math.min(...x), Math.max(...x)] };
}

/**
 * @param {Cells} cells
 * @param {number} cell
 * @param {number} percent
 */
export function pushForwardReadout(cells, cell, percent) {
  const { z, x } = carriedCell(cells, cell, percent);
  const [before, after] = [z[1] - z[0], x[1] - x[0]];
  const start =
    `${percent} % of the way, piece ${cell} of ${cells.length}: z from ${number(z[0], 3)} to ${number(z[1], 3)} lies ` +
    `at ${number(x[0], 3)} to ${number(x[1], 3)}; `;
  if (after < 1e-6)
    return `${start}its width ${number(before, 3)} has shrunk to 0: a point with mass 1/${cells.length}, no density`;
  return (
    `${start}its width ${number(before, 3)} is now ${number(after, 3)}, ` +
    `its density ${number(1 / (cells.length * before), 2)} is now ${number(1 / (cells.length * after), 2)}`
  );
}

/**
 * Densities of the bins, apart for z < 0 and z ≥ 0.
 * @param {number[]} zs
 * @param {number[]} xs
 * @param {Point} range
 * @param {number} percent
 */
export function histogram(zs, xs, [low, high], percent) {
  const t = percent / 100;
  const width = (high - low) / BINS;
  const sides = [new Array(BINS).fill(0), new Array(BINS).fill(0)];
  zs.forEach((z, i) => {
    const at = (1 - t) * z + t * xs[i];
    if (at < low || at > high) return;
    sides[z < 0 ? 0 : 1][Math.min(BINS - 1, Math.floor((at - low) / width))] += 1 / (zs.length * width);
  });
  return sides;
}

const OUTLINE = "stroke: var(--gc-ink); stroke-width: 2.25";
const JOINT = "stroke: var(--gc-ink); stroke-width: 1.25; opacity: 0.7";
const COLOURS = ["accent", "sky"]; // from z < 0, from z ≥ 0

/** @type {import("./parts.js").Plan<Traits, void>} */
const plan = {
  testid: "push-forward-readout",
  moves: ["percent", "cell"],
  redraws: ["map"],
  reel: () => ({ moves: "percent", noun: "percent", first: 0, last: 100, interval: 40 }),
  head({ el, palette }) {
    const parent = legend(el);
    const box = { x: 4, y: 1, width: 22, height: 12 };
    legendEntry(parent, (s) => svg(s, "rect", { ...box, fill: palette.sky }), "from z ≥ 0");
    legendEntry(parent, (s) => svg(s, "rect", { ...box, fill: palette.accent }), "from z < 0");
    const piece = { x: 8, y: 1, width: 12, height: 12, fill: "none", style: OUTLINE };
    legendEntry(parent, (s) => svg(s, "rect", piece), "the piece u: its area never changes");
    legendEntry(parent, (s) => dash(s, palette.fake), "density p_g of G(z), at t = 100 %");
  },
  say: ({ get }) => pushForwardReadout(get("map").cells, cellOf(get("map"), get("cell")), get("percent")),
  draw({ stage, palette, get }, width) {
    const map = get("map");
    const [low, high] = map.range;
    const [left, right] = [34, width - 12];
    const upper = { top: 30, bottom: 130 };
    const lower = { top: 196, bottom: 196 + 170 };
    const height = lower.bottom + 44;
    const x = linear(map.range, [left, right]);
    const noise = histogram(map.z, map.x, map.range, 0);
    const yUpper = linear([0, Math.max(...noise.flat()) * 1.25], [upper.bottom, upper.top]);
    const yLower = linear([0, map.top], [lower.bottom, lower.top]);
    const label =
      `${map.label}. Above, the density of the noise z; below, the density of the same noise carried on its way to ` +
      "x = G(z). One piece is outlined in both and joined by lines.";
    const root = frame(stage, width, height, label);
    const unit = high - low > 3 ? 1 : 0.25;
    for (const { bottom } of [upper, lower]) {
      line(root, [left, bottom], [right, bottom], { class: "gc-axis" });
      columns(root, x, bottom, ticks(range(Math.ceil(low / unit) * unit, high, unit), unit < 1 ? 2 : 0));
    }
    const half = map.top > 1.5 ? 1 : 0.5;
    rows(root, { left, right }, yLower, ticks(range(half, map.top, half), half < 1 ? 1 : 0));
    words(root, "label", 4, 15, "density of the noise z");
    words(root, "label", 4, lower.top - 12, "density on the way");
    const above = clipTo(root, left, upper.top, right - left, upper.bottom - upper.top);
    const below = clipTo(root, left, lower.top, right - left, lower.bottom - lower.top);
    bars(above, noise, yUpper);
    const caption = words(root, "label", (left + right) / 2, height - 6, "", "middle");
    const moving = svg(below, "g");
    const outline = svg(above, "g");
    const joints = svg(root, "g");

    /**
     * @param {Element} group
     * @param {number[][]} sides
     * @param {Scale} y
     */
    function bars(group, sides, y) {
      const step = (high - low) / BINS;
      for (let i = 0; i < BINS; i += 1) {
        let base = 0;
        // Whole pixels, or the edges of neighbours show as stripes.
        const [from, to] = [x(low + i * step), x(low + (i + 1) * step)].map(Math.round);
        for (const side of [1, 0]) {
          const value = sides[side][i];
          const place = { x: from, y: y(base + value), width: to - from, height: y(base) - y(base + value) };
          const look = { fill: palette[COLOURS[side]], "fill-opacity": 0.75, "shape-rendering": "crispEdges" };
          if (value > 0) svg(group, "rect", { ...place, ...look });
          base += value;
        }
      }
    }

    /**
     * @param {Element} group
     * @param {Point} piece
     * @param {Scale} y
     * @param {number} base
     */
    function outlined(group, [from, to], y, base) {
      const tall = to - from > 1e-6 ? 1 / (map.cells.length * (to - from)) : 1e6;
      const top = Math.max(y(Math.min(tall, 1e3)), -1e3);
      const place = { x: x(from), y: top, width: Math.max(x(to) - x(from), 2), height: base - top };
      svg(group, "rect", { ...place, fill: "none", style: OUTLINE });
    }

    return () => {
      const percent = get("percent");
      const at = carriedCell(map.cells, cellOf(map, get("cell")), percent);
      for (const group of [moving, outline, joints]) group.replaceChildren();
      bars(moving, histogram(map.z, map.x, map.range, percent), yLower);
      if (percent === 100 && map.curve.length) {
        const d = pathThrough(map.curve.map(([place, density]) => [x(place), yLower(density)]));
        svg(moving, "path", { d, stroke: palette.fake, class: "gc-track" });
      }
      outlined(outline, at.z, yUpper, upper.bottom);
      outlined(moving, at.x, yLower, lower.bottom);
      for (const end of [0, 1])
        line(joints, [x(at.z[end]), upper.bottom + 22], [x(at.x[end]), lower.top], { style: JOINT });
      caption.textContent = `t = ${percent} % of the way from z to G(z)`;
      if (percent === 0) caption.textContent = "t = 0 %: still the noise z";
      if (percent === 100) caption.textContent = "t = 100 %: x = G(z)";
    };
  },
};

/**
 * @param {Map} map
 * @param {number} cell
 */
function cellOf(map, cell) {
  return Math.max(1, Math.min(map.cells.length, cell));
}

export default view(plan);
