// The GAN of Slanted Land: thirteen lines as thick as their weights, the picture G paints, and what z does to it.

function sigmoid(s) {
  const e = Math.exp(-Math.abs(s));
  return s >= 0 ? 1 / (1 + e) : e / (1 + e);
}

export function slantedLand(net, z) {
  const paint = (t) => net.v.map((v, i) => sigmoid(v * t + net.c[i]));
  const pixels = paint(z);
  const [first, last] = [paint(0), paint(1)];
  return {
    pixels,
    said: sigmoid(net.w.reduce((sum, w, i) => sum + w * pixels[i], net.b)),
    reach: Math.max(...first.map((value, i) => Math.abs(last[i] - value))),
  };
}

export function slantedLandReadout(epoch, z, at) {
  const when = epoch === null ? "" : `epoch ${epoch}, `;
  return (
    `${when}z = ${number(z, 2)}: G paints ${at.pixels.map((pixel) => number(pixel, 2)).join(", ")}; ` +
    `D says ${number(at.said, 3)}; from z = 0 to 1 a pixel changes by ${number(at.reach, 2)} at most`
  );
}

// The last pair that was recorded at or before an epoch.
export function pairAt(networks, epoch) {
  let k = 0;
  if (networks.epochs) while (k + 1 < networks.epochs.length && networks.epochs[k + 1] <= epoch) k += 1;
  return {
    epoch: networks.epochs ? networks.epochs[k] : null,
    w: networks.w[k], b: networks.b[k], v: networks.v[k], c: networks.c[k],
  };
}

// Dashes that stay dashes on thick lines.
function dashes(width) {
  return `${6 + 1.3 * width} ${3 + 0.4 * width}`;
}

