// The recorded runs: the pictures and the monitors of one, or of two beside each other, at every moment.

import { button } from "./buttons.js";
import { clipTo, html, linear, number, pathThrough, svg } from "./dom.js";
import { FAKE_DASHES, HAIRLINE, legend, legendEntry, line, rows, view, words } from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {import("./dom.js").Scale} Scale */
/** @typedef {import("./parts.js").Palette} Palette */
/**
 * All that was recorded.
 * @typedef {object} Runs
 * @property {string[]} letters
 * @property {string[]} monitors
 * @property {number} moments
 * @property {string} numbers Runs × monitors × moments, f32, in base64.
 * @property {Record<string, string[]>} pictures Data, and samples at each of the grids.
 * @property {number[]} grids Iterations.
 */
/** @typedef {{runs: Runs, letter: string, beside: string, moment: number}} Traits */
/** @typedef {Record<string, Float32Array>} Monitors */
/** @typedef {{key: string, name: string, colour: string, dashes: string}} Curve */
/** @typedef {{title: string, curves: Curve[], lines?: [number, string][], range: (all: number[]) => [number, number], ticks: (range: [number, number]) => number[], bend?: number}} Chart */

const DOTS = "1.5 3";
const LN2 = Math.log(2);
/** @type {(key: string, name: string, colour: string, dashes?: string) => Curve} */
const curve = (key, name, colour, dashes = "none") => ({ key, name, colour, dashes });
const most = (/** @type {number[]} */ all) => all.reduce((a, b) => Math.max(a, b), 0);
/** The next round number above. @param {number} value */
function round(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 1.2, 1.6, 2, 3, 4, 5, 6, 8].find((step) => step * unit >= value) ?? 10);
}
const even = (/** @type {[number, number]} */ [low, high]) => [low, (low + high) / 2, high];

/** @type {Chart[]} */
const CHARTS = [
  {
    title: "losses, in nats",
    curves: [curve("loss_d", "D", "discriminator"), curve("loss_g", "G", "generator", FAKE_DASHES)],
    lines: [[2 * LN2, "2 ln 2"]],
    range: (all) => [0, Math.max(3, 1.3 * most(all))],
    ticks: ([, high]) => [0, 1, 2, 10, 100, 1000].filter((tick) => tick <= high),
    bend: 2,
  },
  {
    title: "what D says",
    curves: [
      curve("d_real", "D(x)", "real"),
      curve("d_held_out", "held out", "sky", DOTS),
      curve("d_fake", "D(G(z))", "fake", FAKE_DASHES),
      curve("d_fake_after", "after", "accent", DOTS),
    ],
    lines: [[0.5, "½"]],
    range: () => [0, 1],
    ticks: () => [0, 0.5, 1],
  },
  {
    title: "length of the gradients",
    curves: [curve("grad_d", "D", "discriminator"), curve("grad_g", "G", "generator", FAKE_DASHES)],
    range: (all) => [0, Math.max(10, 2 * most(all))],
    ticks: ([, high]) => [0, 1e-6, 1e-3, 1, 1e3].filter((tick) => tick <= high),
    bend: 1e-6,
  },
  {
    title: "smallest and largest pixel",
    curves: [
      curve("real_min", "data", "real"),
      curve("real_max", "", "real"),
      curve("fake_min", "fakes", "fake", FAKE_DASHES),
      curve("fake_max", "", "fake", FAKE_DASHES),
    ],
    range: (all) => [Math.min(-1.1, ...all), Math.max(1.1, ...all)],
    ticks: ([low, high]) => (high > 2 ? even([low, high]) : [-1, 0, 1]),
  },
  {
    title: "spread within a batch",
    curves: [curve("real_spread", "data", "real"), curve("fake_spread", "fakes", "fake", FAKE_DASHES)],
    range: (all) => [0, round(Math.max(0.1, most(all)))],
    ticks: even,
  },
  {
    title: "passes over the data",
    curves: [curve("passes", "D", "discriminator")],
    range: (all) => [0, round(Math.max(1, most(all)))],
    ticks: even,
  },
];

/** @type {WeakMap<Runs, Record<string, Monitors>>} */
const unpacked = new WeakMap();

