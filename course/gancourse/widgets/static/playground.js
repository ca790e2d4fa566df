// Made by "make js" from course/js: buttons.js dom.js parts.js player.js playground.js playground/charts.js playground/controls.js playground/frames.js playground/glossary.js playground/moments.js playground/plane.js playground/recording.js playground/video.js; sources 6c140c1c107dcd3c5ecc9607edc988e24fa8e90ed427c0c642a3b20c153bfdc6, bundle 3f2a79d7449aab5b116350517134ffc6fabf0796206ded4f9c7c3bbeb7fb751a
// dom.js
var SVG_NAMESPACE = "http://www.w3.org/2000/svg";
function withAttributes(node, attributes, text) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== void 0) node.textContent = text;
  return node;
}
function svg(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElementNS(SVG_NAMESPACE, tag), attributes, text));
}
function html(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElement(tag), attributes, text));
}
function keepKeys(el) {
  el.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
}
function number(x, digits) {
  const figures = Math.abs(x).toFixed(digits);
  return (x < 0 && Number(figures) !== 0 ? "−" : "") + figures;
}
function linear([from, to], [start, end]) {
  return (value) => start + (value - from) / (to - from) * (end - start);
}
function pathThrough(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");
}
function nameControls(element) {
  const explorer = element.closest(".gc-explorer");
  for (const slider of explorer?.querySelectorAll(".widget-slider") ?? []) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (name) slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
}
function onWidth(element, draw) {
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width === 0 || width === last) return;
    nameControls(element);
    last = width;
    draw(width);
  });
  observer.observe(element);
  return () => observer.disconnect();
}

// buttons.js
var ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  step: "M3 2.5v11l7-5.5zM11 2.5h2.5v11H11z",
  back: "M13 2.5v11L6 8zM5 2.5H2.5v11H5z",
  restart: "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v2.5L12 3 8-.5z",
  stop: "M3 3h10v10H3z"
};
function button(parent, name, testid, press, icon, quiet = false) {
  const made = html(parent, "button", { type: "button", class: "gc-button", "data-testid": testid });
  if (icon) {
    const look = { viewBox: "0 0 16 16", width: 12, height: 12, class: "gc-icon", "aria-hidden": "true" };
    svg(svg(made, "svg", look), "path", { d: ICONS[icon] });
  }
  if (quiet) Object.assign(made, { ariaLabel: name, title: name });
  else html(made, "span", {}, name);
  made.addEventListener("click", press);
  return made;
}
function rename(of, name, icon) {
  const [path, words2] = [of.querySelector("path"), of.querySelector("span")];
  if (path?.getAttribute("d") !== ICONS[icon]) path?.setAttribute("d", ICONS[icon]);
  if (words2 && words2.textContent !== name) words2.textContent = name;
}

// player.js
var CALM = 500;
function player(parent, reel, show) {
  const bar = html(parent, "div", {
    class: "gc-toolbar gc-player",
    role: "toolbar",
    "aria-label": `Play every ${reel.noun}`
  });
  let { first, last, noun } = reel;
  const step = reel.step ?? 1;
  const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const wait = calm ? Math.max(CALM, reel.interval) : reel.interval;
  let at = first;
  let playing = false;
  let timer;
  const play = button(bar, "Play", "player-play", () => run(!playing), "play");
  play.classList.add("gc-primary");
  button(bar, `one ${noun} back`, "player-back", () => move(at - step, false), "back", true);
  button(bar, `one ${noun} on`, "player-on", () => move(at + step, false), "step", true);
  const slider = html(bar, "input", {
    type: "range",
    min: first,
    max: last,
    step,
    class: "gc-scrub",
    "aria-label": noun,
    "data-testid": "player-scrub"
  });
  const words2 = html(bar, "output", { class: "gc-small gc-player-at" });
  slider.addEventListener("input", () => move(Number(slider.value), false));
  function say() {
    rename(play, playing ? "Pause" : "Play", playing ? "pause" : "play");
    slider.value = String(at);
    const text = `${noun} ${at} of ${last}`;
    slider.setAttribute("aria-valuetext", text);
    words2.textContent = text;
  }
  function move(to, on) {
    clearTimeout(timer);
    at = Math.max(first, Math.min(last, to));
    playing = on && at < last;
    say();
    show(at, playing);
    if (playing) timer = setTimeout(() => move(at + step, true), wait);
  }
  function run(on) {
    if (on) move(at >= last ? first : at + step, true);
    else move(at, false);
  }
  say();
  return {
    /** Somebody else has moved it. @param {number} to @param {number} [end] */
    set(to, end = last) {
      last = end;
      slider.max = String(end);
      at = Math.max(first, Math.min(last, to));
      say();
    },
    /** @param {boolean} on */
    run,
    stop: () => clearTimeout(timer),
    get playing() {
      return playing;
    }
  };
}

