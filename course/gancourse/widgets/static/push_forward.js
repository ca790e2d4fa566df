// Noise carried to forgeries: a histogram that travels from z to G(z), one piece of it outlined, and a sentence.

const BINS = 60;
const OUTLINE = "stroke: var(--gc-ink); stroke-width: 2.25";

export function carriedCell(cells, cell, percent) {
  const t = percent / 100;
  const points = cells[cell - 1];
  const x = points.map(([z, g]) => (1 - t) * z + t * g);
  return { z: [points[0][0], points.at(-1)[0]], x: [Math.min(...x), Math.max(...x)] };
}

export function pushForwardReadout(cells, cell, percent) {
  const { z, x } = carriedCell(cells, cell, percent);
  const before = z[1] - z[0], after = x[1] - x[0];
  const start =
    `${percent} % of the way, piece ${cell} of ${cells.length}: z from ${number(z[0], 3)} to ${number(z[1], 3)} lies ` +
    `at ${number(x[0], 3)} to ${number(x[1], 3)}; `;
  if (after < 1e-6)
    return `${start}its width ${number(before, 3)} has shrunk to 0: a point with mass 1/${cells.length}, no density`;
  return (
    `${start}its width ${number(before, 3)} is now ${number(after, 3)}, ` +
    `its density ${number(1 / (cells.length * before), 2)} is now ${number(1 / (cells.length * after), 2)}`
  );
}

export function histogram(zs, xs, [low, high], percent) {
  const t = percent / 100;
  const width = (high - low) / BINS;
  const sides = [new Array(BINS).fill(0), new Array(BINS).fill(0)];
  zs.forEach((z, i) => {
    const at = (1 - t) * z + t * xs[i];
    if (at < low || at > high) return;
    sides[z < 0 ? 0 : 1][Math.min(BINS - 1, Math.floor((at - low) / width))] += 1 / (zs.length * width);
  });
  return sides;
}

