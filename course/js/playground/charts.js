// The history: three small charts with their reference lines, and the shares of the modes.

import { html, linear, number, pathThrough, svg } from "../dom.js";
import { dash, FAKE_DASHES, HAIRLINE, rows, ticks, words } from "../parts.js";

/** @typedef {import("./frames.js").Row} Row */
/** @typedef {import("../parts.js").Palette} Palette */
/** @typedef {{key: keyof Row, name: string, colour: string, dashes: string}} Curve */
/** @typedef {{name: string, title: string, curves: Curve[], lines: [number, string][], most: number}} Chart */

const LN2 = Math.log(2);
export const MOST = 400; // points of a curve
const HEIGHT = 90;

/** @type {Chart[]} */
export const CHARTS = [
  {
    name: "losses",
    title: "losses, in nats",
    curves: [
      { key: "dLoss", name: "D", colour: "discriminator", dashes: "none" },
      { key: "gLoss", name: "G", colour: "fake", dashes: FAKE_DASHES },
    ],
    lines: [
      [LN2, "ln 2"],
      [2 * LN2, "2 ln 2"],
    ],
    most: 3,
  },
  {
    name: "distance",
    title: "how far apart, in nats",
    curves: [
      { key: "jsd", name: "JSD ± 2 s.e.", colour: "accent", dashes: "none" },
      { key: "bound", name: "ln 2 − BCE", colour: "discriminator", dashes: FAKE_DASHES },
    ],
    lines: [
      [0, "0"],
      [LN2, "ln 2"],
    ],
    most: 0.8,
  },
  {
    name: "answers",
    title: "what D says",
    curves: [
      { key: "dReal", name: "of data", colour: "real", dashes: "none" },
      { key: "dFake", name: "of samples", colour: "fake", dashes: FAKE_DASHES },
      { key: "gap", name: "gap to D*", colour: "reference", dashes: "1.5 3" },
    ],
    lines: [[0.5, "½"]],
    most: 1,
  },
  {
    name: "kl",
    title: "KL, in nats",
    curves: [
      { key: "klData", name: "data ‖ samples", colour: "real", dashes: "none" },
      { key: "klSamples", name: "samples ‖ data", colour: "fake", dashes: FAKE_DASHES },
    ],
    lines: [[0, "0"]],
    most: 12,
  },
];

/** @typedef {ReturnType<typeof import("./glossary.js").explainer>} Explain */

/**
 * The row above a chart: its title, and a swatch and a word for each curve.
 * @param {HTMLElement} parent
 * @param {string} title
 */
function heading(parent, title) {
  const row = html(parent, "div", { class: "gc-chart-head" });
  if (title) html(row, "span", { class: "gc-small" }, title);
  return row;
}

/**
 * Every second point goes where there are too many: the whole run stays.
 * @param {Row[]} history
 * @param {Row} row
 */
export function remember(history, row) {
  const last = history.at(-1);
  if (last && row.iteration < last.iteration) history.length = 0; // it has begun again
  if (history.at(-1)?.iteration !== row.iteration) history.push(row);
  if (history.length > MOST) for (let i = history.length - 2; i > 0; i -= 2) history.splice(i, 1);
}

/**
 * @param {HTMLElement} parent
 * @param {Palette} palette
 * @param {Chart} chart
 * @param {number} width
 * @param {Explain} explain
 */