// parts.js
var FAKE_DASHES = "6 3.5";
var HAIRLINE = "4 3";
var dash = (swatch, stroke, width = 2.5, more = {}) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke, "stroke-width": width, ...more });
var ticks = (values, names) => values.map((value, i) => [value, typeof names === "number" ? number(value, names) : names?.[i] ?? String(value)]);
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);
function rows(parent, { left, right }, y, at, gap = 8, axis = 0) {
  for (const [value, name] of at) {
    line(parent, [left, y(value)], [right, y(value)], { class: value === axis ? "gc-axis" : "gc-grid" });
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}

// playground/charts.js
var LN2 = Math.log(2);
var MOST = 400;
var HEIGHT = 90;
var CHARTS = [
  {
    name: "losses",
    title: "losses, in nats",
    curves: [
      { key: "dLoss", name: "D", colour: "discriminator", dashes: "none" },
      { key: "gLoss", name: "G", colour: "fake", dashes: FAKE_DASHES }
    ],
    lines: [
      [LN2, "ln 2"],
      [2 * LN2, "2 ln 2"]
    ],
    most: 3
  },
  {
    name: "distance",
    title: "how far apart, in nats",
    curves: [
      { key: "jsd", name: "JSD ± 2 s.e.", colour: "accent", dashes: "none" },
      { key: "bound", name: "ln 2 − BCE", colour: "discriminator", dashes: FAKE_DASHES }
    ],
    lines: [
      [0, "0"],
      [LN2, "ln 2"]
    ],
    most: 0.8
  },
  {
    name: "answers",
    title: "what D says",
    curves: [
      { key: "dReal", name: "of data", colour: "real", dashes: "none" },
      { key: "dFake", name: "of samples", colour: "fake", dashes: FAKE_DASHES },
      { key: "gap", name: "gap to D*", colour: "reference", dashes: "1.5 3" }
    ],
    lines: [[0.5, "½"]],
    most: 1
  },
  {
    name: "kl",
    title: "KL, in nats",
    curves: [
      { key: "klData", name: "data ‖ samples", colour: "real", dashes: "none" },
      { key: "klSamples", name: "samples ‖ data", colour: "fake", dashes: FAKE_DASHES }
    ],
    lines: [[0, "0"]],
    most: 12
  }
];
function heading(parent, title) {
  const row = html(parent, "div", { class: "gc-chart-head" });
  if (title) html(row, "span", { class: "gc-small" }, title);
  return row;
}
function remember(history, row) {
  const last = history.at(-1);
  if (last && row.iteration < last.iteration) history.length = 0;
  if (history.at(-1)?.iteration !== row.iteration) history.push(row);
  if (history.length > MOST) for (let i = history.length - 2; i > 0; i -= 2) history.splice(i, 1);
}
function drawChart(parent, palette, chart, width, explain) {
  const head = heading(parent, chart.title);
  for (const { key, name, colour, dashes } of chart.curves) {
    const entry = html(head, "span", { class: "gc-chart-entry" });
    const swatch = svg(entry, "svg", { width: 22, height: 10, viewBox: "0 2 30 10", "aria-hidden": "true" });
    dash(swatch, palette[colour], 3, { "stroke-dasharray": dashes });
    explain(entry, key, name, head);
  }
  const size = { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, class: "gc-picture" };
  const root = svg(parent, "svg", { ...size, role: "img", "aria-label": `History: ${chart.title}.` });
  const box = { left: 34, right: width - 44, top: 6, bottom: HEIGHT - 8 };
  const curves = svg(root, "g");
  return (history) => {
    curves.replaceChildren();
    const values = history.flatMap((row) => chart.curves.map(({ key }) => row[key])).filter(Number.isFinite);
    const low = Math.min(0, ...values.filter((value) => value > -2));
    const high = Math.max(chart.lines.at(-1)?.[0] ?? 1, ...values.filter((value) => value < chart.most)) * 1.05;
    const y = linear([low, high], [box.bottom, box.top]);
    const last = Math.max(1, history.at(-1)?.iteration ?? 1);
    const x = linear(
      [history[0]?.iteration ?? 0, Math.max(last, (history[0]?.iteration ?? 0) + 1)],
      [box.left, box.right]
    );
    rows(curves, box, y, ticks([low, high], 1), 6);
    for (const [value, name] of chart.lines) {
      const at = { x1: box.left, x2: box.right, y1: y(value), y2: y(value) };
      svg(curves, "line", { ...at, stroke: palette.reference, "stroke-dasharray": HAIRLINE });
      words(curves, "tick", box.right + 5, y(value) + 4, name);
    }
    const clamp = (value) => Math.max(box.top - 2, Math.min(box.bottom + 2, y(value)));
    if (chart.name === "distance" && history.length > 1) {
      const up = history.map(
        (row) => (
          /** @type {[number, number]} */
          [x(row.iteration), clamp(row.jsd + 2 * row.jsdError)]
        )
      );
      const down = history.map(
        (row) => (
          /** @type {[number, number]} */
          [x(row.iteration), clamp(row.jsd - 2 * row.jsdError)]
        )
      );
      svg(curves, "path", {
        d: `${pathThrough([...up, ...down.toReversed()])}Z`,
        fill: palette.accent,
        class: "gc-band"
      });
    }
    for (const { key, colour, dashes } of chart.curves) {
      const points = history.filter((row) => Number.isFinite(row[key]));
      const path = pathThrough(points.map((row) => [x(row.iteration), clamp(row[key])]));
      if (path)
        svg(curves, "path", { d: path, stroke: palette[colour], "stroke-dasharray": dashes, class: "gc-curve" });
    }
  };
}
function drawShares(parent, palette, width, explain) {
  const head = heading(parent, "");
  explain(head, "shares", "share of each mode, in %", head);
  const height = 58;
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  const root = svg(parent, "svg", {
    ...size,
    role: "img",
    "aria-label": "The share of each mode; the sentence below counts them."
  });
  const bars = svg(root, "g");
  const box = { left: 34, right: width - 44, top: 6, bottom: height - 6 };
  return (shares) => {
    bars.replaceChildren();
    const most = Math.max(...shares) / 255;
    const top = Math.max(2 / shares.length, most);
    const y = linear([0, top], [box.bottom, box.top]);
    const step = (box.right - box.left) / shares.length;
    rows(
      bars,
      box,
      y,
      [
        [0, "0"],
        [top, number(100 * top, 0)]
      ],
      6
    );
    shares.forEach((share, i) => {
      const tall = Math.max(0, box.bottom - y(share / 255));
      const bar = { x: box.left + i * step + 0.1 * step, width: 0.8 * step, y: box.bottom - tall, height: tall };
      svg(bars, "rect", { ...bar, fill: palette.fake });
    });
    const fair = y(1 / shares.length);
    svg(bars, "line", {
      x1: box.left,
      x2: box.right,
      y1: fair,
      y2: fair,
      stroke: palette.reference,
      "stroke-dasharray": HAIRLINE
    });
    words(bars, "tick", box.right + 5, fair + 4, "equal");
  };
}

// playground/controls.js
var LABELS = (
  /** @type {const} */
  [
    ["data", "data"],
    ["start", "start"],
    ["loss", "loss"],
    ["k_d", "k_D, steps of D"],
    ["k_g", "k_G, steps of G"],
    ["lr_d", "learning rate of D"],
    ["lr_g", "learning rate of G"],
    ["optimiser", "optimiser"],
    ["batch", "batch"],
    ["layers", "hidden layers"],
    ["width", "units in a layer"],
    ["noise", "noise"],
    ["noise_dim", "dimensions of z"],
    ["r1", "R1: γ"],
    ["instance_noise", "noise on what D sees"],
    ["pack", "samples in a pack"],
    ["seed", "seed"]
  ]
);
var SPEEDS = (
  /** @type {const} */
  [
    [0, "as fast as it can"],
    [100, "100 a second"],
    [20, "20 a second"],
    [5, "5 a second"],
    [1, "1 a second"]
  ]
);
var AGAIN = "Other networks, or another seed: the game begins again.";
var BEGINS_AGAIN = ["start", "layers", "width", "noise_dim", "pack", "seed"];
function toolbar(parent, send) {
  const bar = html(parent, "div", { class: "gc-toolbar", role: "toolbar", "aria-label": "Playground" });
  let playing = false;
  const button2 = (name, id, press, icon = (
    /** @type {import("../buttons.js").Icon | undefined} */
    void 0
  )) => button(bar, name, `playground-${id}`, press, icon);
  const play = button2("Play", "play", () => send({ do: playing ? "pause" : "play" }), "play");
  const step = button2("Step", "step", () => send({ do: "step" }), "step");
  const stepD = button2("Step of D", "step-d", () => send({ do: "step", player: "D" }));
  const stepG = button2("Step of G", "step-g", () => send({ do: "step", player: "G" }));
  const slow = button2(
    "Slow motion",
    "slow",
    () => send({ do: "slow", on: slow.getAttribute("aria-pressed") !== "true" })
  );
  button2("Restart", "restart", () => send({ do: "restart" }), "restart");
  const stop = button2("Stop", "stop", () => send({ do: "stop" }), "stop");
  play.classList.add("gc-primary");
  play.title = "Space, with the focus on the plane";
  stop.title = "End the iteration that is running, wherever it is";
  return (state) => {
    playing = state.playing;
    rename(play, playing ? "Pause" : "Play", playing ? "pause" : "play");
    rename(step, state.held ? "Next moment" : "Step", "step");
    slow.setAttribute("aria-pressed", String(state.slow));
    step.disabled = playing;
    stepD.disabled = stepG.disabled = playing || state.held !== "";
    stop.disabled = !(playing || state.held);
  };
}
function settingsPanel(parent, choices, send, explain) {
  const panel = html(parent, "details", { class: "gc-settings" });
  html(panel, "summary", {}, "Settings: they may be changed while it runs");
  const grid = html(panel, "div", { class: "gc-settings-grid" });
  const controls = {};
  function labelled(name, label) {
    const entry = html(grid, "div", { class: "gc-setting" });
    explain(entry, name === "data" ? "dataset" : name, label, grid);
    if (BEGINS_AGAIN.includes(name)) entry.title = AGAIN;
    return entry;
  }
  function select(entry, name, label, options) {
    const made = html(entry, "select", { "data-testid": `playground-${name}`, "aria-label": label });
    for (const [value, text] of options) html(made, "option", { value }, text);
    return made;
  }
  for (const [name, label] of LABELS) {
    const entry = labelled(name, label);
    const named = name === "data" ? Object.fromEntries(choices.data.map((one) => [one, one])) : choices.named[name];
    const control = named ? select(entry, name, label, Object.entries(named)) : html(entry, "input", { type: "number", "data-testid": `playground-${name}`, "aria-label": label });
    if (control instanceof HTMLInputElement) {
      const [low, high, whole] = choices.ranges[name];
      Object.assign(control, { min: low, max: high, step: whole ? 1 : "any" });
      control.addEventListener("keydown", (event) => {
        if (event.key === "Enter") control.dispatchEvent(new Event("change"));
      });
    }
    control.addEventListener("change", () => {
      const value = named ? control.value : Number(control.value);
      if (control.value !== "") send({ do: "change", changes: { [name]: value } });
    });
    controls[name] = control;
  }
  const speed = select(labelled("speed", "speed"), "speed", "speed", [...SPEEDS]);
  speed.addEventListener("change", () => send({ do: "speed", speed: Number(speed.value) }));
  return (state) => {
    for (const [name, control] of Object.entries(controls)) {
      const value = String(state.settings[name]);
      if (control.value !== value && control !== control.ownerDocument.activeElement) control.value = value;
    }
    speed.value = String(state.speed);
  };
}
var SWITCHES = (
  /** @type {const} */
  [
    ["data", "data"],
    ["samples", "samples"],
    ["arrows", "arrows"],
    ["manifold", "manifold of G"],
    ["modes", "modes"]
  ]
);
var GROUNDS = (
  /** @type {const} */
  [
    ["d", "D"],
    ["star", "D*"],
    ["gap", "gap between them"],
    ["none", "nothing"]
  ]
);
function switches(parent, palette, shown, charts, changed, explain) {
  const row = html(parent, "div", { class: "gc-switches", role: "group", "aria-label": "What is drawn" });
  const ground = html(row, "span", { class: "gc-switch" });
  explain(ground, "ground", "ground", row);
  const which = html(ground, "select", { "data-testid": "playground-ground", "aria-label": "ground" });
  for (const [value, text] of GROUNDS) html(which, "option", { value }, text);
  which.addEventListener("change", () => {
    shown.ground = /** @type {Switches["ground"]} */
    which.value;
    changed();
  });
  const colours = { data: palette.real, samples: palette.fake, arrows: "", manifold: palette.generator, modes: "" };
  const marks = { data: "●", samples: "■", arrows: "↗", manifold: "▦", modes: "◌" };
  for (const [name, text] of SWITCHES) {
    const entry = html(row, "span", { class: "gc-switch" });
    const box = checkbox(entry, `show-${name}`, shown[name], (on) => {
      shown[name] = on;
      changed();
    });
    box.setAttribute("aria-label", `show ${text}`);
    const mark = html(entry, "span", { class: "gc-mark", "aria-hidden": "true" }, marks[name]);
    if (colours[name]) mark.style.color = colours[name];
    explain(entry, name, text, row);
  }
  html(row, "span", { class: "gc-small" }, "charts:");
  for (const [name, text] of charts) {
    const entry = html(row, "label", { class: "gc-switch" });
    checkbox(entry, `show-${name}`, shown.charts[name], (on) => {
      shown.charts[name] = on;
      changed();
    });
    html(entry, "span", {}, text);
  }
  const morph = html(row, "label", { class: "gc-switch" });
  html(morph, "span", {}, "from z to G(z)");
  const slider = html(morph, "input", {
    type: "range",
    min: 0,
    max: 100,
    value: 100,
    "data-testid": "playground-morph"
  });
  slider.addEventListener("input", () => {
    shown.morph = Number(slider.value) / 100;
    shown.manifold = true;
    const box = row.querySelector("[data-testid=playground-show-manifold]");
    if (box instanceof HTMLInputElement) box.checked = true;
    changed();
  });
}
function checkbox(parent, testid, on, changed) {
  const box = html(parent, "input", { type: "checkbox", "data-testid": `playground-${testid}` });
  box.checked = on;
  box.addEventListener("change", () => changed(box.checked));
  return box;
}

// playground/frames.js
var MEASURED = 12;
var SIZES = 8 + 4 * MEASURED;
var HEADER = SIZES + 16;
var FULL = 32767;
var NONE = 255;
function rowOf(numbers) {
  const [iteration, dLoss, gLoss, dReal, dFake, bound, jsd, jsdError, modes, near, gap, klData, klSamples] = numbers;
  return { iteration, dLoss, gLoss, dReal, dFake, bound, jsd, jsdError, modes, near, gap, klData, klSamples };
}
function pairs(view, start, count, unit) {
  const values = new Float32Array(2 * count);
  for (let i = 0; i < values.length; i += 1) values[i] = view.getInt16(start + 2 * i, true) * unit;
  return values;
}
function decode(view, extent) {
  const u32 = (at2) => view.getUint32(at2, true);
  const measured = Array.from({ length: MEASURED }, (_, i) => view.getFloat32(8 + 4 * i, true));
  const [modes, samples, arrows, rows2, columns, side] = Array.from(
    { length: 6 },
    (_, i) => view.getUint16(SIZES + 2 * i, true)
  );
  const unit = view.getFloat32(SIZES + 12, true);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const place = 4 * extent / FULL;
  let at = HEADER;
  const take = (length) => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const shares = take(modes);
  const dMap = take(side * side);
  const starMap = take(side * side);
  at += modes % 2;
  const fake = pairs(view, at, samples, place);
  at += 4 * samples;
  const drawn = pairs(view, at, arrows, unit);
  at += 4 * arrows;
  const nodes = pairs(view, at, rows2 * columns, place);
  const row = rowOf([u32(4), ...measured]);
  return { iteration: u32(0), row, shares, side, dMap, starMap, fake, arrows: drawn, nodes, grid: [rows2, columns] };
}

// playground/glossary.js
var GLOSSARY = {
  ground: {
    term: "ground",
    meaning: "What colours the plane. D: blue where it says “real”, orange where it says “fake”, the page's colour at ½; scores of a critic are spread over these colours from the lowest to the highest. D*: what the best D would say to this G, p/(p + q), both densities blurred by bells of width 0.12; empty where there is no mass. Gap: |D − D*|.",
    where: [["04", 8], ["05", 3]]
  },
  data: { term: "data ●", meaning: "256 examples of the data, x from p_data.", where: [["04", 7]] },
  samples: {
    term: "samples ■",
    meaning: "G(z) for 256 values of the noise, which stay the same: so you see how each of them moves.",
    where: [["03", 5]]
  },
  arrows: {
    term: "arrows ↗",
    meaning: "−∂ℓ/∂x: where the generator's loss pulls each sample. All are scaled by one factor, which changes from frame to frame: compare lengths within one. G cannot move its samples one by one, it moves its weights.",
    where: [["04", 8]]
  },
  manifold: {
    term: "manifold of G ▦",
    meaning: "Where G takes a grid of noise. All cells have the same probability, so that p_g is dense where they are small and dark. Pull “from z to G(z)” to see how the grid is bent.",
    where: [["04", 8], ["03", 5]]
  },
  modes: {
    term: "modes ◌",
    meaning: "Circles of 3σ around the centres of the data; a sample inside one counts for its mode.",
    where: [["08", 1]]
  },
  dLoss: {
    term: "loss of D",
    meaning: "What D descends, −V for the losses of the paper: 2 ln 2 where D says ½ everywhere, less where it can tell.",
    where: [["03", 1], ["03", 2]]
  },
  gLoss: {
    term: "loss of G",
    meaning: "What G descends. With D = ½ everywhere the non-saturating loss is ln 2 and the minimax loss −ln 2. It is measured against this D: when it falls, G may be better, or D worse.",
    where: [["03", 7], ["03", 3]]
  },
  jsd: {
    term: "JSD in boxes",
    meaning: "Jensen–Shannon divergence in nats between data and 2,000 samples, both counted in 24 × 24 boxes, with twice its standard error. 0 where they are alike, ln 2 where they share nothing.",
    where: [["05", 4]]
  },
  bound: {
    term: "ln 2 − BCE",
    meaning: "With BCE = −V/2: what this D shows of the JSD. Never more than the JSD, but for the luck of the batch, and all of it for D*. The nearer D is to its best, the more this curve and the other one tell the same.",
    where: [["05", 5], ["05", 6]]
  },
  klData: {
    term: "KL(data ‖ samples)",
    meaning: "Kullback–Leibler divergence in nats, in the same boxes: large where the data have a mode that G leaves out. There it would be infinite; one point more, spread over all boxes, makes it a number.",
    where: [["05", 4]]
  },
  klSamples: {
    term: "KL(samples ‖ data)",
    meaning: "The other way round: large where G makes what the data have not, as between the modes. Collapse costs little here.",
    where: [["05", 4]]
  },
  dReal: { term: "D of data", meaning: "The mean of D over data. ½ where D cannot tell.", where: [["05", 3]] },
  dFake: { term: "D of samples", meaning: "The mean of D over samples. ½ where D cannot tell.", where: [["05", 3]] },
  gap: {
    term: "gap",
    meaning: "The mean of |D − D*|, weighted by where data and samples are. Where it is small, what D says of G's samples is right, and so is the direction it gives to G: that is why D is kept near its best.",
    where: [["04", 5]]
  },
  shares: {
    term: "share of each mode",
    meaning: "How many of 2,000 samples lie in the circle of each mode. Where bars are missing, G has collapsed.",
    where: [["08", 1]]
  },
  dataset: { term: "data", meaning: "What G is to imitate. Other data may come while it runs: the networks go on from where they are, and “Restart” begins anew. Choose “drawn” and draw points in the plane.", where: [["04", 7]] },
  loss: {
    term: "loss",
    meaning: "Non-saturating and minimax are those of the paper, and your own functions play them. Least squares compares scores with 1 and 0, WGAN-GP the means of scores, the relativistic loss one sample with one example of the data.",
    where: [["03", 7], ["07", 1]]
  },
  k_d: { term: "k_D", meaning: "Steps of D in each iteration. More of them keep D nearer to its best.", where: [["04", 1], ["04", 5]] },
  k_g: { term: "k_G", meaning: "Steps of G in each iteration. Many of them let G run to where D is mistaken.", where: [["04", 1], ["08", 1]] },
  lr_d: { term: "learning rate of D", meaning: "How far a step of D goes.", where: [["04", 4]] },
  lr_g: { term: "learning rate of G", meaning: "How far a step of G goes.", where: [["04", 4]] },
  optimiser: { term: "optimiser", meaning: "Adam (β₁ = 0.5, β₂ = 0.999), or plain gradient descent.", where: [["04", 4]] },
  batch: { term: "batch", meaning: "Examples in one step. Small ones make the gradient noisy.", where: [["04", 1]] },
  layers: { term: "hidden layers", meaning: "Of either network, with ReLU.", where: [["04", 3]] },
  width: { term: "units in a layer", meaning: "Of either network: how much it can express.", where: [["04", 3]] },
  noise: { term: "noise", meaning: "What z is drawn from: uniform on [−1, 1], or standard normal.", where: [["03", 5]] },
  noise_dim: {
    term: "dimensions of z",
    meaning: "From one dimension G can only make a curve.",
    where: [["03", 5]]
  },
  r1: { term: "R1", meaning: "γ/2 · E|∇D|² on the data is added to D's loss: D may not be steep where data are.", where: [["07", 3]] },
  instance_noise: {
    term: "noise on what D sees",
    meaning: "Its standard deviation. Blurred data and blurred samples overlap, so that D has less to be certain of.",
    where: [["07", 1]]
  },
  pack: {
    term: "samples in a pack",
    meaning: "D judges so many samples at once: four that are alike give themselves away. Its map shows one point among data.",
    where: [["08", 1]]
  },
  start: {
    term: "start",
    meaning: "New networks, or networks that have been trained on these data: change something, and see what holds.",
    where: [["04", 9]]
  },
  seed: { term: "seed", meaning: "Of the weights and of all batches. The same seed gives the same game again.", where: [["04", 9]] },
  speed: { term: "speed", meaning: "Iterations in a second, at most.", where: [["04", 9]] }
};
function places(where) {
  const assignments = [...new Set(where.map(([assignment]) => assignment))];
  const said = assignments.map((assignment) => {
    const sections = where.filter(([other]) => other === assignment).map(([, section]) => section);
    return `assignment ${assignment}, section${sections.length > 1 ? "s" : ""} ${sections.join(" and ")}`;
  });
  return said.join("; ");
}
function explainer(el) {
  const box = html(el, "p", { class: "gc-explained", role: "note", "data-testid": "playground-explained" });
  box.hidden = true;
  let open = null;
  let openKey = "";
  function close() {
    open?.setAttribute("aria-expanded", "false");
    open = null;
    openKey = "";
    box.hidden = true;
  }
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const word = open;
    close();
    word.focus();
    event.stopPropagation();
  });
  return (parent, key, text, row) => {
    const { term, meaning, where } = GLOSSARY[key];
    const word = html(
      parent,
      "button",
      { type: "button", class: "gc-word", "aria-expanded": "false", title: "What is this?" },
      text
    );
    function show() {
      open = word;
      openKey = key;
      word.setAttribute("aria-expanded", "true");
      box.replaceChildren();
      html(box, "strong", {}, `${term}: `);
      box.append(`${meaning} `);
      html(box, "span", { class: "gc-small" }, `More in ${places(where)}.`);
      row.after(box);
      box.hidden = false;
    }
    word.addEventListener("click", () => {
      const again = open === word;
      close();
      if (!again) show();
    });
    if (key === openKey && !open?.isConnected) show();
    return word;
  };
}
function glossary(el) {
  const help = html(el, "details", { class: "gc-help" });
  html(help, "summary", {}, "What am I looking at?");
  const terms = html(help, "dl", {});
  for (const { term, meaning, where } of Object.values(GLOSSARY)) {
    html(terms, "dt", {}, term);
    html(terms, "dd", {}, `${meaning} More in ${places(where)}.`);
  }
}

