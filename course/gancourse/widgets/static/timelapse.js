// A training as a film: the samples among the modes, and a bar for the share of each mode.

const WINDOW = 3;

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  const cross = (parent, x, y) =>
    svg(parent, "path", { d: `M${x - 6},${y}H${x + 6}M${x},${y - 6}V${y + 6}`, stroke: palette.real, "stroke-width": 2 });
  legendEntry(legend, (swatch) => cross(swatch, 15, 7), "modes of the data");
  legendEntry(legend, (swatch) => svg(swatch, "circle", { cx: 15, cy: 7, r: 4, fill: palette.fake }), "samples");
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "timelapse-readout",
  });
  let picture = null;

  function draw(width) {
    const centers = model.get("centers");
    const narrow = width < 520, left = 30, top = 12;
    const size = Math.round(narrow ? width - left - 12 : Math.min(330, 0.5 * width - left));
    const chart = narrow
      ? { left: 42, right: width - 12, top: top + size + 50, bottom: top + size + 200 }
      : { left: left + size + 60, right: width - 14, top: top + 16, bottom: top + size };
    const height = Math.max(top + size, chart.bottom) + 42;
    const x = linear([-WINDOW, WINDOW], [left, left + size]), y = linear([-WINDOW, WINDOW], [top + size, top]);
    const bar = linear([0, 1], [chart.bottom, chart.top]);
    const place = linear([0, centers.length], [chart.left, chart.right]);
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "Left, samples among the modes of the data, in the plane. Right, a bar for the share of the samples that each " +
        "mode has; a dashed line marks equal shares. The sentence below gives the numbers.",
    });
    for (let k = -3; k <= 3; k += 1) {
      svg(root, "text", { x: x(k), y: top + size + 16, class: "gc-tick", "text-anchor": "middle" }, number(k, 0));
      svg(root, "text", { x: left - 6, y: y(k) + 4, class: "gc-tick", "text-anchor": "end" }, number(k, 0));
    }
    svg(root, "line", { x1: left, x2: left + size, y1: top + size, y2: top + size, class: "gc-axis" });
    svg(root, "line", { x1: left, x2: left, y1: top, y2: top + size, class: "gc-axis" });
    for (const value of [0, 0.25, 0.5, 0.75, 1]) {
      const line = { x1: chart.left, x2: chart.right, y1: bar(value), y2: bar(value) };
      svg(root, "line", { ...line, class: value ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: chart.left - 7, y: bar(value) + 4, class: "gc-tick", "text-anchor": "end" }, number(value, 2));
    }
    svg(root, "text", { x: chart.left - 38, y: chart.top - 10, class: "gc-label" }, "share of the samples");
    centers.forEach((_, i) => {
      const tick = { x: place(i + 0.5), y: chart.bottom + 16, class: "gc-tick", "text-anchor": "middle" };
      svg(root, "text", tick, String(i + 1));
    });
    const label = { x: (chart.left + chart.right) / 2, y: chart.bottom + 35, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", label, "mode");
    const clipped = clipTo(root, left, top, size, size);
    for (const [cx, cy] of centers) cross(clipped, x(cx), y(cy));
    const equal = { y1: bar(1 / centers.length), y2: bar(1 / centers.length), stroke: palette.reference };
    const moving = svg(clipped, "g"), bars = svg(root, "g");
    svg(root, "line", { ...equal, x1: chart.left, x2: chart.right, "stroke-dasharray": HAIRLINE_REFERENCE });
    picture = { moving, bars, x, y, bar, place };
    move();
  }

  function move() {
    const frames = model.get("frames");
    const frame = frames[Math.max(0, Math.min(frames.length - 1, model.get("frame")))];
    if (!frame) return;
    if (readout.textContent !== frame.text) readout.textContent = frame.text; // a screen reader speaks only of changes
    if (!picture) return;
    const { moving, bars, x, y, bar, place } = picture;
    moving.replaceChildren();
    bars.replaceChildren();
    for (const [px, py] of frame.points)
      svg(moving, "circle", { cx: x(px), cy: y(py), r: 3, fill: palette.fake, "fill-opacity": 0.55 });
    frame.shares.forEach((share, i) => {
      const box = { x: place(i + 0.12), width: place(0.76) - place(0), y: bar(share), height: bar(0) - bar(share) };
      svg(bars, "rect", { ...box, fill: palette.fake, "fill-opacity": 0.8 });
    });
  }

  model.on("change:frame", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:frame", move);
  };
}

export default { render };