const JOINT = "stroke: var(--gc-ink); stroke-width: 1.25; opacity: 0.7";
const SIDES = [{ colour: "accent", name: "from z < 0" }, { colour: "sky", name: "from z ≥ 0" }];

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  for (const side of [...SIDES].reverse())
    legendEntry(legend, (s) => svg(s, "rect", { x: 4, y: 1, width: 22, height: 12, fill: palette[side.colour] }), side.name);
  legendEntry(
    legend,
    (s) => svg(s, "rect", { x: 8, y: 1, width: 12, height: 12, fill: "none", style: OUTLINE }),
    "the piece u: its area never changes",
  );
  legendEntry(
    legend,
    (s) => svg(s, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke: palette.fake, "stroke-width": 2.5 }),
    "density p_g of G(z), at t = 100 %",
  );
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "push-forward-readout",
  });
  let picture = null;
  let lastWidth = 0;

  function draw(width) {
    lastWidth = width;
    const map = model.get("map");
    const left = 34, right = width - 12;
    const upper = { top: 30, bottom: 130 };
    const lower = { top: 196, bottom: 196 + 170 };
    const height = lower.bottom + 44;
    const x = linear(map.range, [left, right]);
    const top = map.top;
    const noiseTop = Math.max(...histogram(map.z, map.x, map.range, 0).flat()) * 1.25;
    const y = { upper: linear([0, noiseTop], [upper.bottom, upper.top]), lower: linear([0, top], [lower.bottom, lower.top]) };
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        `${map.label}. Above, the density of the noise z; below, the density of the same noise carried on its way to ` +
        "x = G(z). One piece is outlined in both and joined by lines.",
    });
    const [low, high] = map.range;
    const unit = high - low > 3 ? 1 : 0.25;
    for (const { bottom } of [upper, lower]) {
      svg(root, "line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "gc-axis" });
      for (let value = Math.ceil(low / unit) * unit; value <= high + 1e-9; value += unit) {
        svg(root, "line", { x1: x(value), x2: x(value), y1: bottom, y2: bottom + 5, class: "gc-axis" });
        const label = number(value, unit < 1 ? 2 : 0);
        svg(root, "text", { x: x(value), y: bottom + 18, class: "gc-tick", "text-anchor": "middle" }, label);
      }
    }
    const half = top > 1.5 ? 1 : 0.5;
    for (let value = half; value <= top + 1e-9; value += half) {
      svg(root, "line", { x1: left, x2: right, y1: y.lower(value), y2: y.lower(value), class: "gc-grid" });
      const label = { x: left - 8, y: y.lower(value) + 4, class: "gc-tick", "text-anchor": "end" };
      svg(root, "text", label, number(value, half < 1 ? 1 : 0));
    }
    svg(root, "text", { x: 4, y: 15, class: "gc-label" }, "density of the noise z");
    svg(root, "text", { x: 4, y: lower.top - 12, class: "gc-label" }, "density on the way");
    const above = clipTo(root, left, upper.top, right - left, upper.bottom - upper.top);
    const below = clipTo(root, left, lower.top, right - left, lower.bottom - lower.top);
    bars(above, histogram(map.z, map.x, map.range, 0), y.upper);
    const xLabel = { x: (left + right) / 2, y: height - 6, class: "gc-label", "text-anchor": "middle" };
    const caption = svg(root, "text", xLabel, "");
    const moving = svg(below, "g");
    const outline = svg(above, "g");
    const joints = svg(root, "g");
    picture = { map, x, y, upper, lower, moving, outline, joints, caption, bars };
    move();

    function bars(group, sides, scale) {
      const step = (high - low) / BINS;
      for (let i = 0; i < BINS; i += 1) {
        let base = 0;
        for (const side of [1, 0]) {
          const value = sides[side][i];
          if (value > 0) {
            // Whole pixels, or the edges of neighbours show as stripes.
            const [from, to] = [x(low + i * step), x(low + (i + 1) * step)].map(Math.round);
            const corner = { x: from, y: scale(base + value), width: to - from };
            const fill = { fill: palette[SIDES[side].colour], "fill-opacity": 0.75, "shape-rendering": "crispEdges" };
            svg(group, "rect", { ...corner, ...fill, height: scale(base) - scale(base + value) });
          }
          base += value;
        }
      }
    }
  }

  function outlined(group, [from, to], scale, base) {
    const { x, map } = picture;
    const tall = to - from > 1e-6 ? 1 / (map.cells.length * (to - from)) : 1e6;
    const heightTop = Math.max(scale(Math.min(tall, 1e3)), -1e3);
    const width = Math.max(x(to) - x(from), 2);
    svg(group, "rect", { x: x(from), y: heightTop, width, height: base - heightTop, fill: "none", style: OUTLINE });
  }

  function move() {
    const map = model.get("map");
    const percent = model.get("percent");
    const cell = Math.max(1, Math.min(map.cells.length, model.get("cell")));
    const sentence = pushForwardReadout(map.cells, cell, percent);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!picture || picture.map.name !== map.name) return;
    const { x, y, upper, lower, moving, outline, joints, caption, bars } = picture;
    const at = carriedCell(map.cells, cell, percent);
    moving.replaceChildren();
    outline.replaceChildren();
    joints.replaceChildren();
    bars(moving, histogram(map.z, map.x, map.range, percent), y.lower);
    if (percent === 100 && map.curve.length) {
      const d = pathThrough(map.curve.map(([at_x, density]) => [x(at_x), y.lower(density)]));
      svg(moving, "path", { d, stroke: palette.fake, class: "gc-track" });
    }
    outlined(outline, at.z, y.upper, upper.bottom);
    outlined(moving, at.x, y.lower, lower.bottom);
    for (const end of [0, 1]) {
      const line = { x1: x(at.z[end]), y1: upper.bottom + 22, x2: x(at.x[end]), y2: lower.top, style: JOINT };
      svg(joints, "line", line);
    }
    caption.textContent =
      percent === 0 ? "t = 0 %: still the noise z" : percent === 100 ? "t = 100 %: x = G(z)" : `t = ${percent} % of the way from z to G(z)`;
  }

  function redraw() {
    if (lastWidth) draw(lastWidth);
    else move();
  }

  model.on("change:percent", move);
  model.on("change:cell", move);
  model.on("change:map", redraw);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:percent", move);
    model.off("change:cell", move);
    model.off("change:map", redraw);
  };
}

export default { render };