// playground/moments.js
var BOXES = [
  ["z", 34, 44],
  ["G", 124, 44],
  ["G(z)", 214, 44],
  ["x", 214, 104],
  ["D", 314, 74],
  ["loss", 404, 74]
];
var ARROWS = (
  /** @type {const} */
  [
    [0, 1],
    [1, 2],
    [2, 4],
    [3, 4],
    [4, 5]
  ]
);
function lit(moment) {
  if (!moment) return [];
  const { kind, who, text } = moment;
  if (kind === "noise") return ["z"];
  if (kind === "data") return ["x"];
  if (kind === "fake") return ["z", "G", "G(z)"];
  if (kind === "judged") return text.includes("samples.") ? ["G(z)", "D"] : ["x", "D"];
  if (kind === "gradient") return text.startsWith("backward") ? ["loss", "D", ...who === "G" ? ["G(z)"] : []] : [who];
  return [who];
}
function slowMotion(parent, palette, sources) {
  const panel = html(parent, "section", { class: "gc-slow", "aria-label": "Slow motion" });
  const flow = svg(panel, "svg", {
    viewBox: "0 0 450 140",
    class: "gc-flow",
    role: "img",
    "aria-label": "The flow of data"
  });
  const both = html(panel, "div", { class: "gc-slow-both" });
  const list = html(both, "ol", { class: "gc-moments", "data-testid": "playground-moments" });
  const code = html(both, "div", {
    class: "gc-source",
    "data-testid": "playground-source",
    tabindex: 0,
    role: "region",
    "aria-label": "Source"
  });
  const colours = { G: palette.generator, D: palette.discriminator, x: palette.real, "G(z)": palette.fake };
  let told = [];
  const lines = {};
  for (const [name, text] of Object.entries(sources)) {
    const pre = html(code, "pre", {});
    lines[name] = text.trimEnd().split("\n").map((line2) => html(pre, "span", { class: "gc-line" }, `${line2}
`));
  }
  if (!Object.keys(sources).length)
    html(code, "p", { class: "gc-small" }, "The course's own functions play: there is no source of yours to show.");
  function drawFlow() {
    const moment = told.at(-1);
    const active = lit(moment);
    flow.replaceChildren();
    const frozen = moment?.who ? moment.who === "D" ? "G" : "D" : "";
    for (const [from, to] of ARROWS) {
      const [x1, y1, x2, y2] = [BOXES[from][1] + 28, BOXES[from][2], BOXES[to][1] - 28, BOXES[to][2]];
      const on = active.includes(BOXES[from][0]) && active.includes(BOXES[to][0]);
      svg(flow, "line", { x1, y1, x2, y2, class: on ? "gc-flow-on" : "gc-flow-line" });
    }
    for (const [name, x, y] of BOXES) {
      const on = active.includes(name);
      const colour = colours[name] ?? palette.reference;
      const kind = on ? "gc-flow-box gc-flow-lit" : name === frozen ? "gc-flow-box gc-frozen" : "gc-flow-box";
      svg(flow, "rect", { x: x - 28, y: y - 17, width: 56, height: 34, rx: 6, stroke: colour, class: kind });
      svg(flow, "text", { x, y: y + 5, "text-anchor": "middle", class: "gc-label" }, name);
      if (name === frozen) svg(flow, "text", { x, y: y + 31, "text-anchor": "middle", class: "gc-tick" }, "frozen");
    }
  }
  function show(on) {
    panel.hidden = !on;
    if (on && !told.length) drawFlow();
  }
  function tell(moment) {
    if (moment.kind === "noise" && moment.text.startsWith("z1:")) told = [];
    told.push(moment);
    list.replaceChildren();
    told.slice(-8).forEach((one, i, shown) => {
      const now = i === shown.length - 1;
      const entry = html(list, "li", {
        class: `gc-moment${one.wrong ? " gc-wrong" : ""}${now ? " gc-now" : ""}`,
        value: told.length - shown.length + i + 1
      });
      if (now) entry.setAttribute("aria-current", "step");
      html(entry, "span", {}, `${one.wrong ? "✗ " : ""}${one.text}`);
    });
    for (const [name, of] of Object.entries(lines))
      of.forEach((line2, i) => {
        const running = name === moment.function && i + 1 === moment.line;
        line2.classList.toggle("gc-running", running);
        if (running) {
          line2.setAttribute("aria-current", "true");
          const pre = (
            /** @type {HTMLElement} */
            line2.parentElement
          );
          code.scrollTop = pre.offsetTop - code.offsetTop + line2.offsetTop - pre.offsetTop - code.clientHeight / 2;
        } else line2.removeAttribute("aria-current");
      });
    drawFlow();
  }
  return { show, tell };
}

