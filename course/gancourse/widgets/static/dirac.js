// The Dirac-GAN: data at 0, a fake at θ, D with the logit ψx. Paths in the plane, and the distance from equilibrium.

const RATE = 0.2, ROUNDS = 200, WINDOW = 3;
const sigma = (s) => 1 / (1 + Math.exp(-s));
const MODES = [
  { name: "simultaneous", colour: "fake", dashes: FAKE_DASHES },
  { name: "alternating", colour: "real", dashes: "none" },
];

export function diracPaths(kind, gamma) {
  const pullD = (theta, psi) => -theta * (kind === "wgan" ? 1 : sigma(psi * theta)) - gamma * psi;
  const pullG = (theta, psi) => psi * { wgan: 1, ns: sigma(-psi * theta), minimax: sigma(psi * theta) }[kind];
  return Object.fromEntries(
    MODES.map(({ name }) => {
      const path = [[1, -1]];
      for (let t = 0; t < ROUNDS; t += 1) {
        const [theta, psi] = path[t], moved = psi + RATE * pullD(theta, psi);
        path.push([theta + RATE * pullG(theta, name === "alternating" ? moved : psi), moved]);
      }
      return [name, path];
    }),
  );
}

const far = (distance) => (distance >= 0.0005 ? number(distance, 3) : "less than 0.001");

export function diracReadout(kind, gamma, names) {
  const paths = diracPaths(kind, gamma), ends = MODES.map(({ name }) => Math.hypot(...paths[name].at(-1)));
  return (
    `${names[kind]}, γ = ${number(gamma, 2)}: after ${ROUNDS} rounds the distance from the equilibrium, 1.414 at ` +
    `the start, is ${far(ends[0])} in simultaneous and ${far(ends[1])} in alternating play`
  );
}

function render({ model, el }) {
  const palette = model.get("palette"), names = model.get("names");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const mode of MODES) {
    const look = { x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[mode.colour], "stroke-width": 2.5 };
    legendEntry(legend, (swatch) => svg(swatch, "line", { ...look, "stroke-dasharray": mode.dashes }), mode.name);
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "dirac-readout",
  });
  let picture = null;

  function draw(width) {
    const narrow = width < 560, left = 34, top = 26;
    const size = Math.round(narrow ? width - left - 12 : Math.min(340, 0.47 * width - left));
    const right = left + size, bottom = top + size;
    const chart = narrow
      ? { left: 50, right: width - 12, top: bottom + 74, bottom: bottom + 244 }
      : { left: right + 66, right: width - 14, top, bottom };
    const height = chart.bottom + 44;
    const x = linear([-WINDOW, WINDOW], [left, right]), y = linear([-WINDOW, WINDOW], [bottom, top]);
    const t = linear([0, ROUNDS], [chart.left, chart.right]), r = logarithmic([1e-6, 100], [chart.bottom, chart.top]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Left, paths of simultaneous and alternating play in the plane of θ and ψ, from (1, −1), around the equilibrium " +
        "at 0. Right, the distance from the equilibrium against rounds, on a logarithmic scale. The sentence below " +
        "gives the numbers.",
    });
    for (let k = -3; k <= 3; k += 1) {
      svg(root, "text", { x: x(k), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, number(k, 0));
      svg(root, "text", { x: left - 8, y: y(k) + 4, class: "gc-tick", "text-anchor": "end" }, number(k, 0));
    }
    svg(root, "line", { x1: left, x2: right, y1: y(0), y2: y(0), class: "gc-axis" });
    svg(root, "line", { x1: x(0), x2: x(0), y1: top, y2: bottom, class: "gc-axis" });
    svg(root, "text", { x: 4, y: 15, class: "gc-label" }, "ψ (D)");
    const thetaLabel = { x: (left + right) / 2, y: bottom + 37, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", thetaLabel, "θ (G)");
    for (const [value, name] of [[1e-6, "10⁻⁶"], [1e-4, "10⁻⁴"], [1e-2, "0.01"], [1, "1"], [100, "100"]]) {
      svg(root, "line", { x1: chart.left, x2: chart.right, y1: r(value), y2: r(value), class: "gc-grid" });
      svg(root, "text", { x: chart.left - 8, y: r(value) + 4, class: "gc-tick", "text-anchor": "end" }, name);
    }
    for (const value of [0, 100, 200])
      svg(root, "text", { x: t(value), y: chart.bottom + 18, class: "gc-tick", "text-anchor": "middle" }, String(value));
    svg(root, "text", { x: chart.left - 46, y: chart.top - 11, class: "gc-label" }, "distance from the equilibrium");
    const roundsLabel = { x: (chart.left + chart.right) / 2, y: chart.bottom + 37, class: "gc-label" };
    svg(root, "text", { ...roundsLabel, "text-anchor": "middle" }, "rounds");
    const reference = { stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25 };
    svg(root, "line", { ...reference, x1: chart.left, x2: chart.right, y1: r(Math.SQRT2), y2: r(Math.SQRT2) });
    const plane = clipTo(root, left, top, size, size);
    const curves = clipTo(root, chart.left, chart.top, chart.right - chart.left + 2, chart.bottom - chart.top);
    picture = { plane: svg(plane, "g"), curves: svg(curves, "g"), x, y, t, r };
    move();
  }

  function move() {
    const kind = model.get("kind"), gamma = model.get("gamma");
    const sentence = diracReadout(kind, gamma, names);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const paths = diracPaths(kind, gamma), { plane, curves, x, y, t, r } = picture;
    plane.replaceChildren();
    curves.replaceChildren();
    for (const mode of MODES) {
      const look = { stroke: palette[mode.colour], "stroke-dasharray": mode.dashes, class: "gc-track" };
      svg(plane, "path", { ...look, d: pathThrough(paths[mode.name].map(([theta, psi]) => [x(theta), y(psi)])) });
      const distances = paths[mode.name].map((point, i) => [t(i), r(Math.max(Math.hypot(...point), 1e-9))]);
      svg(curves, "path", { ...look, d: pathThrough(distances) });
      const [theta, psi] = paths[mode.name].at(-1);
      svg(plane, "circle", { cx: x(theta), cy: y(psi), r: 5.5, fill: palette[mode.colour], class: "gc-marker" });
    }
    svg(plane, "circle", { cx: x(1), cy: y(-1), r: 3.5, class: "gc-tick" });
    svg(plane, "circle", { cx: x(0), cy: y(0), r: 3.5, class: "gc-tick" });
  }

  model.on("change:kind", move);
  model.on("change:gamma", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:kind", move);
    model.off("change:gamma", move);
  };
}

export default { render };
