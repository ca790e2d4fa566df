// The log loss of one prediction p: two curves, a point and a tangent on each, and a sentence.

export function logLoss(p) {
  return { loss_y1: -Math.log(p), loss_y0: -Math.log1p(-p), slope_y1: -1 / p, slope_y0: 1 / (1 - p) };
}

export function logLossReadout(p) {
  const at = logLoss(p);
  return (
    `p = ${number(p, 3)}: if y = 1 the loss is ${number(at.loss_y1, 3)} nats (slope ${number(at.slope_y1, 2)}); ` +
    `if y = 0 it is ${number(at.loss_y0, 3)} nats (slope ${number(at.slope_y0, 2)})`
  );
}

const TOP_LOSS = 7; // −ln 0.001 = 6.91, the most the slider can reach
const LABELS = [
  { loss: "loss_y1", slope: "slope_y1", colour: "real", dashes: "none", name: "y = 1", formula: "−ln p" },
  { loss: "loss_y0", slope: "slope_y0", colour: "fake", dashes: FAKE_DASHES, name: "y = 0", formula: "−ln(1 − p)" },
];

// A disc for y = 1 and a square for y = 0: the two differ in shape as well as in colour.
function marker(parent, label, colour, x, y) {
  const look = { fill: colour, class: "gc-marker" };
  if (label.name === "y = 1") return svg(parent, "circle", { ...look, cx: x, cy: y, r: 6.5 });
  return svg(parent, "rect", { ...look, x: x - 5.75, y: y - 5.75, width: 11.5, height: 11.5 });
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  const values = LABELS.map((label) =>
    legendEntry(
      legend,
      (swatch) => {
        const line = { x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette[label.colour], "stroke-width": 2.5 };
        svg(swatch, "line", { ...line, "stroke-dasharray": label.dashes });
        marker(swatch, label, palette[label.colour], 15, 7);
      },
      `if ${label.name}: ${label.formula}`,
    ),
  );
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "log-loss-readout",
  });
  let picture = null; // what the last drawing left for the moving parts: a group and the two scales

  function draw(width) {
    const height = Math.round(Math.min(400, Math.max(270, 0.52 * width)));
    const left = 34, right = width - 12, top = 30, bottom = height - 44;
    const x = linear([0, 1], [left, right]);
    const y = linear([0, TOP_LOSS], [bottom, top]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Loss in nats against p, the probability given to y = 1. −ln p falls and is the loss if y = 1; " +
        "−ln(1 − p) rises and is the loss if y = 0; they cross at p = ½ and ln 2 = 0.693. A tangent touches each at p.",
    });
    for (let loss = 0; loss <= TOP_LOSS; loss += 1) {
      svg(root, "line", { x1: left, x2: right, y1: y(loss), y2: y(loss), class: loss ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 8, y: y(loss) + 4, class: "gc-tick", "text-anchor": "end" }, String(loss));
    }
    for (const p of width < 420 ? [0, 0.5, 1] : [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
      svg(root, "line", { x1: x(p), x2: x(p), y1: bottom, y2: bottom + 5, class: "gc-axis" });
      svg(root, "text", { x: x(p), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, String(p));
    }
    svg(root, "text", { x: 4, y: 14, class: "gc-label" }, "loss (nats)");
    const xLabel = { x: (left + right) / 2, y: height - 6, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", xLabel, "p, the probability given to y = 1");

    const reference = { stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25 };
    svg(root, "line", { ...reference, x1: x(0.5), x2: x(0.5), y1: top, y2: bottom });
    svg(root, "line", { ...reference, x1: left, x2: right, y1: y(Math.LN2), y2: y(Math.LN2) });

    const plot = clipTo(root, left, top - 8, right - left, bottom - top + 14);
    const curves = model.get("curves");
    for (const label of LABELS) {
      svg(plot, "path", {
        d: pathThrough(curves.p.map((p, i) => [x(p), y(curves[label.loss][i])])),
        stroke: palette[label.colour], "stroke-dasharray": label.dashes, class: "gc-curve",
      });
    }
    const moving = svg(plot, "g");
    // The names come last: they stay readable where a line passes behind.
    svg(root, "text", { x: x(0.5) + 5, y: top + 6, class: "gc-note" }, "p = ½");
    svg(root, "text", { x: x(0.03), y: y(Math.LN2) - 5, class: "gc-note" }, "ln 2 = 0.693");
    svg(root, "text", { x: x(0.006) + 12, y: y(5.2), class: "gc-note gc-strong" }, "y = 1");
    svg(root, "text", { x: x(0.994) - 12, y: y(5.2), class: "gc-note gc-strong", "text-anchor": "end" }, "y = 0");
    picture = { moving, x, y, bottom, reach: Math.max(48, Math.min(90, 0.12 * width)) };
    move();
  }

  function move() {
    const p = model.get("p");
    const at = logLoss(p);
    LABELS.forEach((label, i) => {
      values[i].textContent =
        `if ${label.name}: ${label.formula} = ${number(at[label.loss], 3)}, slope ${number(at[label.slope], 2)}`;
    });
    const sentence = logLossReadout(p);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture) return;
    const { moving, x, y, bottom, reach } = picture;
    moving.replaceChildren();
    const higher = Math.max(at.loss_y1, at.loss_y0);
    svg(moving, "line", { x1: x(p), x2: x(p), y1: bottom, y2: y(higher), class: "gc-guide" });
    for (const label of LABELS) {
      // One p to the right is this far across the page and this far up it: the tangent's direction in pixels.
      const across = x(1) - x(0);
      const up = at[label.slope] * (y(1) - y(0));
      const step = reach / Math.hypot(across, up);
      svg(moving, "line", {
        x1: x(p) - step * across, y1: y(at[label.loss]) - step * up,
        x2: x(p) + step * across, y2: y(at[label.loss]) + step * up,
        stroke: palette[label.colour], class: "gc-tangent",
      });
    }
    for (const label of LABELS) marker(moving, label, palette[label.colour], x(p), y(at[label.loss]));
  }

  model.on("change:p", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:p", move);
  };
}

export default { render };