// playground/plane.js
function rgb(colour) {
  const context = (
    /** @type {CanvasRenderingContext2D} */
    document.createElement("canvas").getContext("2d")
  );
  context.fillStyle = colour;
  const hex = String(context.fillStyle);
  return (
    /** @type {Rgb} */
    [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16))
  );
}
function mixed(value, fake, page, real) {
  const end = value < 0.5 ? fake : real;
  const share = 0.8 * Math.abs(2 * value - 1);
  return page.map((middle, i) => Math.round(middle + share * (end[i] - middle)));
}
function plane(parent, palette, extent) {
  const layer = () => {
    const canvas = parent.appendChild(document.createElement("canvas"));
    canvas.className = "gc-layer";
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  };
  const [ground, still, moving] = [layer(), layer(), layer()];
  ground.classList.add("gc-ground");
  let size = 1;
  function cleared(canvas) {
    const context = (
      /** @type {CanvasRenderingContext2D} */
      canvas.getContext("2d")
    );
    const dense = Math.min(2, globalThis.devicePixelRatio || 1);
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, size, size);
    return context;
  }
  const x = (value) => (value + extent) / (2 * extent) * size;
  const y = (value) => size - x(value);
  let shades = { key: "", table: new Uint32Array(255) };
  function shadesOf(which) {
    const page = getComputedStyle(parent).getPropertyValue("--gc-page").trim();
    if (shades.key === which + page) return shades.table;
    const [fake, middle, real, accent] = [palette.fake, page, palette.real, palette.accent].map(rgb);
    const table = Uint32Array.from({ length: 255 }, (_, i) => {
      const gap = () => middle.map((from, k) => Math.round(from + Math.min(1, 1.4 * i / 254) * (accent[k] - from)));
      const [r, g, b] = which === "gap" ? gap() : mixed(i / 254, fake, middle, real);
      return new Uint32Array(Uint8Array.of(r, g, b, 255).buffer)[0];
    });
    shades = { key: which + page, table };
    return table;
  }
  function resize(now) {
    size = now;
    const dense = Math.min(2, globalThis.devicePixelRatio || 1);
    for (const canvas of [still, moving]) {
      canvas.width = Math.round(size * dense);
      canvas.height = Math.round(size * dense);
    }
    for (const canvas of [ground, still, moving]) {
      canvas.style.width = `${size}px`;
      canvas.style.height = `${size}px`;
    }
  }
  function drawGround({ side, dMap, starMap }, which) {
    ground.hidden = which === "none";
    if (which === "none") return;
    const table = shadesOf(which);
    if (ground.width !== side) [ground.width, ground.height] = [side, side];
    const context = (
      /** @type {CanvasRenderingContext2D} */
      ground.getContext("2d")
    );
    const image = context.createImageData(side, side);
    const pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < side; row += 1)
      for (let column = 0; column < side; column += 1) {
        const from = row * side + column;
        const [d, star] = [dMap[from], starMap[from]];
        const value = which === "d" ? d : which === "star" ? star : star === NONE ? NONE : Math.abs(d - star);
        if (value === NONE) continue;
        pixels[(side - 1 - row) * side + column] = table[value];
      }
    context.putImageData(image, 0, 0);
  }
  function drawStill({ real, centers, std }, shown) {
    const context = cleared(still);
    if (shown.data) {
      context.fillStyle = palette.real;
      context.globalAlpha = 0.6;
      for (let i = 0; i < real.length; i += 2) {
        context.beginPath();
        context.arc(x(real[i]), y(real[i + 1]), 2.2, 0, 2 * Math.PI);
        context.fill();
      }
      context.globalAlpha = 1;
    }
    if (shown.modes) {
      context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-faint").trim();
      context.setLineDash([3, 3]);
      for (let i = 0; i < centers.length; i += 2) {
        context.beginPath();
        context.arc(x(centers[i]), y(centers[i + 1]), 3 * std * size / (2 * extent), 0, 2 * Math.PI);
        context.stroke();
      }
      context.setLineDash([]);
    }
  }
  function drawMoving(frame, shown) {
    const context = cleared(moving);
    if (shown.manifold) drawManifold(context, frame, shown.morph);
    const { fake, arrows } = frame;
    if (shown.arrows) drawArrows(context, fake, arrows);
    if (shown.samples) {
      context.fillStyle = palette.fake;
      context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-page").trim();
      context.lineWidth = 0.75;
      context.globalAlpha = 0.85;
      for (let i = 0; i < fake.length; i += 2) {
        const [left, top] = [x(fake[i]) - 2.25, y(fake[i + 1]) - 2.25];
        context.fillRect(left, top, 4.5, 4.5);
        context.strokeRect(left, top, 4.5, 4.5);
      }
      context.globalAlpha = 1;
    }
  }
  function drawArrows(context, fake, arrows) {
    const lengths = Array.from({ length: arrows.length / 2 }, (_, i) => Math.hypot(arrows[2 * i], arrows[2 * i + 1]));
    const long = lengths.toSorted((a, b) => a - b)[Math.floor(0.9 * lengths.length)] || 1;
    context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-ink").trim();
    context.lineWidth = 1.5;
    context.beginPath();
    lengths.forEach((length, i) => {
      const scale = 0.7 / long * Math.min(1, 2 * long / (length || 1));
      const [fromX, fromY] = [x(fake[2 * i]), y(fake[2 * i + 1])];
      const [toX, toY] = [x(fake[2 * i] + scale * arrows[2 * i]), y(fake[2 * i + 1] + scale * arrows[2 * i + 1])];
      if (Math.hypot(toX - fromX, toY - fromY) < 2) return;
      const angle = Math.atan2(toY - fromY, toX - fromX);
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
      for (const turn of [2.6, -2.6]) {
        context.moveTo(toX, toY);
        context.lineTo(toX + 5 * Math.cos(angle + turn), toY + 5 * Math.sin(angle + turn));
      }
    });
    context.stroke();
  }
  function drawManifold(context, { nodes, grid: [rows2, columns] }, morph) {
    const tick = (i, many) => many > 1 ? -1 + 2 * i / (many - 1) : 0;
    const at = (row, column) => {
      const i = 2 * (row * columns + column);
      const [startX, startY] = [tick(column, columns), tick(row, rows2)];
      return [startX + morph * (nodes[i] - startX), startY + morph * (nodes[i + 1] - startY)];
    };
    context.lineWidth = 0.6;
    context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-ink").trim();
    if (rows2 === 1) {
      context.strokeStyle = palette.generator;
      context.lineWidth = 3;
      context.beginPath();
      for (let column = 0; column < columns; column += 1) {
        const [px, py] = at(0, column);
        context.lineTo(x(px), y(py));
      }
      context.stroke();
      return;
    }
    const cells = (rows2 - 1) * (columns - 1);
    context.fillStyle = palette.generator;
    for (let row = 0; row + 1 < rows2; row += 1)
      for (let column = 0; column + 1 < columns; column += 1) {
        const corners = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
        const [a, b] = [
          [0, 2],
          [1, 3]
        ].map(([i, k]) => [corners[k][0] - corners[i][0], corners[k][1] - corners[i][1]]);
        const area = Math.abs(a[0] * b[1] - a[1] * b[0]) / 2;
        const density = 1 / cells / Math.max(area, 1e-9);
        context.globalAlpha = Math.min(0.85, 0.08 + 0.75 * Math.sqrt(density / 1.5));
        context.beginPath();
        for (const [px, py] of corners) context.lineTo(x(px), y(py));
        context.closePath();
        context.fill();
        context.globalAlpha = 0.5;
        context.stroke();
      }
    context.globalAlpha = 1;
  }
  function compose(context, pixels) {
    if (pixels) {
      context.fillStyle = getComputedStyle(parent).getPropertyValue("--gc-page").trim();
      context.fillRect(0, 0, pixels, pixels);
      for (const layer2 of [ground, still, moving]) if (!layer2.hidden) context.drawImage(layer2, 0, 0, pixels, pixels);
    }
    return moving.width;
  }
  return { resize, drawGround, drawStill, drawMoving, compose };
}

