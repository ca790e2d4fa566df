// One point under the integral: a ln y, b ln(1 − y), their sum with its maximum, and a sentence.

export function pointwise(a, b) {
  if (a + b === 0) return { best: null, height: 0 };
  const best = a / (a + b);
  return { best, height: (a ? a * Math.log(best) : 0) + (b ? b * Math.log(b / (a + b)) : 0) };
}

export function pointwiseReadout(a, b) {
  const at = pointwise(a, b);
  const given = `a = ${number(a, 2)}, b = ${number(b, 2)}: `;
  if (at.best === null) return `${given}neither data nor fakes here; f is 0 everywhere, so no y is better than another`;
  if (a === 0) return `${given}only fakes here; f falls from its largest value 0 at y* = 0.000`;
  if (b === 0) return `${given}only data here; f rises to its largest value 0 at y* = 1.000`;
  return `${given}f is largest at y* = a/(a + b) = ${number(at.best, 3)}, where f = ${number(at.height, 3)}`;
}

const LOWEST = -3; // f(y*) ≥ −2 ln 4 = −2.77 on the sliders
const TERMS = [
  { key: "real", colour: "real", dashes: "none", width: 1.6, name: "a ln y" },
  { key: "fake", colour: "fake", dashes: FAKE_DASHES, width: 1.6, name: "b ln(1 − y)" },
  { key: "total", colour: "discriminator", dashes: "none", width: 3, name: "f(y) = a ln y + b ln(1 − y)" },
];

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const term of TERMS) {
    legendEntry(
      legend,
      (swatch) =>
        svg(swatch, "line", {
          x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[term.colour], "stroke-width": term.width,
          "stroke-dasharray": term.dashes,
        }),
      term.name,
    );
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "argmax-readout",
  });
  let picture = null;

  function draw(width) {
    const height = Math.round(Math.min(380, Math.max(260, 0.48 * width)));
    const left = 34, right = width - 14, top = 26, bottom = height - 42;
    const x = linear([0, 1], [left, right]);
    const y = linear([LOWEST, 0.1], [bottom, top]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Three curves over y from 0 to 1, in nats: a ln y rises to 0, b ln(1 − y) falls from 0, and their sum f has " +
        "its maximum where the disc is. The sentence below says where.",
    });
    for (let value = LOWEST; value <= 0; value += 1) {
      svg(root, "line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 8, y: y(value) + 4, class: "gc-tick", "text-anchor": "end" }, number(value, 0));
    }
    for (const value of width < 420 ? [0, 0.5, 1] : [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
      svg(root, "line", { x1: x(value), x2: x(value), y1: bottom, y2: bottom + 5, class: "gc-axis" });
      svg(root, "text", { x: x(value), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, String(value));
    }
    svg(root, "text", { x: 4, y: 14, class: "gc-label" }, "f(y) (nats)");
    const xLabel = { x: (left + right) / 2, y: height - 6, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", xLabel, "y, what D says at this x");
    svg(root, "line", {
      x1: x(0.5), x2: x(0.5), y1: top, y2: bottom, stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE,
      "stroke-width": 1.25,
    });
    const plot = clipTo(root, left, top - 2, right - left, bottom - top + 2);
    const curves = svg(plot, "g");
    const over = svg(root, "g");
    picture = { curves, over, x, y, bottom, left, right };
    move();
  }

  function move() {
    const a = model.get("a"), b = model.get("b");
    const sentence = pointwiseReadout(a, b);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const { curves, over, x, y, bottom, left, right } = picture;
    curves.replaceChildren();
    over.replaceChildren();
    const points = { real: [], fake: [], total: [] };
    for (let i = 0; i < 400; i += 1) {
      const at = (i + 0.5) / 400;
      const real = a * Math.log(at), fake = b * Math.log1p(-at);
      points.real.push([x(at), y(Math.max(real, 2 * LOWEST))]);
      points.fake.push([x(at), y(Math.max(fake, 2 * LOWEST))]);
      points.total.push([x(at), y(Math.max(real + fake, 2 * LOWEST))]);
    }
    for (const term of TERMS) {
      svg(curves, "path", {
        d: pathThrough(points[term.key]), stroke: palette[term.colour], "stroke-dasharray": term.dashes,
        class: "gc-curve", style: `stroke-width: ${term.width}px`,
      });
    }
    const { best, height } = pointwise(a, b);
    if (best === null) {
      svg(over, "text", { x: (left + right) / 2, y: y(-0.25), class: "gc-note", "text-anchor": "middle" }, "flat: no best y");
      return;
    }
    svg(over, "line", { x1: x(best), x2: x(best), y1: bottom, y2: y(height), class: "gc-guide" });
    svg(over, "circle", { cx: x(best), cy: y(height), r: 7, fill: palette.discriminator, class: "gc-marker" });
    const side = best > 0.7 || (best > 0.3 && best < 0.5) ? { x: x(best) - 7, "text-anchor": "end" } : { x: x(best) + 7 };
    svg(over, "text", { ...side, y: bottom - 8, class: "gc-note gc-strong" }, `y* = ${number(best, 3)}`);
  }

  model.on("change:a", move);
  model.on("change:b", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:a", move);
    model.off("change:b", move);
  };
}

export default { render };
