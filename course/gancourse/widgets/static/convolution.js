// Convolution on a line of pixels: inputs above, outputs in the middle, what the transposed one makes of them below.

export function computeConvolution({ n, k, s, p }) {
  const out = n + 2 * p >= k ? Math.floor((n + 2 * p - k) / s) + 1 : 0;
  const starts = Array.from({ length: out }, (_, j) => j * s - p);
  const touched = Array.from({ length: n }, (_, i) => starts.filter((start) => start <= i && i < start + k).length);
  return { out, starts, touched, back: out ? Math.max(0, (out - 1) * s - 2 * p + k) : 0 };
}

export function convolutionReadout(numbers) {
  const { n, k, s, p } = numbers;
  const { out, touched, back } = computeConvolution(numbers);
  const head = `n = ${n}, k = ${k}, s = ${s}, p = ${p}: `;
  if (!out) return head + "the window is wider than the input with its padding";
  const low = Math.min(...touched), high = Math.max(...touched);
  const count = low === high ? `${low} ${low === 1 ? "window" : "windows"}` : `${low} to ${high} windows`;
  return `${head}n_out = ${out}; transposed, ${out} → ${back}${back === n ? " again" : ""}; each input lies in ${count}`;
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "convolution-readout",
  });
  let lastWidth = 0;

  function draw(width) {
    lastWidth = width;
    const numbers = Object.fromEntries(["n", "k", "s", "p"].map((name) => [name, model.get(name)]));
    const { n, k, p } = numbers;
    const { out, starts, back } = computeConvolution(numbers);
    const text = convolutionReadout(numbers);
    if (readout.textContent !== text) readout.textContent = text; // a screen reader speaks only of changes
    if (!width) return;
    const left = 64, height = 232, rows = [26, 116, 206], half = 14;
    const last = Math.max(n, back) + p;
    const unit = Math.min(46, (width - left - 8) / (last + p));
    const x = (i) => left + (i + p) * unit;
    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height: height + 4, viewBox: `0 0 ${width} ${height + 4}`, role: "img", class: "gc-picture",
      "aria-label":
        "Three rows of cells: the inputs with their padding, the outputs of the convolution with lines to the cells " +
        "of their windows, and the outputs of the transposed convolution. The sentence below gives the numbers.",
    });
    [`${n} in`, `${out} out`, `${back} back`].forEach((name, row) =>
      svg(root, "text", { x: 2, y: rows[row] + 5, class: "gc-label" }, name),
    );
    const lines = svg(root, "g");
    const cell = (at, row, colour, inside) =>
      svg(root, "rect", {
        x: x(at) + 1.5, y: rows[row] - half, width: unit - 3, height: 2 * half, rx: 3,
        fill: inside ? colour : "none", stroke: inside ? "none" : palette.reference,
        "stroke-dasharray": inside ? "none" : "3 3",
      });
    for (let i = -p; i < n + p; i += 1) cell(i, 0, palette.real, i >= 0 && i < n);
    for (const start of starts) {
      const middle = start + (k - 1) / 2;
      for (let i = start; i < start + k; i += 1) {
        const centre = x(i) + unit / 2, at = x(middle) + unit / 2;
        const down = { x1: centre, y1: rows[0] + half, x2: at, y2: rows[1] - half };
        svg(lines, "line", { ...down, stroke: palette.discriminator, "stroke-width": 1.25 });
        const up = { x1: at, y1: rows[1] + half, x2: centre, y2: rows[2] - half };
        svg(lines, "line", { ...up, stroke: palette.generator, "stroke-width": 1.25, "stroke-dasharray": FAKE_DASHES });
      }
      cell(middle, 1, palette.discriminator, true);
    }
    if (out) for (let i = -p; i < back + p; i += 1) cell(i, 2, palette.fake, i >= 0 && i < back);
  }

  const redraw = () => draw(lastWidth);
  for (const name of ["n", "k", "s", "p"]) model.on(`change:${name}`, redraw);
  const stop = onWidth(stage, draw);
  redraw();
  return () => {
    stop();
    for (const name of ["n", "k", "s", "p"]) model.off(`change:${name}`, redraw);
  };
}

export default { render };
