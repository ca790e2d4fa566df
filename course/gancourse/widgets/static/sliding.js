// Data N(0, 1), fakes N(μ, 1): the densities with D*, the integrand of C, JSD over μ, and a sentence.

const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
const bell = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

export function landscape(mu, x) {
  const p = bell(x), q = bell(x - mu), logit = (mu * mu) / 2 - mu * x;
  return { p, q, best: Math.exp(-softplus(-logit)), integrand: -p * softplus(-logit) - q * softplus(logit) };
}

export function slidingReadout(mu, table) {
  const i = Math.round(mu / (table.mu[1] - table.mu[0]));
  const [value, jsd, bce, slope] = ["value", "jsd", "bce", "slope"].map((name) => number(table[name][i], 6));
  return `μ = ${number(mu, 1)}: C = ${value}, JSD = ${jsd}, BCE* = ${bce} nats; slope of C: ${slope} per unit of μ`;
}

const LEFT = -4, RIGHT = 14, POINTS = 361;
const CURVES = [
  { key: "p", colour: "real", dashes: "none", name: "p_data = N(0, 1)" },
  { key: "q", colour: "fake", dashes: FAKE_DASHES, name: "p_g = N(μ, 1)" },
  { key: "best", colour: "discriminator", dashes: "2 3", name: "D*" },
  { key: "integrand", colour: "generator", dashes: "none", name: "integrand; its area is C" },
];

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const curve of CURVES) {
    legendEntry(
      legend,
      (swatch) =>
        svg(swatch, "line", {
          x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[curve.colour], "stroke-width": 2.5,
          "stroke-dasharray": curve.dashes,
        }),
      curve.name,
    );
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "sliding-readout",
  });
  let picture = null;

  function scale(root, range, top, bottom, ticks, left, right) {
    const y = linear(range, [bottom, top]);
    for (const [value, name] of ticks) {
      svg(root, "line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 7, y: y(value) + 4, class: "gc-tick", "text-anchor": "end" }, name);
    }
    return y;
  }

  function draw(width) {
    const height = 476, left = 42, right = width - 14;
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Three pictures. First, two bell curves at 0 and μ, and D*, which falls from 1 to 0 between them. Second, the " +
        "integrand of C over x; its area shrinks as μ grows. Third, JSD over μ with a disc at the current μ; it rises " +
        "to ln 2 and stays there. The sentence below gives the numbers.",
    });
    const x = linear([LEFT, RIGHT], [left, right]);
    const above = scale(root, [0, 1], 24, 170, [[0, "0"], [0.5, "½"], [1, "1"]], left, right);
    const below = scale(root, [-0.6, 0], 206, 296, [[-0.5, "−0.5"], [0, "0"]], left, right);
    for (let value = LEFT; value <= RIGHT; value += 2) {
      svg(root, "text", { x: x(value), y: 314, class: "gc-tick", "text-anchor": "middle" }, number(value, 0));
    }
    const m = linear([0, 10], [left, right]);
    const divergence = scale(root, [0, 0.75], 350, 440, [[0, "0"], [0.25, "0.25"], [0.5, "0.5"]], left, right);
    for (let value = 0; value <= 10; value += 2) {
      svg(root, "text", { x: m(value), y: 456, class: "gc-tick", "text-anchor": "middle" }, String(value));
    }
    svg(root, "text", { x: 4, y: 14, class: "gc-label" }, "densities, and D*");
    svg(root, "text", { x: 4, y: 196, class: "gc-label" }, "integrand p ln D* + q ln(1 − D*) (nats)");
    svg(root, "text", { x: right, y: 330, class: "gc-label", "text-anchor": "end" }, "x");
    svg(root, "text", { x: 4, y: 338, class: "gc-label" }, "JSD (nats)");
    svg(root, "text", { x: right, y: 473, class: "gc-label", "text-anchor": "end" }, "μ");
    const table = model.get("table");
    svg(root, "line", {
      x1: left, x2: right, y1: divergence(Math.LN2), y2: divergence(Math.LN2), stroke: palette.reference,
      "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25,
    });
    svg(root, "path", {
      d: pathThrough(table.mu.map((mu, i) => [m(mu), divergence(table.jsd[i])])), stroke: palette.sky, class: "gc-curve",
    });
    svg(root, "text", { x: right, y: divergence(Math.LN2) - 5, class: "gc-note", "text-anchor": "end" }, "ln 2 = 0.693");
    picture = { moving: svg(root, "g"), x, above, below, m, divergence };
    move();
  }

  function move() {
    const mu = model.get("mu"), table = model.get("table");
    const sentence = slidingReadout(mu, table);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const { moving, x, above, below, m, divergence } = picture;
    moving.replaceChildren();
    const paths = { p: [], q: [], best: [], integrand: [] };
    for (let i = 0; i < POINTS; i += 1) {
      const at = LEFT + ((RIGHT - LEFT) * i) / (POINTS - 1), values = landscape(mu, at);
      for (const key of ["p", "q", "best"]) paths[key].push([x(at), above(values[key])]);
      paths.integrand.push([x(at), below(values.integrand)]);
    }
    const area = `${pathThrough(paths.integrand)}L${x(RIGHT)},${below(0)}L${x(LEFT)},${below(0)}Z`;
    svg(moving, "path", { d: area, fill: palette.generator, stroke: "none", class: "gc-band" });
    for (const curve of CURVES) {
      svg(moving, "path", {
        d: pathThrough(paths[curve.key]), stroke: palette[curve.colour], "stroke-dasharray": curve.dashes,
        class: "gc-curve",
      });
    }
    const i = Math.round(mu / (table.mu[1] - table.mu[0]));
    const height = divergence(table.jsd[i]);
    svg(moving, "line", { x1: m(mu), x2: m(mu), y1: divergence(0), y2: height, class: "gc-guide" });
    svg(moving, "circle", { cx: m(mu), cy: height, r: 6.5, fill: palette.sky, class: "gc-marker" });
  }

  model.on("change:mu", move);
  model.on("change:table", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:mu", move);
    model.off("change:table", move);
  };
}

export default { render };
