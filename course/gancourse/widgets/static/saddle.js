// Two players on the saddle V = d·g: their paths in the plane, their distance from the equilibrium, and a sentence.

const WINDOW = 3;
const MODES = [
  { name: "simultaneous", colour: "fake", dashes: FAKE_DASHES },
  { name: "alternating", colour: "real", dashes: "none" },
];

export function saddlePaths(lr, rounds) {
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

const distance = (value) => number(value, value < 100 ? 3 : 0);

export function saddleReadout(lr, rounds) {
  const paths = saddlePaths(lr, rounds);
  const [simultaneous, alternating] = MODES.map(({ name }) => distance(Math.hypot(...paths[name][rounds])));
  return (
    `step η = ${number(lr, 2)}, after ${rounds} ${rounds === 1 ? "round" : "rounds"}: simultaneous play is ` +
    `${simultaneous} from the equilibrium, alternating play ${alternating}; both started at ${distance(Math.SQRT2)}`
  );
}

// A square for simultaneous play and a disc for alternating play.
function player(parent, mode, colour, x, y) {
  const look = { fill: colour, class: "gc-marker" };
  if (mode.name === "alternating") return svg(parent, "circle", { ...look, cx: x, cy: y, r: 6.5 });
  return svg(parent, "rect", { ...look, x: x - 5.75, y: y - 5.75, width: 11.5, height: 11.5 });
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const mode of MODES) {
    legendEntry(
      legend,
      (swatch) => {
        const line = { x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[mode.colour], "stroke-width": 2.5 };
        svg(swatch, "line", { ...line, "stroke-dasharray": mode.dashes });
        player(swatch, mode, palette[mode.colour], 15, 7);
      },
      mode.name === "alternating" ? "alternating: G answers the new d" : "simultaneous: both look at the old position",
    );
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "saddle-readout",
  });
  let picture = null;

  function draw(width) {
    const narrow = width < 560;
    const left = 34, top = 30;
    const size = Math.round(narrow ? Math.min(340, width - left - 12) : Math.min(340, 0.48 * width - left));
    const right = left + size, bottom = top + size;
    const chart = narrow
      ? { left, right: width - 12, top: bottom + 74, bottom: bottom + 74 + 170 }
      : { left: right + 62, right: width - 14, top, bottom };
    const height = chart.bottom + 44;
    const x = linear([-WINDOW, WINDOW], [left, right]);
    const y = linear([-WINDOW, WINDOW], [bottom, top]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "The plane of d and g with level curves of V = d·g, hyperbolas around the equilibrium at 0, and the paths of " +
        "simultaneous and alternating play from (1, 1). Beside it, the distance from the equilibrium against rounds.",
    });
    const plane = clipTo(root, left, top, size, size);
    // V is positive where d and g have one sign: D's ground; elsewhere it is G's.
    for (const [d, g] of [[1, 1], [-1, -1], [1, -1], [-1, 1]]) {
      const fill = d * g > 0 ? palette.discriminator : palette.generator;
      const corner = { x: Math.min(x(0), x(d * WINDOW)), y: Math.min(y(0), y(g * WINDOW)) };
      svg(plane, "rect", { ...corner, width: size / 2, height: size / 2, fill, "fill-opacity": 0.1 });
      for (const level of [0.5, 2, 4.5]) {
        const points = Array.from({ length: 61 }, (_, i) => {
          const u = Math.exp(linear([0, 60], [Math.log(level / WINDOW), Math.log(WINDOW)])(i));
          return [x(d * u), y((g * level) / u)];
        });
        svg(plane, "path", { d: pathThrough(points), stroke: fill, fill: "none", "stroke-width": 1, "stroke-opacity": 0.7 });
      }
    }
    for (let k = -3; k <= 3; k += 1) {
      svg(root, "text", { x: x(k), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, number(k, 0));
      svg(root, "text", { x: left - 8, y: y(k) + 4, class: "gc-tick", "text-anchor": "end" }, number(k, 0));
    }
    svg(root, "line", { x1: left, x2: right, y1: y(0), y2: y(0), class: "gc-axis" });
    svg(root, "line", { x1: x(0), x2: x(0), y1: top, y2: bottom, class: "gc-axis" });
    svg(root, "text", { x: 4, y: 15, class: "gc-label" }, "g (G descends V = d·g)");
    const dLabel = { x: (left + right) / 2, y: bottom + 37, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", dLabel, "d (D ascends V)");
    const moving = svg(plane, "g");
    for (const [d, g, text] of [[2.1, 2.6, "V > 0"], [-2.1, 2.6, "V < 0"]])
      svg(root, "text", { x: x(d), y: y(g), class: "gc-note", "text-anchor": "middle" }, text);
    svg(root, "circle", { cx: x(0), cy: y(0), r: 3.5, class: "gc-tick" });
    const ownChart = svg(root, "g");
    picture = { moving, x, y, chart, ownChart };
    move();
  }

  function drawChart(paths, rounds) {
    const { chart, ownChart } = picture;
    ownChart.replaceChildren();
    const distances = MODES.map(({ name }) => paths[name].map((point) => Math.hypot(...point)));
    const most = Math.max(2, ...distances.flat());
    const unit = [0.5, 1, 2, 5].find((step) => most / step <= 5) ?? 10 ** Math.ceil(Math.log10(most / 5));
    const ceiling = unit * Math.ceil(most / unit);
    const t = linear([0, Math.max(rounds, 1)], [chart.left, chart.right]);
    const r = linear([0, ceiling], [chart.bottom, chart.top]);
    for (let value = 0; value <= ceiling + 1e-9; value += unit) {
      const line = { x1: chart.left, x2: chart.right, y1: r(value), y2: r(value), class: value ? "gc-grid" : "gc-axis" };
      svg(ownChart, "line", line);
      const label = { x: chart.left - 8, y: r(value) + 4, class: "gc-tick", "text-anchor": "end" };
      svg(ownChart, "text", label, number(value, unit < 1 ? 1 : 0));
    }
    for (const value of [0, Math.max(rounds, 1)])
      svg(ownChart, "text", { x: t(value), y: chart.bottom + 18, class: "gc-tick", "text-anchor": "middle" }, String(value));
    svg(ownChart, "text", { x: chart.left - 30, y: chart.top - 15, class: "gc-label" }, "distance from the equilibrium");
    const xLabel = { x: (chart.left + chart.right) / 2, y: chart.bottom + 37, class: "gc-label", "text-anchor": "middle" };
    svg(ownChart, "text", xLabel, "rounds");
    const reference = { stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25 };
    svg(ownChart, "line", { ...reference, x1: chart.left, x2: chart.right, y1: r(Math.SQRT2), y2: r(Math.SQRT2) });
    MODES.forEach((mode, i) => {
      const points = distances[i].map((value, round) => [t(round), r(value)]);
      const look = { stroke: palette[mode.colour], "stroke-dasharray": mode.dashes, class: "gc-track" };
      svg(ownChart, "path", { ...look, d: pathThrough(points) });
      player(ownChart, mode, palette[mode.colour], ...points.at(-1));
    });
    svg(ownChart, "text", { x: chart.left + 5, y: r(Math.SQRT2) + 15, class: "gc-note" }, "start: √2");
  }

  function move() {
    const lr = model.get("lr");
    const rounds = model.get("rounds");
    const sentence = saddleReadout(lr, rounds);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const paths = saddlePaths(lr, rounds);
    const { moving, x, y } = picture;
    moving.replaceChildren();
    for (const mode of MODES) {
      const points = paths[mode.name].map(([d, g]) => [x(d), y(g)]);
      const look = { stroke: palette[mode.colour], "stroke-dasharray": mode.dashes, class: "gc-track" };
      svg(moving, "path", { ...look, d: pathThrough(points) });
      for (const [cx, cy] of points) svg(moving, "circle", { cx, cy, r: 2, fill: palette[mode.colour] });
    }
    for (const mode of MODES) {
      const [d, g] = paths[mode.name].at(-1);
      player(moving, mode, palette[mode.colour], x(d), y(g));
    }
    drawChart(paths, rounds);
  }

  model.on("change:lr", move);
  model.on("change:rounds", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:lr", move);
    model.off("change:rounds", move);
  };
}

export default { render };
