// Made by "make js" from course/js: buttons.js die.js dom.js parts.js player.js; sources 52df91bd8f9523d1a4421d305e85f1dfa92e511a7a439c8823186d9003f09b6a, bundle b0eac5a1a676c7e6931772a5c4137745fb883702ffec9bc7bde33813d11aecb1
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
function range(from, to, step = 1) {
  const values = [];
  for (let value = from; value <= to + 1e-9; value += step) values.push(value);
  return values;
}
function linear([from, to], [start, end]) {
  return (value) => start + (value - from) / (to - from) * (end - start);
}
function logarithmic([from, to], pixels) {
  const scale = linear([Math.log(from), Math.log(to)], pixels);
  return (value) => scale(Math.log(value));
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
      const sentence = say(context);
      if (sentence !== void 0 && readout.textContent !== sentence) readout.textContent = sentence;
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
var dash = (swatch, stroke, width = 2.5, more = {}) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke, "stroke-width": width, ...more });
function frame(stage, width, height, label, more = {}) {
  stage.replaceChildren();
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  return svg(stage, "svg", { ...size, role: "img", "aria-label": label, ...more });
}
var ticks = (values, names) => values.map((value, i) => [value, typeof names === "number" ? number(value, names) : names?.[i] ?? String(value)]);
var line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });
var words = (parent, kind, x, y, text, anchor) => svg(parent, "text", { x, y, class: `gc-${kind}`, ...anchor && { "text-anchor": anchor } }, text);
function rows(parent, { left, right }, y, at, gap = 8, axis = 0) {
  for (const [value, name] of at) {
    line(parent, [left, y(value)], [right, y(value)], { class: value === axis ? "gc-axis" : "gc-grid" });
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}
var reference = (parent, palette, from, to) => line(parent, from, to, { stroke: palette.reference, "stroke-dasharray": HAIRLINE, "stroke-width": 1.25 });
var disc = (parent, fill, cx, cy, r = 6.5) => svg(parent, "circle", { cx, cy, r, fill, class: "gc-marker" });

// die.js
var TIE = 1e-12;
function plain(x) {
  return number(x, 4).replace(/0+$/, "").replace(/\.$/, "");
}
function isOutside(mean, expected, sigma, n) {
  return Math.abs(mean - expected) > 2 * sigma / Math.sqrt(n) + TIE;
}
function dieReadout(n, mean, expected, sigma) {
  const distance = Math.abs(mean - expected);
  const allowed = 2 * sigma / Math.sqrt(n);
  const onTarget = distance < 1e-9;
  let digits = 2;
  const unclear = () => [number(0, digits), number(allowed, digits)].includes(number(distance, digits));
  while (digits < 6 && !onTarget && unclear()) digits += 1;
  const where = onTarget ? `exactly ${plain(expected)}` : `${number(distance, digits)} ${mean > expected ? "above" : "below"} ${plain(expected)}`;
  const start = `after ${n} ${n === 1 ? "roll" : "rolls"} the mean is ${number(mean, digits)}, ${where}; `;
  const width = `±${number(allowed, digits)}`;
  if (!isOutside(mean, expected, sigma, n)) return `${start}the funnel allows ${width}`;
  return `${start}that is outside the funnel, which allows ${width}`;
}
function rollAt({ means, expected, sigma }, at) {
  const n = Math.max(1, Math.min(means.length, at));
  return { n, mean: means[n - 1], outside: isOutside(means[n - 1], expected, sigma, n) };
}
function strayStretches({ means, expected, sigma }) {
  const stretches = [];
  for (const n of range(1, means.length)) {
    if (!isOutside(means[n - 1], expected, sigma, n)) continue;
    const current = stretches.at(-1);
    if (current?.at(-1) === n - 1) current.push(n);
    else stretches.push([n]);
  }
  return stretches;
}
var plan = {
  testid: "die-readout",
  moves: ["n"],
  redraws: ["run"],
  head({ el, palette }) {
    const parent = legend(el);
    const band = { fill: palette.reference, stroke: palette.reference, class: "gc-band" };
    legendEntry(parent, (s) => dash(s, palette.real), "mean of the first n rolls");
    legendEntry(parent, (s) => svg(s, "rect", { x: 0, y: 1, width: 30, height: 12, ...band }), "funnel E ± 2·SD/√n");
    legendEntry(parent, (s) => dash(s, palette.fake, 5), "outside it");
    return html(parent, "span", { class: "gc-seed", "data-testid": "die-seed" });
  },
  say({ get, head: seed, readout }) {
    const run = get("run");
    const { n, mean, outside } = rollAt(run, get("n"));
    readout.classList.toggle("gc-outside", outside);
    seed.textContent = `seed ${run.seed}`;
    return dieReadout(n, mean, run.expected, run.sigma);
  },
  draw({ stage, palette, get }, width) {
    const run = get("run");
    const { means, expected, sigma } = run;
    const count = means.length;
    const [left, right] = [34, width - 66];
    const upper = { left, right, top: 32, bottom: 32 + Math.round(Math.min(250, Math.max(180, 0.34 * width))) };
    const lower = { left, right, top: upper.bottom + 40, bottom: upper.bottom + 40 + 104 };
    const height = lower.bottom + 44;
    const x = logarithmic([1, count], [left, right]);
    const y = linear([1, 6], [upper.bottom, upper.top]);
    const z = linear([-4, 4], [lower.bottom, lower.top]);
    const half = (n) => 2 * sigma / Math.sqrt(n);
    const standard = (n) => 2 * (means[n - 1] - expected) / half(n);
    const label = `The running mean of ${count} rolls against n on a log scale, with the funnel from E − 2·SD/√n to E + 2·SD/√n around E = ${plain(expected)}; below, the distance from E in units of SD/√n, with the funnel from −2 to 2.`;
    const root = frame(stage, width, height, label);
    rows(root, upper, y, ticks(range(1, 6)), 8, 1);
    rows(root, lower, z, ticks(range(-4, 4, 2), 0), 8, -4);
    for (const n of width < 540 ? [1, 10, 100, 1e3] : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3]) {
      if (n > count) continue;
      for (const { bottom } of [upper, lower]) line(root, [x(n), bottom], [x(n), bottom + 5], { class: "gc-axis" });
      words(root, "tick", x(n), lower.bottom + 18, String(n), "middle");
    }
    words(root, "label", 4, 15, "mean (pips)");
    words(root, "label", 4, lower.top - 13, "distance of the mean from E, in units of SD/√n");
    words(root, "label", (left + right) / 2, height - 6, "n, rolls so far (log scale)", "middle");
    const above = clipTo(root, left, upper.top, right - left, upper.bottom - upper.top);
    const below = clipTo(root, left, lower.top, right - left, lower.bottom - lower.top);
    const some = range(0, 199).map((i) => count ** (i / 199));
    const edge = (sign) => some.map((n) => (
      /** @type {Point} */
      [x(n), y(expected + sign * half(n))]
    ));
    const band = { fill: palette.reference, stroke: palette.reference, class: "gc-band" };
    svg(above, "path", { ...band, d: `${pathThrough([...edge(1), ...edge(-1).reverse()])}Z` });
    svg(below, "rect", { ...band, x: left - 2, width: right - left + 4, y: z(2), height: z(-2) - z(2) });
    reference(above, palette, [left, y(expected)], [right, y(expected)]);
    reference(below, palette, [left, z(0)], [right, z(0)]);
    const all = range(1, count);
    const tracks = [
      { group: above, points: all.map((n) => (
        /** @type {Point} */
        [x(n), y(means[n - 1])]
      )) },
      { group: below, points: all.map((n) => (
        /** @type {Point} */
        [x(n), z(standard(n))]
      )) }
    ];
    for (const { group, points } of tracks)
      svg(group, "path", { d: pathThrough(points), stroke: palette.real, class: "gc-ahead" });
    const strays = strayStretches(run);
    const moving = tracks.map(({ group }) => svg(group, "g"));
    const dots = svg(root, "g");
    words(root, "tick", right + 6, y(expected) + 4, `E = ${plain(expected)}`);
    words(root, "tick", right + 6, z(2) + 4, "+2·SD/√n");
    words(root, "tick", right + 6, z(-2) + 4, "−2·SD/√n");
    return () => {
      const { n, mean, outside } = rollAt(run, get("n"));
      tracks.forEach(({ points }, i) => {
        moving[i].replaceChildren();
        svg(moving[i], "path", { d: pathThrough(points.slice(0, n)), stroke: palette.real, class: "gc-track" });
        for (const stretch of strays) {
          const past = stretch.filter((k) => k <= n);
          if (!past.length) continue;
          const d = pathThrough(past.map((k) => points[k - 1]));
          svg(moving[i], "path", { d: past.length > 1 ? d : `${d}l0,0`, stroke: palette.fake, class: "gc-stray" });
        }
      });
      dots.replaceChildren();
      line(dots, [x(n), upper.top], [x(n), lower.bottom], { class: "gc-guide" });
      for (const at of [y(mean), z(Math.max(-4, Math.min(4, standard(n))))]) {
        const corner = { x: x(n) - 6, y: at - 6, width: 12, height: 12, transform: `rotate(45 ${x(n)} ${at})` };
        if (outside) svg(dots, "rect", { ...corner, fill: palette.fake, class: "gc-marker" });
        else disc(dots, palette.real, x(n), at);
      }
    };
  }
};
var die_default = view(plan);
export {
  die_default as default,
  dieReadout,
  isOutside
};