// playground/video.js
var RATE = 20;
function videoButton(parent, compose, save) {
  if (!globalThis.MediaRecorder?.isTypeSupported("video/webm")) return { frame() {
  }, stop() {
  } };
  const canvas = document.createElement("canvas");
  const context = (
    /** @type {CanvasRenderingContext2D} */
    canvas.getContext("2d")
  );
  let recorder = null;
  const press = button(parent, "Record a video", "playground-video", () => recorder ? recorder.stop() : begin());
  press.setAttribute("aria-pressed", "false");
  function show(on) {
    press.setAttribute("aria-pressed", String(on));
    press.lastElementChild.textContent = on ? "End the video" : "Record a video";
  }
  function begin() {
    canvas.width = canvas.height = compose(context, 0);
    frame();
    const parts = [];
    const made = new MediaRecorder(canvas.captureStream(RATE), { mimeType: "video/webm" });
    made.ondataavailable = ({ data }) => void parts.push(data);
    made.onstop = () => {
      recorder = null;
      show(false);
      save(new Blob(parts, { type: "video/webm" }));
    };
    made.start();
    recorder = made;
    show(true);
  }
  function frame() {
    if (canvas.width) compose(context, canvas.width);
  }
  return { frame: () => recorder && frame(), stop: () => recorder?.stop() };
}

