// The phases of training: p_data, p_g, D and D* above, and the lines from noise z to x = G(z) below.

const CURVES = [
  { key: "p_data", name: "p_data", colour: "real", dashes: "none", width: 2.5 },
  { key: "p_g", name: "p_g", colour: "fake", dashes: FAKE_DASHES, width: 2.5 },
  { key: "d", name: "D(x)", colour: "discriminator", dashes: "none", width: 3.25 },
  { key: "d_star", name: "D*(x), the best D against this p_g", colour: null, dashes: "1.5 3.5", width: 2 },
];

// Stretches without a value (no mass, so no D*) are left out.
function stretches(values, x, y) {
  let path = "", pen = "M";
  values.forEach((value, i) => {
    if (value === null) pen = "M";
    else {
      path += `${pen}${x(i).toFixed(2)},${y(value).toFixed(2)}`;
      pen = "L";
    }
  });
  return path;
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  const stroke = (curve) => (curve.colour ? palette[curve.colour] : "var(--gc-ink)");
  for (const curve of CURVES) {
    legendEntry(
      legend,
      (swatch) =>
        svg(swatch, "line", {
          x1: 0, x2: 30, y1: 7, y2: 7, style: `stroke: ${stroke(curve)}`, "stroke-width": curve.width,
          "stroke-dasharray": curve.dashes,
        }),
      curve.name,
    );
  }
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "phases-readout",
  });
  let picture = null;
  let lastWidth = 0;

  function draw(width) {
    lastWidth = width;
    const axis = model.get("axis");
    const left = 38, right = width - 14, top = 14;
    const bottom = top + Math.round(Math.min(300, Math.max(190, 0.42 * width)));
    const zTop = bottom + 42, zBottom = zTop + 70, height = zBottom + 30;
    const x = linear([axis.from, axis.to], [left, right]);
    const y = linear([0, axis.top], [bottom, top]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "The densities of the data and of the generated samples, the curve of D and the best possible curve D*, " +
        "on a line; below, arrows from values z of the noise to x = G(z). The sentence below gives the numbers.",
    });
    for (const value of [0, 0.25, 0.5, 0.75, 1, 1.25]) {
      svg(root, "line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 8, y: y(value) + 4, class: "gc-tick", "text-anchor": "end" }, number(value, 2));
    }
    for (let value = Math.ceil(axis.from); value <= axis.to; value += 1) {
      svg(root, "line", { x1: x(value), x2: x(value), y1: bottom, y2: bottom + 5, class: "gc-axis" });
      svg(root, "text", { x: x(value), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, number(value, 0));
    }
    const reference = { stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25 };
    svg(root, "line", { ...reference, x1: left, x2: right, y1: y(0.5), y2: y(0.5) });
    for (const [height_, name] of [[zTop, "noise z"], [zBottom, "x = G(z)"]]) {
      svg(root, "line", { x1: left, x2: right, y1: height_, y2: height_, class: "gc-axis" });
      svg(root, "text", { x: left + 2, y: height_ === zTop ? height_ - 6 : height_ + 17, class: "gc-label" }, name);
    }
    const plot = clipTo(root, left, top, right - left, bottom - top + 2);
    const below = clipTo(root, left, zTop - 4, right - left, zBottom - zTop + 8);
    const curves = CURVES.map((curve) =>
      svg(plot, "path", {
        fill: "none", style: `stroke: ${stroke(curve)}`, "stroke-width": curve.width, "stroke-dasharray": curve.dashes,
        "stroke-linejoin": "round",
      }),
    );
    const lines = svg(below, "g");
    svg(root, "text", { x: left + 5, y: y(0.5) - 5, class: "gc-note" }, "½");
    picture = { x, y, zTop, zBottom, curves, lines, axis };
    move();
  }

  function move() {
    const frames = model.get("frames");
    const frame = frames[Math.max(0, Math.min(frames.length - 1, model.get("frame")))];
    if (!frame) return;
    if (readout.textContent !== frame.text) readout.textContent = frame.text; // a screen reader speaks only of changes
    if (!picture) return;
    const { x, y, zTop, zBottom, curves, lines, axis } = picture;
    const at = (i) => x(axis.from + ((axis.to - axis.from) * i) / (frame.p_data.length - 1));
    CURVES.forEach((curve, i) => curves[i].setAttribute("d", stretches(frame[curve.key], at, y)));
    lines.replaceChildren();
    frame.z.forEach((z, i) => {
      const [fromX, toX] = [x(z), x(frame.x[i])];
      const line = { x1: fromX, y1: zTop, x2: toX, y2: zBottom, stroke: palette.generator, "stroke-width": 1.5 };
      svg(lines, "line", line);
      svg(lines, "circle", { cx: toX, cy: zBottom, r: 3.5, fill: palette.generator });
    });
  }

  function redraw() {
    if (lastWidth) draw(lastWidth);
    else move();
  }

  model.on("change:frame", move);
  model.on("change:frames", redraw);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:frame", move);
    model.off("change:frames", redraw);
  };
}

export default { render };