export function drawChart(parent, palette, chart, width, explain) {
  const head = heading(parent, chart.title);
  for (const { key, name, colour, dashes } of chart.curves) {
    const entry = html(head, "span", { class: "gc-chart-entry" });
    const swatch = svg(entry, "svg", { width: 22, height: 10, viewBox: "0 2 30 10", "aria-hidden": "true" });
    dash(swatch, palette[colour], 3, { "stroke-dasharray": dashes });
    explain(entry, key, name, head);
  }
  const size = { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, class: "gc-picture" };
  const root = svg(parent, "svg", { ...size, role: "img", "aria-label": `History: ${chart.title}.` });
  const box = { left: 34, right: width - 44, top: 6, bottom: HEIGHT - 8 };
  const curves = svg(root, "g");

  return (/** @type {Row[]} */ history) => {
    curves.replaceChildren();
    const values = history.flatMap((row) => chart.curves.map(({ key }) => row[key])).filter(Number.isFinite);
    // From the least to the greatest that there are, as long as these are of the kind that the lines are about.
    const low = Math.min(0, ...values.filter((value) => value > -2));
    const high = Math.max(chart.lines.at(-1)?.[0] ?? 1, ...values.filter((value) => value < chart.most)) * 1.05;
    const y = linear([low, high], [box.bottom, box.top]);
    const last = Math.max(1, history.at(-1)?.iteration ?? 1);
    const x = linear(
      [history[0]?.iteration ?? 0, Math.max(last, (history[0]?.iteration ?? 0) + 1)],
      [box.left, box.right],
    );
    rows(curves, box, y, ticks([low, high], 1), 6);
    for (const [value, name] of chart.lines) {
      const at = { x1: box.left, x2: box.right, y1: y(value), y2: y(value) };
      svg(curves, "line", { ...at, stroke: palette.reference, "stroke-dasharray": HAIRLINE });
      words(curves, "tick", box.right + 5, y(value) + 4, name);
    }
    const clamp = (/** @type {number} */ value) => Math.max(box.top - 2, Math.min(box.bottom + 2, y(value)));
    if (chart.name === "distance" && history.length > 1) {
      const up = history.map(
        (row) => /** @type {[number, number]} */ ([x(row.iteration), clamp(row.jsd + 2 * row.jsdError)]),
      );
      const down = history.map(
        (row) => /** @type {[number, number]} */ ([x(row.iteration), clamp(row.jsd - 2 * row.jsdError)]),
      );
      svg(curves, "path", {
        d: `${pathThrough([...up, ...down.toReversed()])}Z`,
        fill: palette.accent,
        class: "gc-band",
      });
    }
    for (const { key, colour, dashes } of chart.curves) {
      const points = history.filter((row) => Number.isFinite(row[key]));
      const path = pathThrough(points.map((row) => [x(row.iteration), clamp(row[key])]));
      if (path)
        svg(curves, "path", { d: path, stroke: palette[colour], "stroke-dasharray": dashes, class: "gc-curve" });
    }
  };
}

/**
 * A bar for each mode: its share of all samples.
 * @param {HTMLElement} parent
 * @param {Palette} palette
 * @param {number} width
 * @param {Explain} explain
 */
export function drawShares(parent, palette, width, explain) {
  const head = heading(parent, "");
  explain(head, "shares", "share of each mode, in %", head);
  const height = 58;
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  const root = svg(parent, "svg", {
    ...size,
    role: "img",
    "aria-label": "The share of each mode; the sentence below counts them.",
  });
  const bars = svg(root, "g");
  const box = { left: 34, right: width - 44, top: 6, bottom: height - 6 };

  return (/** @type {Uint8Array} */ shares) => {
    bars.replaceChildren();
    const most = Math.max(...shares) / 255;
    const top = Math.max(2 / shares.length, most);
    const y = linear([0, top], [box.bottom, box.top]);
    const step = (box.right - box.left) / shares.length;
    rows(
      bars,
      box,
      y,
      [
        [0, "0"],
        [top, number(100 * top, 0)],
      ],
      6,
    );
    shares.forEach((share, i) => {
      const tall = Math.max(0, box.bottom - y(share / 255));
      const bar = { x: box.left + i * step + 0.1 * step, width: 0.8 * step, y: box.bottom - tall, height: tall };
      svg(bars, "rect", { ...bar, fill: palette.fake });
    });
    const fair = y(1 / shares.length);
    svg(bars, "line", {
      x1: box.left,
      x2: box.right,
      y1: fair,
      y2: fair,
      stroke: palette.reference,
      "stroke-dasharray": HAIRLINE,
    });
    words(bars, "tick", box.right + 5, fair + 4, "equal");
  };
}
