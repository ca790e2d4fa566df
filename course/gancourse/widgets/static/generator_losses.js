// The two losses of the generator over the logit: curves with arrows downhill, two gauges of the pull, and a sentence.

export function generatorLosses(a) {
  const e = Math.exp(-Math.abs(a));
  const d = (a >= 0 ? 1 : e) / (1 + e);
  const other = (a >= 0 ? e : 1) / (1 + e);
  const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
  return {
    d, saturating: -softplus(a), non_saturating: softplus(-a), slope_saturating: -d, slope_non_saturating: -other,
  };
}

export function generatorLossesReadout(a) {
  const at = generatorLosses(a);
  const ratio = Math.exp(-a);
  return (
    `logit a = ${number(a, 1)}, D = ${number(at.d, 4)}: ` +
    `ln(1 − D) is ${number(at.saturating, 3)} with slope ${number(at.slope_saturating, 4)}; ` +
    `−ln D is ${number(at.non_saturating, 3)} with slope ${number(at.slope_non_saturating, 4)}, ` +
    `${number(ratio, ratio >= 1 ? 1 : 4)} times as steep`
  );
}

const RANGE = [-8, 8];
const ARROW = 3; // logits to the right for a pull of 1
const LOSSES = [
  { loss: "saturating", colour: "fake", dashes: FAKE_DASHES, text: "saturating: ln(1 − D)" },
  { loss: "non_saturating", colour: "real", dashes: "none", text: "non-saturating: −ln D" },
];

// A square for the saturating loss and a disc for the other: the two differ in shape as well as in colour.
function lossMarker(parent, entry, colour, x, y) {
  const look = { fill: colour, class: "gc-marker" };
  if (entry.loss === "non_saturating") return svg(parent, "circle", { ...look, cx: x, cy: y, r: 6.5 });
  return svg(parent, "rect", { ...look, x: x - 5.75, y: y - 5.75, width: 11.5, height: 11.5 });
}

function arrow(parent, colour, [x0, y0], [x1, y1], width) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 2) return;
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const head = Math.min(12, length);
  const [bx, by] = [x1 - head * ux, y1 - head * uy];
  const side = 0.45 * head;
  svg(parent, "line", { x1: x0, y1: y0, x2: bx, y2: by, stroke: colour, "stroke-width": width });
  svg(parent, "path", {
    d: `${pathThrough([[x1, y1], [bx - side * uy, by + side * ux], [bx + side * uy, by - side * ux]])}Z`, fill: colour,
  });
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const entry of LOSSES) {
    legendEntry(
      legend,
      (swatch) => {
        const line = { x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[entry.colour], "stroke-width": 2.5 };
        svg(swatch, "line", { ...line, "stroke-dasharray": entry.dashes });
        lossMarker(swatch, entry, palette[entry.colour], 15, 7);
      },
      entry.text,
    );
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "generator-losses-readout",
  });
  let picture = null;

  function draw(width) {
    const left = 34, right = width - 12, top = 30;
    const bottom = top + Math.round(Math.min(280, Math.max(210, 0.4 * width)));
    const gauge = { left: Math.min(168, 0.36 * width), right: width - 56, top: bottom + 76 };
    const height = gauge.top + 62;
    const x = linear(RANGE, [left, right]);
    const y = linear([-8.5, 8.5], [bottom, top]);
    const pull = linear([0, 1], [gauge.left, gauge.right]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Loss of the generator in nats against the logit a of D(G(z)). ln(1 − D) is flat on the left and falls on the " +
        "right; −ln D falls on the left and is flat on the right. Below, two gauges show how hard each loss pulls.",
    });
    for (let loss = -8; loss <= 8; loss += 4) {
      svg(root, "line", { x1: left, x2: right, y1: y(loss), y2: y(loss), class: "gc-grid" });
      svg(root, "text", { x: left - 8, y: y(loss) + 4, class: "gc-tick", "text-anchor": "end" }, number(loss, 0));
    }
    svg(root, "line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "gc-axis" });
    for (let a = -8; a <= 8; a += width < 420 ? 4 : 2) {
      svg(root, "line", { x1: x(a), x2: x(a), y1: bottom, y2: bottom + 5, class: "gc-axis" });
      svg(root, "text", { x: x(a), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, number(a, 0));
    }
    svg(root, "text", { x: 4, y: 14, class: "gc-label" }, "loss of G (nats)");
    const xLabel = { x: (left + right) / 2, y: bottom + 36, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", xLabel, "logit a of D(G(z))");
    const reference = { stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25 };
    svg(root, "line", { ...reference, x1: x(0), x2: x(0), y1: top, y2: bottom });

    const plot = clipTo(root, left, top - 8, right - left, bottom - top + 8);
    const grid = Array.from({ length: 161 }, (_, i) => -8 + i / 10);
    for (const entry of LOSSES) {
      svg(plot, "path", {
        d: pathThrough(grid.map((a) => [x(a), y(generatorLosses(a)[entry.loss])])),
        stroke: palette[entry.colour], "stroke-dasharray": entry.dashes, class: "gc-curve",
      });
    }
    const moving = svg(plot, "g");
    svg(root, "text", { x: x(0) + 5, y: top + 8, class: "gc-note" }, "D = ½");
    svg(root, "text", { x: 4, y: gauge.top - 10, class: "gc-label" }, "pull on the logit (minus the slope), from 0 to 1");
    LOSSES.forEach((entry, i) => {
      const row = gauge.top + 14 + 26 * i;
      svg(root, "line", { x1: pull(0), x2: pull(1), y1: row, y2: row, class: "gc-grid" });
      for (const end of [0, 1])
        svg(root, "line", { x1: pull(end), x2: pull(end), y1: row - 7, y2: row + 7, class: "gc-axis" });
      const name = { x: pull(0) - 10, y: row + 4, class: "gc-tick", "text-anchor": "end" };
      svg(root, "text", name, entry.text.split(": ")[width < 420 ? 1 : 0]);
    });
    const pulls = svg(root, "g");
    picture = { moving, pulls, x, y, pull, gauge, bottom, top };
    move();
  }

  function move() {
    const a = model.get("a");
    const at = generatorLosses(a);
    const sentence = generatorLossesReadout(a);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const { moving, pulls, x, y, pull, gauge, bottom, top } = picture;
    moving.replaceChildren();
    pulls.replaceChildren();
    svg(moving, "line", { x1: x(a), x2: x(a), y1: bottom, y2: top, class: "gc-guide" });
    LOSSES.forEach((entry, i) => {
      const colour = palette[entry.colour];
      const slope = at[`slope_${entry.loss}`];
      const reach = -ARROW * slope;
      arrow(moving, colour, [x(a), y(at[entry.loss])], [x(a + reach), y(at[entry.loss] + slope * reach)], 2.25);
      const row = gauge.top + 14 + 26 * i;
      arrow(pulls, colour, [pull(0), row], [pull(-slope), row], 6);
      svg(pulls, "text", { x: pull(1) + 8, y: row + 4, class: "gc-tick" }, number(-slope, 4));
    });
    for (const entry of LOSSES) lossMarker(moving, entry, palette[entry.colour], x(a), y(at[entry.loss]));
  }

  model.on("change:a", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:a", move);
  };
}

export default { render };
