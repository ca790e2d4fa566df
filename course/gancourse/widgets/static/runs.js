// Made by "make js" from course/js: buttons.js dom.js parts.js player.js runs.js; sources efd817c8735a97435b331bc0da3ed1e384c9007c6504e8e07ebaf4c5e5a8abb9, bundle 02dfbeff047f7c5eb0b06e679d7464029c6ddccdf4e13515942f83835a24acf0
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
function clipTo(parent, x, y, width, height) {
  const id = `gc-clip-${Math.random().toString(36).slice(2)}`;
  svg(svg(parent, "clipPath", { id }), "rect", { x, y, width, height });
  return svg(parent, "g", { "clip-path": `url(#${id})` });
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
function view({ testid, moves, redraws = [], head, reel, foot, say, draw }) {
  function render({ model, el }) {
    const get = (
      /** @type {Context<T, H>["get"]} */
      ((name) => model.get(
        /** @type {string} */
        name
      ))
    );
    const palette = (
      /** @type {Palette} */
      model.get("palette")
    );
    el.classList.add("gc-view");
    keepKeys(el);
    const set = (name, value) => {
      model.set(
        /** @type {string} */
        name,
        value
      );
      model.save_changes();
    };
    const start = { el, palette, get, set };
    const film = reel?.(get);
    const played = film && player(el, film, (at, playing) => {
      readout.setAttribute("aria-live", playing ? "off" : "polite");
      set(
        film.moves,
        /** @type {any} */
        at
      );
    });
    const above = (
      /** @type {H} */
      head?.(start)
    );
    const stage = html(el, "div", { class: "gc-stage" });
    const spoken = { class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": testid };
    const readout = html(el, "p", spoken);
    const below = (
      /** @type {HTMLElement} */
      foot?.(el)
    );
    const context = { ...start, stage, readout, head: above, foot: below };
    let moving;
    let width = 0;
    function move() {
      if (film) played?.set(Number(get(film.moves)), reel?.(get)?.last);
      const sentence2 = say(context);
      if (sentence2 !== void 0 && readout.textContent !== sentence2) readout.textContent = sentence2;
      moving?.();
    }
    function redraw() {
      if (width) moving = draw(context, width);
      move();
    }
    for (const name of moves) model.on(`change:${name}`, move);
    for (const name of redraws) model.on(`change:${name}`, redraw);
    const stop = onWidth(stage, (now) => {
      width = now;
      redraw();
    });
    move();
    return () => {
      stop();
      played?.stop();
      for (const name of moves) model.off(`change:${name}`, move);
      for (const name of redraws) model.off(`change:${name}`, redraw);
    };
  }
  return { render };
}
var legend = (el) => html(el, "div", { class: "gc-legend" });
function legendEntry(parent, draw, text) {
  const entry = html(parent, "span", { class: "gc-legend-entry" });
  draw(svg(entry, "svg", { class: "gc-swatch", width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" }));
  return html(entry, "span", {}, text);
}
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);
function rows(parent, { left, right }, y, at, gap = 8, axis = 0) {
  for (const [value, name] of at) {
    line(parent, [left, y(value)], [right, y(value)], { class: value === axis ? "gc-axis" : "gc-grid" });
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}

// runs.js
var DOTS = "1.5 3";
var LN2 = Math.log(2);
var curve = (key, name, colour, dashes = "none") => ({ key, name, colour, dashes });
var most = (all) => all.reduce((a, b) => Math.max(a, b), 0);
function round(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 1.2, 1.6, 2, 3, 4, 5, 6, 8].find((step) => step * unit >= value) ?? 10);
}
var even = ([low, high]) => [low, (low + high) / 2, high];
var CHARTS = [
  {
    title: "losses, in nats",
    curves: [curve("loss_d", "D", "discriminator"), curve("loss_g", "G", "generator", FAKE_DASHES)],
    lines: [[2 * LN2, "2 ln 2"]],
    range: (all) => [0, Math.max(3, 1.3 * most(all))],
    ticks: ([, high]) => [0, 1, 2, 10, 100, 1e3].filter((tick) => tick <= high),
    bend: 2
  },
  {
    title: "what D says",
    curves: [
      curve("d_real", "D(x)", "real"),
      curve("d_held_out", "held out", "sky", DOTS),
      curve("d_fake", "D(G(z))", "fake", FAKE_DASHES),
      curve("d_fake_after", "after", "accent", DOTS)
    ],
    lines: [[0.5, "½"]],
    range: () => [0, 1],
    ticks: () => [0, 0.5, 1]
  },
  {
    title: "length of the gradients",
    curves: [curve("grad_d", "D", "discriminator"), curve("grad_g", "G", "generator", FAKE_DASHES)],
    range: (all) => [0, Math.max(10, 2 * most(all))],
    ticks: ([, high]) => [0, 1e-6, 1e-3, 1, 1e3].filter((tick) => tick <= high),
    bend: 1e-6
  },
  {
    title: "smallest and largest pixel",
    curves: [
      curve("real_min", "data", "real"),
      curve("real_max", "", "real"),
      curve("fake_min", "fakes", "fake", FAKE_DASHES),
      curve("fake_max", "", "fake", FAKE_DASHES)
    ],
    range: (all) => [Math.min(-1.1, ...all), Math.max(1.1, ...all)],
    ticks: ([low, high]) => high > 2 ? even([low, high]) : [-1, 0, 1]
  },
  {
    title: "spread within a batch",
    curves: [curve("real_spread", "data", "real"), curve("fake_spread", "fakes", "fake", FAKE_DASHES)],
    range: (all) => [0, round(Math.max(0.1, most(all)))],
    ticks: even
  },
  {
    title: "passes over the data",
    curves: [curve("passes", "D", "discriminator")],
    range: (all) => [0, round(Math.max(1, most(all)))],
    ticks: even
  }
];
var unpacked = /* @__PURE__ */ new WeakMap();
function monitorsOf(runs) {
  const known = unpacked.get(runs);
  if (known) return known;
  const bytes = Uint8Array.from(atob(runs.numbers), (one) => one.charCodeAt(0));
  const whole = new DataView(bytes.buffer);
  const made = {};
  let at = 0;
  for (const letter of runs.letters) {
    made[letter] = {};
    for (const name of runs.monitors)
      made[letter][name] = Float32Array.from({ length: runs.moments }, () => {
        at += 4;
        return whole.getFloat32(at - 4, true);
      });
  }
  unpacked.set(runs, made);
  return made;
}
function sentence(letter, run, moment) {
  const last = run.iteration.length - 1;
  const tenth = (name) => run[name].slice(-10).reduce((sum, value2) => sum + value2, 0) / 10;
  const value = (name) => moment === last ? tenth(name) : run[name][moment];
  const said = (name, digits) => number(value(name), digits);
  const when = moment === last ? "last tenth" : `iteration ${number(run.iteration[moment], 0)}`;
  const head = `Run ${letter}, ${when}: loss of D ${said("loss_d", 3)}, of G ${said("loss_g", 3)}; D(x) ${said("d_real", 2)}, held out ${said("d_held_out", 2)}, D(G(z)) ${said("d_fake", 2)}, after G's step ${said("d_fake_after", 2)}`;
  if (moment < last) return head;
  return `${head}; pixels of the data ${said("real_min", 2)} to ${said("real_max", 2)}, of the fakes ${said("fake_min", 2)} to ${said("fake_max", 2)}; spread ${said("real_spread", 2)} and ${said("fake_spread", 2)}; ${number(run.passes[last], 0)} passes over the data`;
}
var runsReadout = (runs, letter, beside, moment) => [letter, beside].filter(Boolean).map((one) => sentence(one, monitorsOf(runs)[one], moment)).join(". ");
var bent = (bend, value) => Math.abs(value) <= bend ? value / bend : Math.sign(value) * (1 + Math.log10(Math.abs(value) / bend));
function tickName(tick) {
  if (tick === 0) return "0";
  if (Math.abs(tick) < 0.01) return `10${tick === 1e-6 ? "⁻⁶" : "⁻³"}`;
  const digits = Math.abs(tick) >= 100 ? 0 : 2;
  if (Math.abs(tick) >= 1e4) return `${number(tick / 1e3, 0)}k`;
  return number(tick, digits).replace(/\.?0+$/, (zeros) => zeros.startsWith(".") || digits ? "" : zeros);
}
function drawChart(parent, palette, chart, run, all, width) {
  const holder = html(parent, "div", { class: "gc-run-chart", style: `width: ${width}px` });
  const key = legend(holder);
  html(key, "span", { class: "gc-small" }, chart.title);
  for (const { name, colour, dashes } of chart.curves)
    if (name)
      legendEntry(
        key,
        (swatch) => svg(swatch, "line", {
          x1: 6,
          x2: 30,
          y1: 7,
          y2: 7,
          stroke: palette[colour],
          "stroke-width": 2,
          "stroke-dasharray": dashes
        }),
        name
      );
  const height = 104;
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  const root = svg(holder, "svg", { ...size, role: "img", "aria-label": `${chart.title}, against iterations.` });
  const box = { left: 40, right: width - (chart.lines ? 44 : 10), top: 6, bottom: height - 8 };
  const scaled = (value) => chart.bend ? bent(chart.bend, value) : value;
  const range2 = chart.range(all.flatMap((one) => chart.curves.flatMap(({ key: name }) => [...one[name]])));
  const straight = linear([scaled(range2[0]), scaled(range2[1])], [box.bottom, box.top]);
  const y = (value) => straight(scaled(value));
  const last = run.iteration.length - 1;
  const x = linear([run.iteration[0], run.iteration[last]], [box.left, box.right]);
  rows(
    root,
    box,
    y,
    chart.ticks(range2).map((tick) => [tick, tickName(tick)]),
    5
  );
  for (const [value, name] of chart.lines ?? []) {
    line(root, [box.left, y(value)], [box.right, y(value)], {
      stroke: palette.reference,
      "stroke-dasharray": HAIRLINE
    });
    words(root, "tick", box.right + 3, y(value) + 4, name);
  }
  const plot = clipTo(root, box.left, box.top - 2, box.right - box.left, box.bottom - box.top + 4);
  for (const { key: name, colour, dashes } of chart.curves) {
    const d = pathThrough([...run[name]].map((value, i) => (
      /** @type {Point} */
      [x(run.iteration[i]), y(value)]
    )));
    svg(plot, "path", { d, stroke: palette[colour], "stroke-dasharray": dashes, class: "gc-curve gc-thin" });
  }
  const marker = line(root, [0, box.top], [0, box.bottom], { class: "gc-guide" });
  return (moment) => {
    const place = String(x(run.iteration[moment]));
    marker.setAttribute("x1", place);
    marker.setAttribute("x2", place);
  };
}
var plan = {
  testid: "runs-readout",
  moves: ["moment"],
  redraws: ["letter", "beside"],
  reel: (get) => ({ moves: "moment", noun: "moment", first: 0, last: get("runs").moments - 1, interval: 80 }),
  head({ el, get, set }) {
    const { letters } = get("runs");
    const row = html(el, "div", { class: "gc-toolbar", role: "group", "aria-label": "run" });
    html(row, "span", { class: "gc-small" }, "run");
    const made = letters.map((one) => button(row, one, `runs-${one}`, () => set("letter", one)));
    const other = html(row, "label", { class: "gc-switch" });
    html(other, "span", { class: "gc-small" }, "beside it");
    const choice = html(other, "select", { "data-testid": "runs-beside" });
    for (const one of ["", ...letters]) html(choice, "option", { value: one }, one || "none");
    choice.addEventListener("change", () => set("beside", choice.value));
    return (letter, beside) => {
      letters.forEach((one, i) => {
        made[i].setAttribute("aria-pressed", String(one === letter));
      });
      choice.value = beside;
    };
  },
  say: ({ get }) => runsReadout(get("runs"), get("letter"), get("beside"), get("moment")),
  draw({ stage, palette, head, get }, width) {
    const [runs, letter, beside] = [get("runs"), get("letter"), get("beside")];
    head(letter, beside);
    stage.replaceChildren();
    stage.classList.add("gc-runs");
    const shown = [letter, beside].filter(Boolean);
    const together = shown.length > 1 && width >= 560;
    const room = together ? Math.floor((width - 20) / 2) : width;
    const across = Math.max(1, Math.floor(room / 240));
    const monitors = monitorsOf(runs);
    const all = shown.map((one) => monitors[one]);
    const markers = [];
    for (const one of shown) {
      const column = html(stage, "section", { class: "gc-run", "aria-label": `Run ${one}`, style: `width: ${room}px` });
      html(column, "p", { class: "gc-strong" }, `Run ${one}`);
      const strip = html(column, "div", { class: "gc-run-pictures" });
      const pictures = runs.pictures[one].map((address, i) => {
        const title = i ? `iteration ${runs.grids[i - 1]}` : "data, as D gets them";
        const figure = html(strip, "figure", {});
        html(figure, "img", {
          src: address,
          alt: `Run ${one}: ${i ? "sixteen samples, " : "sixteen images of the "}${title}`
        });
        html(figure, "figcaption", {}, title);
        return figure;
      });
      const grid = html(column, "div", { class: "gc-run-charts" });
      const each = Math.floor((room - 12 * (across - 1)) / across);
      for (const chart of CHARTS) markers.push(drawChart(grid, palette, chart, monitors[one], all, each));
      markers.push((moment) => {
        const now = monitors[one].iteration[moment];
        const latest = runs.grids.findLastIndex((grid2) => grid2 <= now) + 1;
        pictures.forEach((figure, i) => {
          figure.classList.toggle("gc-latest", i === latest);
        });
      });
    }
    return () => {
      for (const mark of markers) mark(Math.max(0, Math.min(runs.moments - 1, get("moment"))));
    };
  }
};
var runs_default = view(plan);
export {
  runs_default as default,
  monitorsOf,
  runsReadout
};