// playground/recording.js
var bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
async function unpack(runs) {
  const frames = [];
  for (const { count, bytes, data } of runs) {
    const columns = await inflated(bytesOf(data));
    const made = Array.from({ length: count }, () => new Uint8Array(bytes));
    for (let place = 0; place < bytes; place += 1) {
      let value = 0;
      for (let i = 0; i < count; i += 1) {
        value = value + columns[place * count + i] & 255;
        made[i][place] = value;
      }
    }
    frames.push(...made.map((one) => new DataView(one.buffer)));
  }
  return frames;
}
async function replay(el, recording, view) {
  const frames = await unpack(recording.runs);
  const listeners = /* @__PURE__ */ new Map();
  const traits = (
    /** @type {any} */
    recording.traits
  );
  let [at, sceneAt] = [0, -1];
  const tell = (event, ...given) => {
    for (const one of listeners.get(event) ?? []) one(...given);
  };
  function setState(changes) {
    traits.state = { ...traits.state, ...changes };
    tell("change:state");
  }
  function show() {
    const last = recording.scenes.findLastIndex((one) => one.at <= at);
    if (last !== sceneAt) {
      sceneAt = last;
      const { std, real, centers } = recording.scenes[last];
      tell(
        "msg:custom",
        { kind: "scene", std },
        [real, centers].map((text) => new DataView(bytesOf(text).buffer))
      );
    }
    const content = { kind: "frame", number: at, text: recording.texts[at], printed: traits.state.printed };
    tell("msg:custom", content, [frames[at]]);
  }
  const model = {
    get: (name) => traits[name],
    on: (event, callback) => listeners.set(event, (listeners.get(event) ?? /* @__PURE__ */ new Set()).add(callback)),
    off: (event, callback) => listeners.get(event)?.delete(callback),
    send: (message) => {
      if (message.do === "look") queueMicrotask(show);
      if (message.do === "frame") {
        at = Number(message.frame);
        setState({ playing: message.playing, text: recording.texts[at] });
        show();
      }
    }
  };
  traits.choices = { ...traits.choices, reel: { frames: frames.length, interval: 1e3 / recording.fps } };
  setState({ playing: false, text: recording.texts[0] });
  view.render({ model, el });
}