// ipywidgets gives the buttons of its Play no names.
function nameButtons(el) {
  const names = ["play or pause the training", "back to the first epoch", "repeat"];
  const buttons = el.closest(".gc-explorer")?.querySelectorAll(".widget-play button") ?? [];
  buttons.forEach((button, i) => button.setAttribute("aria-label", names[i] ?? ""));
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  const swatchLine = { x1: 0, x2: 30, y1: 7, y2: 7, "stroke-width": 3.5 };
  legendEntry(legend, (s) => svg(s, "line", { ...swatchLine, stroke: palette.real }), "positive weight");
  legendEntry(
    legend,
    (s) => svg(s, "line", { ...swatchLine, stroke: palette.fake, "stroke-dasharray": dashes(2) }),
    "negative weight",
  );
  legendEntry(
    legend,
    (s) => svg(s, "path", { d: "M0,7L30,3V11Z", style: "fill: var(--gc-faint)" }),
    "thicker: larger",
  );
  const pixelLine = { x1: 0, x2: 30, y1: 7, y2: 7, "stroke-width": 2.5 };
  legendEntry(legend, (s) => svg(s, "line", { ...pixelLine, stroke: palette.generator }), "pixels on the diagonal");
  legendEntry(
    legend,
    (s) => svg(s, "line", { ...pixelLine, stroke: palette.accent, "stroke-dasharray": FAKE_DASHES }),
    "pixels off it",
  );
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "slanted-land-readout",
  });
  let moving = null;
  let place = null;

  function pixel(parent, x, y, size, value, name) {
    const shade = Math.round(255 * (1 - value));
    const box = svg(parent, "rect", {
      x, y, width: size, height: size, fill: `rgb(${shade},${shade},${shade})`, style: "stroke: var(--gc-faint)",
    });
    if (name) svg(box, "title", {}, name);
    svg(
      parent, "text",
      { x: x + size / 2, y: y + size / 2 + 4.5, "text-anchor": "middle", "font-size": 12.5, fill: value > 0.5 ? "white" : "black" },
      number(value, 2),
    );
  }

  function node(parent, x, y, radius, text) {
    svg(parent, "circle", { cx: x, cy: y, r: radius, style: "fill: var(--gc-page); stroke: var(--gc-ink); stroke-width: 1.4" });
    svg(parent, "text", { x, y: y + 4.5, class: "gc-label", "text-anchor": "middle" }, text);
  }

  function edge(parent, [x1, y1], [x2, y2], weight) {
    const thickness = Math.min(11, 0.9 + 2.6 * Math.abs(weight));
    const look = { x1, y1, x2, y2, "stroke-width": thickness };
    if (weight < 0) svg(parent, "line", { ...look, stroke: palette.fake, "stroke-dasharray": dashes(thickness) });
    else svg(parent, "line", { ...look, stroke: palette.real });
  }

  function draw(room) {
    const width = Math.max(310, room); // where there is less room the picture shrinks as a whole
    nameButtons(el);
    const narrow = width < 560;
    const size = narrow ? 32 : 42; // of a pixel in the network
    const gap = narrow ? 20 : 22;
    const top = 30;
    const rows = [0, 1, 2, 3].map((i) => top + i * (size + gap) + size / 2);
    const below = rows[3] + size / 2;
    const right = width - 14;
    const big = width < 430 ? 31 : narrow ? 46 : 66; // of a pixel of the screen
    const radius = narrow ? 20 : 26; // of what D says
    const screen = { x: right - 2 * big, y: (rows[0] + rows[3]) / 2 - big, big };
    const columns = { z: narrow ? 24 : 34, pixels: 0.4 * width, d: Math.min(0.66 * width, screen.x - radius - (narrow ? 20 : 32)) };
    const plot = { left: 40, right, top: below + 70, bottom: below + 70 + 104 };
    const height = plot.bottom + 44;
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width: room, height: (height * room) / width, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        "A network: z and a bias lead to the four pixels that G paints, the pixels and a bias lead to what D says. " +
        "Thick lines are large weights, dashed ones negative. Beside it the pixels as a screen of two by two; below " +
        "it each pixel against z.",
    });
    const x = linear([0, 1], [plot.left, plot.right]);
    const y = linear([0, 1], [plot.bottom, plot.top]);
    for (const value of [0, 0.5, 1]) {
      const across = { x1: plot.left, x2: plot.right, y1: y(value), y2: y(value) };
      svg(root, "line", { ...across, class: value ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: plot.left - 8, y: y(value) + 4, class: "gc-tick", "text-anchor": "end" }, String(value));
    }
    for (const value of [0, 0.25, 0.5, 0.75, 1]) {
      svg(root, "line", { x1: x(value), x2: x(value), y1: plot.bottom, y2: plot.bottom + 5, class: "gc-axis" });
      svg(root, "text", { x: x(value), y: plot.bottom + 18, class: "gc-tick", "text-anchor": "middle" }, String(value));
    }
    svg(root, "text", { x: 4, y: plot.top - 13, class: "gc-label" }, "each pixel against z (0 white, 1 black)");
    svg(root, "text", { x: (plot.left + plot.right) / 2, y: height - 6, class: "gc-label", "text-anchor": "middle" }, "z");
    const note = (at, height_, words) =>
      svg(root, "text", { x: at, y: height_, class: "gc-label", "text-anchor": "middle" }, words);
    note(columns.pixels, 16, "G paints");
    note(screen.x + big, screen.y - 12, "as a screen");
    moving = svg(root, "g");
    place = { size, radius, rows, below, columns, screen, x, y };
    move();
  }

  function move() {
    const networks = model.get("networks");
    const z = model.get("z");
    const net = pairAt(networks, model.get("epoch"));
    const at = slantedLand(net, z);
    const sentence = slantedLandReadout(net.epoch, z, at);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    if (!place) return;
    const { size, radius, rows, below, columns, screen, x, y } = place;
    moving.replaceChildren();
    const middle = (rows[0] + rows[3]) / 2;
    const source = [columns.z, rows[1] - 12], bias = [columns.z, rows[2] + 22];
    const judge = [columns.d, middle], judgeBias = [(columns.pixels + columns.d) / 2 + 18, below + 16];
    rows.forEach((row, i) => {
      edge(moving, source, [columns.pixels - size / 2, row], net.v[i]);
      edge(moving, bias, [columns.pixels - size / 2, row], net.c[i]);
      edge(moving, [columns.pixels + size / 2, row], judge, net.w[i]);
    });
    edge(moving, judgeBias, judge, net.b);
    node(moving, ...source, 21, number(z, 2));
    node(moving, ...bias, 14, "1");
    node(moving, ...judgeBias, 12, "1");
    node(moving, ...judge, radius, number(at.said, 2));
    const words = (at_, height, text) =>
      svg(moving, "text", { x: at_, y: height, class: "gc-note", "text-anchor": "middle" }, text);
    words(source[0], source[1] - 29, "z");
    words(bias[0], bias[1] + 30, "bias");
    words(judgeBias[0] - 32, judgeBias[1] + 5, "bias");
    words(judge[0], judge[1] - radius - 9, "D says");
    at.pixels.forEach((value, i) => {
      const name = `${networks.pixels[i]}: ${number(value, 2)}`;
      pixel(moving, columns.pixels - size / 2, rows[i] - size / 2, size, value, name);
      pixel(moving, screen.x + (i % 2) * screen.big, screen.y + Math.floor(i / 2) * screen.big, screen.big, value, name);
    });
    const steps = Array.from({ length: 41 }, (_, i) => i / 40);
    at.pixels.forEach((value, i) => {
      const onDiagonal = i === 0 || i === 3;
      const points = steps.map((t) => [x(t), y(slantedLand(net, t).pixels[i])]);
      svg(moving, "path", {
        d: pathThrough(points), class: "gc-curve", stroke: onDiagonal ? palette.generator : palette.accent,
        "stroke-dasharray": onDiagonal ? "none" : FAKE_DASHES,
      });
    });
    svg(moving, "line", { x1: x(z), x2: x(z), y1: y(0), y2: y(1), class: "gc-guide" });
    at.pixels.forEach((value, i) => {
      const colour = i === 0 || i === 3 ? palette.generator : palette.accent;
      svg(moving, "circle", { cx: x(z), cy: y(value), r: 5.5, fill: colour, class: "gc-marker" });
    });
  }

  model.on("change:z", move);
  model.on("change:epoch", move);
  model.on("change:networks", move);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:z", move);
    model.off("change:epoch", move);
    model.off("change:networks", move);
  };
}

export default { render };
