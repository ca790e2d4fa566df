// A pad to draw points on. Mouse or finger: press and drag. Keyboard: arrows move the cross, Space puts a point there,
// Backspace takes the last one away.

export function drawingReadout(points) {
  if (!points.length) return "nothing drawn yet";
  const [x, y] = points[points.length - 1];
  const many = points.length === 1 ? "1 point" : `${points.length} points`;
  return `${many}; the last one is at (${number(x, 2)}, ${number(y, 2)})`;
}

const APART = 0.12; // a stroke puts a point each time it has come this far
const STEP = 0.2;

function render({ model, el }) {
  const palette = model.get("palette");
  const { extent, most } = model.get("limits");
  el.classList.add("gc-view");
  const row = html(el, "div", { class: "gc-pad-row" });
  const undo = html(row, "button", { type: "button", class: "gc-button", "data-testid": "drawing-undo" }, "Take back");
  const clear = html(row, "button", { type: "button", class: "gc-button", "data-testid": "drawing-clear" }, "Clear");
  html(row, "span", { class: "gc-small" }, "Drag to draw. Or: arrow keys, Space, Backspace.");
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "drawing-readout",
  });
  let cursor = [0, 0];
  let picture = null;
  let strokeLast = null;

  function put(points) {
    model.set("points", points);
    model.save_changes();
    show();
  }

  function add([x, y]) {
    const points = model.get("points");
    const inside = (v) => Math.max(-extent, Math.min(extent, Math.round(v * 1000) / 1000));
    if (points.length < most) put([...points, [inside(x), inside(y)]]);
  }

  function draw(width) {
    const size = Math.min(width, 420), edge = 30;
    const x = linear([-extent, extent], [edge, size - 10]);
    const y = linear([-extent, extent], [size - edge, 10]);
    const back = { x: linear([edge, size - 10], [-extent, extent]), y: linear([size - edge, 10], [-extent, extent]) };
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width: size, height: size, viewBox: `0 0 ${size} ${size}`, class: "gc-picture gc-pad", tabindex: 0,
      role: "application", "data-testid": "drawing-pad",
      "aria-label": "A pad to draw on. Arrow keys move the cross, Space puts a point, Backspace takes the last one away.",
    });
    svg(root, "rect", {
      x: edge, y: 10, width: size - 10 - edge, height: size - 10 - edge, class: "gc-paper",
    });
    // The axes last, so that no line of the grid crosses them.
    for (const v of [...Array.from({ length: 2 * extent + 1 }, (_, i) => i - extent).filter((i) => i), 0]) {
      svg(root, "line", { x1: x(v), x2: x(v), y1: 10, y2: size - edge, class: v ? "gc-grid" : "gc-axis" });
      svg(root, "line", { x1: edge, x2: size - 10, y1: y(v), y2: y(v), class: v ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: x(v), y: size - edge + 17, class: "gc-tick", "text-anchor": "middle" }, number(v, 0));
      svg(root, "text", { x: edge - 7, y: y(v) + 4, class: "gc-tick", "text-anchor": "end" }, number(v, 0));
    }
    const dots = svg(root, "g");
    const cross = svg(root, "g", { class: "gc-cross" });
    root.addEventListener("pointerdown", (event) => {
      root.focus({ preventScroll: true });
      root.setPointerCapture(event.pointerId);
      stroke(event, true);
      event.preventDefault();
    });
    root.addEventListener("pointermove", (event) => strokeLast && stroke(event, false));
    for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, () => (strokeLast = null));
    root.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
      if (move) cursor = cursor.map((v, i) => Math.max(-extent, Math.min(extent, v + move[i])));
      else if (event.key === " " || event.key === "Enter") add(cursor);
      else if (event.key === "Backspace" || event.key === "Delete") put(model.get("points").slice(0, -1));
      else return;
      event.preventDefault();
      event.stopPropagation(); // else JupyterLab takes the keys for its own
      show();
    });
    function stroke(event, first) {
      const box = root.getBoundingClientRect();
      const point = [back.x(event.clientX - box.left), back.y(event.clientY - box.top)];
      if (Math.max(Math.abs(point[0]), Math.abs(point[1])) > extent) return;
      if (!first && Math.hypot(point[0] - strokeLast[0], point[1] - strokeLast[1]) < APART) return;
      strokeLast = point;
      cursor = point;
      add(point);
    }
    picture = { x, y, dots, cross };
    show();
  }

  function show() {
    const points = model.get("points");
    const sentence = drawingReadout(points);
    if (readout.textContent !== sentence) readout.textContent = sentence;
    if (!picture) return;
    const { x, y, dots, cross } = picture;
    dots.replaceChildren();
    for (const [px, py] of points) svg(dots, "circle", { cx: x(px), cy: y(py), r: 4.5, fill: palette.real, class: "gc-dot" });
    cross.replaceChildren();
    const [cx, cy] = [x(cursor[0]), y(cursor[1])];
    svg(cross, "line", { x1: cx - 9, x2: cx + 9, y1: cy, y2: cy });
    svg(cross, "line", { x1: cx, x2: cx, y1: cy - 9, y2: cy + 9 });
  }

  undo.addEventListener("click", () => put(model.get("points").slice(0, -1)));
  clear.addEventListener("click", () => put([]));
  model.on("change:points", show);
  const stop = onWidth(stage, draw);
  show();
  return () => {
    stop();
    model.off("change:points", show);
  };
}

export default { render };