// playground.js
var SIDE_BY_SIDE = 620;
var SPOKEN_EVERY = 5e3;
var PATIENCE = 4e3;
var SILENCE = "The kernel has not answered yet. Either it is busy with a cell, or it was restarted: then run the cell of this playground again.";
var STEP = 0.2;
var APART = 0.12;
var CALM2 = 500;
var KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
var FILES = [
  ["csv", "History (CSV)"],
  ["page", "Recording (a page)"],
  ["film", "Film (APNG)"],
  ["gif", "Film (GIF)"],
  ["script", "Settings (JSON)"]
];
function render({ model, el }) {
  const palette = (
    /** @type {import("./parts.js").Palette} */
    model.get("palette")
  );
  const choices = (
    /** @type {Choices} */
    model.get("choices")
  );
  const sources = (
    /** @type {Record<string, string>} */
    model.get("sources")
  );
  const state = () => (
    /** @type {State} */
    model.get("state")
  );
  let unanswered;
  const send = (message) => {
    model.send(message);
    if (message.do === "seen" || message.do === "look" || unanswered) return;
    unanswered = setTimeout(() => {
      alarm.textContent = SILENCE;
      alarm.hidden = false;
    }, PATIENCE);
  };
  const answered = () => {
    clearTimeout(unanswered);
    unanswered = void 0;
  };
  keepKeys(el);
  const { extent } = choices;
  const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  el.classList.add("gc-view", "gc-playground");
  const shown = {
    ground: "d",
    data: true,
    samples: true,
    arrows: true,
    manifold: false,
    modes: false,
    morph: 1,
    charts: { losses: true, distance: true, answers: true, kl: false, shares: true }
  };
  let frame;
  let scene = { real: new Float32Array(), centers: new Float32Array(), std: 0.1 };
  const history = [];
  let waiting = null;
  let closed = false;
  let [asked, drawnAt, spokenAt, chartsAt] = [0, 0, 0, 0];
  let cursor = [0, 0];
  let stroke = null;
  const explain = explainer(el);
  const { reel } = choices;
  const film = reel && { noun: "frame", first: 0, last: reel.frames - 1, interval: reel.interval };
  const played = film && player(el, film, (frame2, playing) => send({ do: "frame", frame: frame2, playing }));
  const moving = played ? () => {
  } : toolbar(el, send);
  const settings = choices.reel ? () => {
  } : settingsPanel(el, choices, send, explain);
  const names = [...CHARTS.map(({ name }) => [name, name === "kl" ? "KL" : name]), ["shares", "shares"]];
  const switched = () => {
    arrange();
    paint(true);
  };
  switches(el, palette, shown, names, switched, explain);
  const stage = html(el, "div", { class: "gc-stage gc-play-stage" });
  const left = html(stage, "div", { class: "gc-plane-side" });
  const square = html(left, "div", { class: "gc-plane" });
  const layers = plane(square, palette, extent);
  const over = svg(square, "svg", {
    class: "gc-plane-over",
    tabindex: 0,
    role: "application",
    "data-testid": "playground-plane"
  });
  const counter = html(left, "p", { class: "gc-counter", "data-testid": "playground-counter" });
  const probe = html(left, "p", { class: "gc-small gc-probe", "data-testid": "playground-probe" });
  const right = html(stage, "div", { class: "gc-charts" });
  const alarm = html(el, "p", { class: "gc-alarm", role: "alert", "data-testid": "playground-error" });
  const readout = html(el, "p", {
    class: "gc-readout",
    role: "status",
    "aria-live": "polite",
    "data-testid": "playground-readout"
  });
  const slow = slowMotion(el, palette, sources);
  const printed = html(el, "details", { class: "gc-printed" });
  html(printed, "summary", {}, "What your functions have printed");
  const lines = html(printed, "pre", { "data-testid": "playground-printed" });
  glossary(el);
  const files = html(el, "div", { class: "gc-pad-row" });
  html(files, "span", { class: "gc-small" }, "Save:");
  for (const [kind, name] of choices.reel ? [] : FILES)
    button(files, name, `playground-save-${kind}`, () => send({ do: "save", kind }));
  const video = videoButton(files, layers.compose, (made) => download(made, "playground.webm"));
  let charts = [];
  let shares = null;
  let size = 1;
  let width = 0;
  function arrange() {
    if (!width) return;
    const beside = width >= SIDE_BY_SIDE;
    size = beside ? Math.min(420, Math.round(0.55 * width)) : Math.min(width, 420);
    square.style.width = square.style.height = left.style.width = `${size}px`;
    layers.resize(size);
    right.replaceChildren();
    const room = beside ? width - size - 16 : width;
    charts = CHARTS.filter(({ name }) => shown.charts[name]).map((chart) => ({
      draw: drawChart(right, palette, chart, room, explain)
    }));
    shares = shown.charts.shares ? drawShares(right, palette, room, explain) : null;
    chartsAt = 0;
    drawOver();
  }
  const x = (value) => (value + extent) / (2 * extent) * size;
  const inside = (value) => Math.max(-extent, Math.min(extent, value));
  const drawing = () => !choices.reel && state().settings.data === "drawn";
  function drawOver() {
    over.replaceChildren();
    for (const [name, value] of Object.entries({ width: size, height: size, viewBox: `0 0 ${size} ${size}` }))
      over.setAttribute(name, String(value));
    const hand = drawing() ? " Space puts a point of the data under the cross, Backspace takes the last one away." : "";
    over.setAttribute(
      "aria-label",
      `The plane from −${extent} to ${extent}: data, samples and what D says. Arrow keys move a cross that reads values.${hand}`
    );
    svg(over, "rect", { x: 0.5, y: 0.5, width: size - 1, height: size - 1, class: "gc-plane-edge" });
    for (const value of [-3, -2, -1, 1, 2, 3]) {
      if (value > -3) words(over, "tick", x(value), size - 4, number(value, 0), "middle");
      words(over, "tick", 4, size - x(value) + 4, number(value, 0));
    }
    if (drawing())
      for (
        const [px, py] of
        /** @type {Point[]} */
        state().settings.points
      )
        svg(over, "circle", { cx: x(px), cy: size - x(py), r: 4, fill: palette.real, class: "gc-dot" });
    const cross = svg(over, "g", { class: "gc-cross" });
    const [cx, cy] = [x(cursor[0]), size - x(cursor[1])];
    line(cross, [cx - 9, cy], [cx + 9, cy], {});
    line(cross, [cx, cy - 9], [cx, cy + 9], {});
  }
  function read() {
    if (!frame) return;
    const { side, dMap, starMap } = frame;
    const [column, row] = cursor.map((value) => Math.round((value + extent) / (2 * extent) * (side - 1)));
    const [d, star] = [dMap, starMap].map((map) => map[row * side + column]);
    const say2 = (value) => value === NONE ? "nothing, because there is no mass" : number(value / 254, 2);
    probe.textContent = `at (${number(cursor[0], 2)}, ${number(cursor[1], 2)}): D says ${say2(d)}, D* ${say2(star)}`;
  }
  function put(point) {
    const points = (
      /** @type {Point[]} */
      state().settings.points
    );
    const rounded = (
      /** @type {Point} */
      point.map((value) => inside(Math.round(1e3 * value) / 1e3))
    );
    send({ do: "change", changes: { points: [...points, rounded] } });
  }
  function where(event) {
    const box = over.getBoundingClientRect();
    const scale = 2 * extent / size;
    return [inside((event.clientX - box.left) * scale - extent), inside(extent - (event.clientY - box.top) * scale)];
  }
  over.addEventListener("pointermove", (event) => {
    cursor = where(event);
    if (stroke && Math.hypot(cursor[0] - stroke[0], cursor[1] - stroke[1]) >= APART) {
      stroke = cursor;
      put(cursor);
    }
    drawOver();
    read();
  });
  over.addEventListener("pointerdown", (event) => {
    over.focus({ preventScroll: true });
    if (!drawing()) return;
    over.setPointerCapture(event.pointerId);
    cursor = stroke = where(event);
    put(cursor);
    event.preventDefault();
  });
  for (const end of ["pointerup", "pointercancel"])
    over.addEventListener(end, () => {
      stroke = null;
    });
  over.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (step) cursor = [inside(cursor[0] + step[0]), inside(cursor[1] + step[1])];
    else if (drawing() && (event.key === " " || event.key === "Enter")) put(cursor);
    else if (drawing() && (event.key === "Backspace" || event.key === "Delete"))
      send({ do: "change", changes: { points: (
        /** @type {Point[]} */
        state().settings.points.slice(0, -1)
      ) } });
    else if (event.key === " " && played) played.run(!played.playing);
    else if (event.key === " ") send({ do: state().playing ? "pause" : "play" });
    else return;
    event.preventDefault();
    event.stopPropagation();
    drawOver();
    read();
  });
  function paint(all) {
    if (!width) return;
    if (all) layers.drawStill(scene, shown);
    if (!frame) return;
    layers.drawGround(frame, shown.ground);
    layers.drawMoving(frame, shown);
    video.frame();
    counter.textContent = `iteration ${frame.iteration.toLocaleString("en")}`;
    const now = performance.now();
    if (all || now - chartsAt > 250) {
      chartsAt = now;
      for (const chart of charts) chart.draw(history);
      shares?.(frame.shares);
      read();
    }
  }
  function speak(text, now) {
    const time = performance.now();
    if (!now && time - spokenAt < SPOKEN_EVERY) return;
    spokenAt = time;
    if (text && readout.textContent !== text) readout.textContent = text;
  }
  function drawWaiting() {
    asked = 0;
    if (!waiting) return;
    const { number: count, frame: next, text } = waiting;
    waiting = null;
    drawnAt = performance.now();
    frame = next;
    remember(history, frame.row);
    paint(false);
    if (!state().playing) paint(true);
    speak(text, !state().playing);
    send({ do: "seen", number: count });
  }
  function schedule() {
    if (asked) return;
    const wait = calm && state().playing ? Math.max(0, drawnAt + CALM2 - performance.now()) : 0;
    const next = () => {
      if (!closed) asked = requestAnimationFrame(drawWaiting);
    };
    if (wait) asked = -1;
    if (wait) setTimeout(next, wait);
    else next();
  }
  function hear(content, buffers) {
    answered();
    if (content.kind === "frame") {
      waiting = { number: content.number, frame: decode(buffers[0], extent), text: content.text };
      if (lines.textContent !== content.printed) say();
      schedule();
    } else if (content.kind === "scene") {
      const unit = 4 * extent / 32767;
      const [real, centers] = buffers.map((view) => pairs(view, 0, view.byteLength / 4, unit));
      scene = { real, centers, std: content.std };
      paint(true);
    } else if (content.kind === "history") {
      history.length = 0;
      for (const row of content.rows)
        history.push(rowOf(row.map((value) => value ?? Number.NaN)));
      chartsAt = 0;
    } else if (content.kind === "moment") slow.tell(content.moment);
    else if (content.kind === "file") {
      download(new Blob([
        /** @type {BlobPart} */
        buffers[0]
      ], { type: content.type }), content.name);
    }
  }
  function download(file, name) {
    const address = URL.createObjectURL(file);
    const link = html(el, "a", { href: address, download: name });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1e4);
  }
  function say() {
    answered();
    const now = state();
    moving(now);
    settings(now);
    slow.show(now.slow);
    const refused = now.refused ? `That was not changed: ${now.refused}` : "";
    const error = now.error ? `${now.error} Play begins again.` : refused;
    if (alarm.textContent !== error) alarm.textContent = error;
    alarm.hidden = !error;
    if (lines.textContent !== now.printed) lines.textContent = now.printed;
    printed.hidden = !now.printed;
    el.classList.toggle("gc-is-playing", now.playing);
    speak(now.text, !now.playing || !readout.textContent);
    if (width) drawOver();
  }
  model.on("change:state", say);
  model.on("msg:custom", hear);
  const theme = new MutationObserver(() => paint(true));
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class", "style"] });
  const stop = onWidth(stage, (now) => {
    width = now;
    arrange();
    paint(true);
  });
  say();
  send({ do: "look" });
  return () => {
    closed = true;
    video.stop();
    answered();
    stop();
    played?.stop();
    theme.disconnect();
    if (asked > 0) cancelAnimationFrame(asked);
    model.off("change:state", say);
    model.off("msg:custom", hear);
  };
}
var playground_default = { render };
export {
  GLOSSARY,
  decode,
  playground_default as default,
  replay
};