/** @param {Runs} runs */
export function monitorsOf(runs) {
  const known = unpacked.get(runs);
  if (known) return known;
  const bytes = Uint8Array.from(atob(runs.numbers), (one) => one.charCodeAt(0));
  const whole = new DataView(bytes.buffer);
  /** @type {Record<string, Monitors>} */
  const made = {};
  let at = 0;
  for (const letter of runs.letters) {
    made[letter] = {};
    for (const name of runs.monitors)
      made[letter][name] = Float32Array.from({ length: runs.moments }, () => {
        at += 4;
        return whole.getFloat32(at - 4, true);
      });
  }
  unpacked.set(runs, made);
  return made;
}

/** @param {string} letter @param {Monitors} run @param {number} moment */
function sentence(letter, run, moment) {
  const last = run.iteration.length - 1;
  const tenth = (/** @type {string} */ name) => run[name].slice(-10).reduce((sum, value) => sum + value, 0) / 10;
  const value = (/** @type {string} */ name) => (moment === last ? tenth(name) : run[name][moment]);
  const said = (/** @type {string} */ name, /** @type {number} */ digits) => number(value(name), digits);
  const when = moment === last ? "last tenth" : `iteration ${number(run.iteration[moment], 0)}`;
  const head =
    `Run ${letter}, ${when}: loss of D ${said("loss_d", 3)}, of G ${said("loss_g", 3)}; D(x) ${said("d_real", 2)}, ` +
    `held out ${said("d_held_out", 2)}, D(G(z)) ${said("d_fake", 2)}, after G's step ${said("d_fake_after", 2)}`;
  if (moment < last) return head;
  return (
    `${head}; pixels of the data ${said("real_min", 2)} to ${said("real_max", 2)}, of the fakes ` +
    `${said("fake_min", 2)} to ${said("fake_max", 2)}; spread ${said("real_spread", 2)} and ` +
    `${said("fake_spread", 2)}; ${number(run.passes[last], 0)} passes over the data`
  );
}

/** @param {Runs} runs @param {string} letter @param {string} beside @param {number} moment */
export const runsReadout = (runs, letter, beside, moment) =>
  [letter, beside]
    .filter(Boolean)
    .map((one) => sentence(one, monitorsOf(runs)[one], moment))
    .join(". ");

/**
 * Straight up to a value, logarithmic from there on.
 * @param {number} bend
 * @param {number} value
 */
const bent = (bend, value) =>
  Math.abs(value) <= bend ? value / bend : Math.sign(value) * (1 + Math.log10(Math.abs(value) / bend));

/** @param {number} tick */
function tickName(tick) {
  if (tick === 0) return "0";
  if (Math.abs(tick) < 0.01) return `10${tick === 1e-6 ? "⁻⁶" : "⁻³"}`;
  const digits = Math.abs(tick) >= 100 ? 0 : 2;
  // More figures than there is room for.
  if (Math.abs(tick) >= 1e4) return `${number(tick / 1000, 0)}k`;
  return number(tick, digits).replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") || digits ? "" : zeros));
}

/**
 * One chart of one run; what it gives back marks a moment.
 * @param {HTMLElement} parent @param {Palette} palette @param {Chart} chart
 * @param {Monitors} run @param {Monitors[]} all Runs that share the scale.
 * @param {number} width
 */
function drawChart(parent, palette, chart, run, all, width) {
  const holder = html(parent, "div", { class: "gc-run-chart", style: `width: ${width}px` });
  const key = legend(holder);
  html(key, "span", { class: "gc-small" }, chart.title);
  for (const { name, colour, dashes } of chart.curves)
    if (name)
      legendEntry(
        key,
        (swatch) =>
          svg(swatch, "line", {
            x1: 6,
            x2: 30,
            y1: 7,
            y2: 7,
            stroke: palette[colour],
            "stroke-width": 2,
            "stroke-dasharray": dashes,
          }),
        name,
      );
  const height = 104;
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  const root = svg(holder, "svg", { ...size, role: "img", "aria-label": `${chart.title}, against iterations.` });
  const box = { left: 40, right: width - (chart.lines ? 44 : 10), top: 6, bottom: height - 8 };
  const scaled = (/** @type {number} */ value) => (chart.bend ? bent(chart.bend, value) : value);
  const range = chart.range(all.flatMap((one) => chart.curves.flatMap(({ key: name }) => [...one[name]])));
  const straight = linear([scaled(range[0]), scaled(range[1])], [box.bottom, box.top]);
  const y = (/** @type {number} */ value) => straight(scaled(value));
  const last = run.iteration.length - 1;
  const x = linear([run.iteration[0], run.iteration[last]], [box.left, box.right]);
  rows(
    root,
    box,
    y,
    chart.ticks(range).map((tick) => [tick, tickName(tick)]),
    5,
  );
  for (const [value, name] of chart.lines ?? []) {
    line(root, [box.left, y(value)], [box.right, y(value)], {
      stroke: palette.reference,
      "stroke-dasharray": HAIRLINE,
    });
    words(root, "tick", box.right + 3, y(value) + 4, name);
  }
  const plot = clipTo(root, box.left, box.top - 2, box.right - box.left, box.bottom - box.top + 4);
  for (const { key: name, colour, dashes } of chart.curves) {
    const d = pathThrough([...run[name]].map((value, i) => /** @type {Point} */ ([x(run.iteration[i]), y(value)])));
    svg(plot, "path", { d, stroke: palette[colour], "stroke-dasharray": dashes, class: "gc-curve gc-thin" });
  }
  const marker = line(root, [0, box.top], [0, box.bottom], { class: "gc-guide" });
  return (/** @type {number} */ moment) => {
    const place = String(x(run.iteration[moment]));
    marker.setAttribute("x1", place);
    marker.setAttribute("x2", place);
  };
}

