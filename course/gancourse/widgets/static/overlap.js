// Data N(0, 1) and fakes N(μ, 1), both blurred by instance noise: the best D, and the pull of three losses on G.

const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
const MU_MAX = 12, FLOOR = 1e-9, CEILING = 30;

export function pulls(mu, noise) {
  const variance = 1 + noise * noise, u = mu / Math.sqrt(variance);
  let d = 0;
  for (let i = 0; i <= 1400; i += 1) {
    const w = -14 + 0.02 * i - u / 2, logit = (-u * u) / 2 - u * w;
    d += Math.exp(-softplus(-logit) - (w * w) / 2);
  }
  d *= 0.02 / Math.sqrt(2 * Math.PI);
  return { minimax: (mu / variance) * d, ns: (mu / variance) * (1 - d), w1: mu > 0 ? 1 : 0, dFake: d };
}

const short = (x) => (x >= 5e-5 || x === 0 ? number(x, 4) : "less than 0.0001");

export function overlapReadout(mu, noise) {
  const at = pulls(mu, noise);
  return (
    `μ = ${number(mu, 1)}, noise ${number(noise, 2)}: on average D gives fakes ${short(at.dFake)}; ` +
    `pull of minimax ${short(at.minimax)}, non-saturating ${short(at.ns)}, W₁ ${number(at.w1, 0)}`
  );
}

const DENSITIES = [
  { key: "p", colour: "real", dashes: "none", name: "data" },
  { key: "q", colour: "fake", dashes: FAKE_DASHES, name: "fakes" },
  { key: "d", colour: "discriminator", dashes: "2 3", name: "the best D" },
];
const LOSSES = [
  { key: "ns", colour: "generator", dashes: "none", name: "pull: non-saturating" },
  { key: "w1", colour: "sky", dashes: "2 3", name: "pull: W₁" },
  { key: "minimax", colour: "fake", dashes: FAKE_DASHES, name: "pull: minimax" },
];

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const curve of [...DENSITIES, ...LOSSES]) {
    const look = { x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[curve.colour], "stroke-width": 2.5 };
    legendEntry(legend, (swatch) => svg(swatch, "line", { ...look, "stroke-dasharray": curve.dashes }), curve.name);
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "overlap-readout",
  });
  let picture = null;

  function draw(width) {
    const height = 400, left = 54, right = width - 14;
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Above, the bell curves of data and fakes with the best D, which falls from 1 to 0 between them. Below, on a " +
        "logarithmic scale, the pull of three losses against μ with discs at the current μ; only that of the minimax " +
        "loss falls to nothing. The sentence below gives the numbers.",
    });
    const x = linear([-6, 18], [left, right]), y = linear([0, 1], [150, 22]);
    const m = linear([0, MU_MAX], [left, right]), pull = logarithmic([FLOOR, CEILING], [350, 206]);
    for (const [value, name] of [[0, "0"], [0.5, "½"], [1, "1"]]) {
      svg(root, "line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 7, y: y(value) + 4, class: "gc-tick", "text-anchor": "end" }, name);
    }
    for (let value = -6; value <= 18; value += 3)
      svg(root, "text", { x: x(value), y: 168, class: "gc-tick", "text-anchor": "middle" }, number(value, 0));
    for (const [value, name] of [[1e-9, "10⁻⁹"], [1e-6, "10⁻⁶"], [1e-3, "10⁻³"], [1, "1"]]) {
      svg(root, "line", { x1: left, x2: right, y1: pull(value), y2: pull(value), class: "gc-grid" });
      svg(root, "text", { x: left - 7, y: pull(value) + 4, class: "gc-tick", "text-anchor": "end" }, name);
    }
    for (let value = 0; value <= MU_MAX; value += 2)
      svg(root, "text", { x: m(value), y: 368, class: "gc-tick", "text-anchor": "middle" }, String(value));
    svg(root, "text", { x: 4, y: 13, class: "gc-label" }, "densities, and D");
    svg(root, "text", { x: right, y: 184, class: "gc-label", "text-anchor": "end" }, "x");
    svg(root, "text", { x: 4, y: 197, class: "gc-label" }, "pull on G per unit of μ");
    svg(root, "text", { x: right, y: 388, class: "gc-label", "text-anchor": "end" }, "μ");
    picture = { moving: svg(root, "g"), clipped: clipTo(root, left, 200, right - left + 8, 152), x, y, m, pull };
    move();
  }

  function move() {
    const mu = model.get("mu"), noise = model.get("noise");
    const sentence = overlapReadout(mu, noise);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const { moving, clipped, x, y, m, pull } = picture;
    moving.replaceChildren();
    clipped.replaceChildren();
    const variance = 1 + noise * noise;
    const bell = (at) => Math.exp((-at * at) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    const paths = { p: [], q: [], d: [] };
    for (let i = 0; i <= 240; i += 1) {
      const at = -6 + 0.1 * i;
      paths.p.push([x(at), y(bell(at))]);
      paths.q.push([x(at), y(bell(at - mu))]);
      paths.d.push([x(at), y(Math.exp(-softplus(-((mu * mu) / 2 - mu * at) / variance)))]);
    }
    for (const { key, colour, dashes } of DENSITIES) {
      const look = { stroke: palette[colour], "stroke-dasharray": dashes, class: "gc-curve" };
      svg(moving, "path", { ...look, d: pathThrough(paths[key]) });
    }
    const here = pulls(mu, noise);
    const everywhere = Array.from({ length: 120 }, (_, i) => [((i + 1) * MU_MAX) / 120, pulls(((i + 1) * MU_MAX) / 120, noise)]);
    for (const { key, colour, dashes } of LOSSES) {
      const points = everywhere.map(([at, pulled]) => [m(at), pull(Math.max(pulled[key], FLOOR / 100))]);
      const look = { stroke: palette[colour], "stroke-dasharray": dashes, class: "gc-curve" };
      svg(clipped, "path", { ...look, d: pathThrough(points) });
      const disc = { cx: m(mu), r: 6, fill: palette[colour], class: "gc-marker" };
      if (here[key] > FLOOR) svg(clipped, "circle", { ...disc, cy: pull(here[key]) });
    }
  }

  model.on("change:mu", move);
  model.on("change:noise", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:mu", move);
    model.off("change:noise", move);
  };
}

export default { render };
