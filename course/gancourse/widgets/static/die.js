// The running mean of a die and its ±2σ/√n funnel, above; the same with the funnel straightened out, below.

const TIE = 1e-12; // exactly on the edge is inside, whatever the last bit says

function plain(x) {
  return number(x, 4).replace(/0+$/, "").replace(/\.$/, "");
}

export function isOutside(mean, expected, sigma, n) {
  return Math.abs(mean - expected) > (2 * sigma) / Math.sqrt(n) + TIE;
}

export function dieReadout(n, mean, expected, sigma, outsideShare) {
  const distance = Math.abs(mean - expected);
  const allowed = (2 * sigma) / Math.sqrt(n);
  const onTarget = distance < 1e-9;
  let digits = 2;
  const unclear = () => [number(0, digits), number(allowed, digits)].includes(number(distance, digits));
  while (digits < 6 && !onTarget && unclear()) digits += 1;
  const where = onTarget
    ? `exactly ${plain(expected)}`
    : `${number(distance, digits)} ${mean > expected ? "above" : "below"} ${plain(expected)}`;
  const start = `after ${n} ${n === 1 ? "roll" : "rolls"} the mean is ${number(mean, digits)}, ${where}; `;
  const width = `±${number(allowed, digits)}`;
  if (!isOutside(mean, expected, sigma, n)) return `${start}the funnel allows ${width}`;
  const share = number(100 * outsideShare, 1);
  return `${start}that is outside the funnel, which allows ${width} (at n = ${n} alone, ${share} % of all runs are outside)`;
}