/** @type {import("./parts.js").Plan<Traits, (letter: string, beside: string) => void>} */
const plan = {
  testid: "runs-readout",
  moves: ["moment"],
  redraws: ["letter", "beside"],
  reel: (get) => ({ moves: "moment", noun: "moment", first: 0, last: get("runs").moments - 1, interval: 80 }),
  head({ el, get, set }) {
    const { letters } = get("runs");
    const row = html(el, "div", { class: "gc-toolbar", role: "group", "aria-label": "run" });
    html(row, "span", { class: "gc-small" }, "run");
    const made = letters.map((one) => button(row, one, `runs-${one}`, () => set("letter", one)));
    const other = html(row, "label", { class: "gc-switch" });
    html(other, "span", { class: "gc-small" }, "beside it");
    const choice = html(other, "select", { "data-testid": "runs-beside" });
    for (const one of ["", ...letters]) html(choice, "option", { value: one }, one || "none");
    choice.addEventListener("change", () => set("beside", choice.value));
    return (letter, beside) => {
      letters.forEach((one, i) => {
        made[i].setAttribute("aria-pressed", String(one === letter));
      });
      choice.value = beside;
    };
  },
  say: ({ get }) => runsReadout(get("runs"), get("letter"), get("beside"), get("moment")),
  draw({ stage, palette, head, get }, width) {
    const [runs, letter, beside] = [get("runs"), get("letter"), get("beside")];
    head(letter, beside);
    stage.replaceChildren();
    stage.classList.add("gc-runs");
    const shown = [letter, beside].filter(Boolean);
    const together = shown.length > 1 && width >= 560;
    const room = together ? Math.floor((width - 20) / 2) : width;
    const across = Math.max(1, Math.floor(room / 240));
    const monitors = monitorsOf(runs);
    const all = shown.map((one) => monitors[one]);
    /** @type {((moment: number) => void)[]} */
    const markers = [];
    for (const one of shown) {
      const column = html(stage, "section", { class: "gc-run", "aria-label": `Run ${one}`, style: `width: ${room}px` });
      html(column, "p", { class: "gc-strong" }, `Run ${one}`);
      const strip = html(column, "div", { class: "gc-run-pictures" });
      const pictures = runs.pictures[one].map((address, i) => {
        const title = i ? `iteration ${runs.grids[i - 1]}` : "data, as D gets them";
        const figure = html(strip, "figure", {});
        html(figure, "img", {
          src: address,
          alt: `Run ${one}: ${i ? "sixteen samples, " : "sixteen images of the "}${title}`,
        });
        html(figure, "figcaption", {}, title);
        return figure;
      });
      const grid = html(column, "div", { class: "gc-run-charts" });
      const each = Math.floor((room - 12 * (across - 1)) / across);
      for (const chart of CHARTS) markers.push(drawChart(grid, palette, chart, monitors[one], all, each));
      markers.push((moment) => {
        const now = monitors[one].iteration[moment];
        const latest = runs.grids.findLastIndex((grid) => grid <= now) + 1;
        pictures.forEach((figure, i) => {
          figure.classList.toggle("gc-latest", i === latest);
        });
      });
    }
    return () => {
      for (const mark of markers) mark(Math.max(0, Math.min(runs.moments - 1, get("moment"))));
    };
  },
};

export default view(plan);