function render({ model, el }) {
  const palette = model.get("palette");
  el.classList.add("gc-view");
  const legend = html(el, "div", { class: "gc-legend" });
  const line = { x1: 0, x2: 30, y1: 7, y2: 7 };
  legendEntry(
    legend,
    (s) => svg(s, "line", { ...line, stroke: palette.real, "stroke-width": 2.5 }),
    "mean of the first n rolls",
  );
  legendEntry(
    legend,
    (s) => svg(s, "rect", { x: 0, y: 1, width: 30, height: 12, fill: palette.reference, stroke: palette.reference, class: "gc-band" }),
    "funnel E ± 2σ/√n",
  );
  legendEntry(legend, (s) => svg(s, "line", { ...line, stroke: palette.fake, "stroke-width": 5 }), "outside it");
  const seed = html(legend, "span", { class: "gc-seed", "data-testid": "die-seed" });
  const stage = html(el, "div", { class: "gc-stage" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "die-readout",
  });
  const note = html(el, "p", { class: "gc-small", "data-testid": "die-note" });
  let picture = null;
  let lastWidth = 0;

  function draw(width) {
    lastWidth = width;
    const { means, expected, sigma } = model.get("run");
    const count = means.length;
    const left = 34, right = width - 52; // room for the name of E
    const upper = { top: 32, bottom: 32 + Math.round(Math.min(250, Math.max(180, 0.34 * width))) };
    const lower = { top: upper.bottom + 40, bottom: upper.bottom + 40 + 104 };
    const height = lower.bottom + 44;
    const x = logarithmic([1, count], [left, right]);
    const y = linear([1, 6], [upper.bottom, upper.top]);
    const z = linear([-4, 4], [lower.bottom, lower.top]);
    const half = (n) => (2 * sigma) / Math.sqrt(n);
    const standard = (n) => (2 * (means[n - 1] - expected)) / half(n);

    stage.replaceChildren();
    const root = svg(stage, "svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "img", class: "gc-picture",
      "aria-label":
        `The running mean of ${count} rolls against n on a log scale, with the funnel from E − 2σ/√n to E + 2σ/√n ` +
        `around E = ${plain(expected)}; below, the distance from E in units of σ/√n, with the funnel from −2 to 2.`,
    });
    for (let face = 1; face <= 6; face += 1) {
      svg(root, "line", { x1: left, x2: right, y1: y(face), y2: y(face), class: face > 1 ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 8, y: y(face) + 4, class: "gc-tick", "text-anchor": "end" }, String(face));
    }
    for (let k = -4; k <= 4; k += 2) {
      svg(root, "line", { x1: left, x2: right, y1: z(k), y2: z(k), class: k > -4 ? "gc-grid" : "gc-axis" });
      svg(root, "text", { x: left - 8, y: z(k) + 4, class: "gc-tick", "text-anchor": "end" }, number(k, 0));
    }
    for (const n of (width < 540 ? [1, 10, 100, 1000] : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000])) {
      if (n > count) continue;
      for (const { bottom } of [upper, lower])
        svg(root, "line", { x1: x(n), x2: x(n), y1: bottom, y2: bottom + 5, class: "gc-axis" });
      svg(root, "text", { x: x(n), y: lower.bottom + 18, class: "gc-tick", "text-anchor": "middle" }, String(n));
    }
    svg(root, "text", { x: 4, y: 15, class: "gc-label" }, "mean (pips)");
    svg(root, "text", { x: 4, y: lower.top - 13, class: "gc-label" }, "distance of the mean from E, in units of σ/√n");
    const xLabel = { x: (left + right) / 2, y: height - 6, class: "gc-label", "text-anchor": "middle" };
    svg(root, "text", xLabel, "n, rolls so far (log scale)");

    const above = clipTo(root, left, upper.top, right - left, upper.bottom - upper.top);
    const below = clipTo(root, left, lower.top, right - left, lower.bottom - lower.top);
    const all = Array.from({ length: count }, (_, i) => i + 1);
    // On a log scale the funnel is smooth: a point every few pixels is enough.
    const some = Array.from({ length: 200 }, (_, i) => count ** (i / 199));
    const ceiling = some.map((n) => [x(n), y(expected + half(n))]);
    const floor = some.map((n) => [x(n), y(expected - half(n))]);
    const band = { fill: palette.reference, stroke: palette.reference, class: "gc-band" };
    svg(above, "path", { ...band, d: `${pathThrough([...ceiling, ...floor.reverse()])}Z` });
    svg(below, "rect", { ...band, x: left - 2, width: right - left + 4, y: z(2), height: z(-2) - z(2) });
    const reference = { stroke: palette.reference, "stroke-dasharray": HAIRLINE_REFERENCE, "stroke-width": 1.25 };
    svg(above, "line", { ...reference, x1: left, x2: right, y1: y(expected), y2: y(expected) });
    svg(below, "line", { ...reference, x1: left, x2: right, y1: z(0), y2: z(0) });

    const tracks = [
      { group: above, points: all.map((n) => [x(n), y(means[n - 1])]) },
      { group: below, points: all.map((n) => [x(n), z(standard(n))]) },
    ];
    const ahead = tracks.map(({ group, points }) =>
      svg(group, "path", { d: pathThrough(points), stroke: palette.real, class: "gc-ahead" }),
    );
    // Stretches of n at which this run is outside, each drawn on its own, over the line of the mean.
    const stretches = [];
    for (const n of all) {
      if (!isOutside(means[n - 1], expected, sigma, n)) continue;
      const current = stretches.at(-1);
      if (current && current.at(-1) === n - 1) current.push(n);
      else stretches.push([n]);
    }
    const moving = tracks.map(({ group }) => svg(group, "g"));
    const dots = svg(root, "g");
    svg(root, "text", { x: right + 6, y: y(expected) + 4, class: "gc-tick" }, `E = ${plain(expected)}`);
    svg(root, "text", { x: right + 6, y: z(2) + 4, class: "gc-tick" }, "+2σ/√n");
    svg(root, "text", { x: right + 6, y: z(-2) + 4, class: "gc-tick" }, "−2σ/√n");
    picture = { x, y, z, upper, lower, standard, tracks, stretches, moving, dots, ahead, count };
    move();
  }

  function move() {
    const run = model.get("run");
    const n = Math.max(1, Math.min(run.means.length, model.get("n")));
    const mean = run.means[n - 1];
    const sentence = dieReadout(n, mean, run.expected, run.sigma, run.outside_share[n - 1]);
    if (readout.textContent !== sentence) readout.textContent = sentence; // a screen reader speaks only of changes
    const outside = isOutside(mean, run.expected, run.sigma, n);
    readout.classList.toggle("gc-outside", outside);
    seed.textContent = `seed ${run.seed}`;
    note.textContent = run.note;
    if (!picture) return;
    const { x, y, z, upper, lower, standard, tracks, stretches, moving, dots } = picture;
    tracks.forEach(({ points }, i) => {
      moving[i].replaceChildren();
      svg(moving[i], "path", { d: pathThrough(points.slice(0, n)), stroke: palette.real, class: "gc-track" });
      for (const stretch of stretches) {
        const past = stretch.filter((k) => k <= n);
        if (!past.length) continue;
        const d = pathThrough(past.map((k) => points[k - 1]));
        // A single point has no length; a zero-length line with round ends is a dot.
        svg(moving[i], "path", { d: past.length > 1 ? d : `${d}l0,0`, stroke: palette.fake, class: "gc-stray" });
      }
    });
    dots.replaceChildren();
    svg(dots, "line", { x1: x(n), x2: x(n), y1: upper.top, y2: lower.bottom, class: "gc-guide" });
    const colour = outside ? palette.fake : palette.real;
    for (const height of [y(mean), z(Math.max(-4, Math.min(4, standard(n))))]) {
      if (outside) {
        const size = 6; // a square on its corner outside, a disc inside
        const corner = { x: x(n) - size, y: height - size, width: 2 * size, height: 2 * size };
        svg(dots, "rect", { ...corner, transform: `rotate(45 ${x(n)} ${height})`, fill: colour, class: "gc-marker" });
      } else svg(dots, "circle", { cx: x(n), cy: height, r: 6.5, fill: colour, class: "gc-marker" });
    }
  }

  function rerun() {
    if (lastWidth) draw(lastWidth);
    else move();
  }

  model.on("change:n", move);
  model.on("change:run", rerun);
  const stop = onWidth(stage, draw);
  move();
  return () => {
    stop();
    model.off("change:n", move);
    model.off("change:run", rerun);
  };
}

export default { render };
