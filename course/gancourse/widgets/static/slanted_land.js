// Made by "make js" from course/js: buttons.js dom.js parts.js player.js slanted_land.js; sources bcbecda41a9bc90d0078a9599cc9137a47a8cea62c4fa864ad469a72c968e01c, bundle 150abc4b7807d72a0014f07b9b2031bb23151d1cbf24f2e51c5d620b60e84ac1
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
var dash = (swatch, stroke2, width = 2.5, more = {}) => svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke: stroke2, "stroke-width": width, ...more });
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
function columns(parent, x, bottom, at) {
  for (const [value, name] of at) {
    line(parent, [x(value), bottom], [x(value), bottom + 5], { class: "gc-axis" });
    words(parent, "tick", x(value), bottom + 18, name, "middle");
  }
}
var stroke = (palette, { colour, dashes: dashes2 }, kind = "curve") => ({
  stroke: palette[colour],
  "stroke-dasharray": dashes2,
  class: `gc-${kind}`
});
var disc = (parent, fill, cx, cy, r = 6.5) => svg(parent, "circle", { cx, cy, r, fill, class: "gc-marker" });

// slanted_land.js
function sigmoid(s) {
  const e = Math.exp(-Math.abs(s));
  return s >= 0 ? 1 / (1 + e) : e / (1 + e);
}
function slantedLand(net, z) {
  const paint = (t) => net.v.map((v, i) => sigmoid(v * t + net.c[i]));
  const pixels = paint(z);
  const [first, last] = [paint(0), paint(1)];
  return {
    pixels,
    said: sigmoid(net.w.reduce((sum, w, i) => sum + w * pixels[i], net.b)),
    reach: Math.max(...first.map((value, i) => Math.abs(last[i] - value)))
  };
}
function slantedLandReadout(epoch, z, at) {
  const when = epoch === null ? "" : `epoch ${epoch}, `;
  return `${when}z = ${number(z, 2)}: G paints ${at.pixels.map((pixel) => number(pixel, 2)).join(", ")}; D says ${number(at.said, 3)}; from z = 0 to 1 a pixel changes by ${number(at.reach, 2)} at most`;
}
function pairAt({ epochs, w, b, v, c }, epoch) {
  let k = 0;
  if (epochs) while (k + 1 < epochs.length && epochs[k + 1] <= epoch) k += 1;
  return { epoch: epochs ? epochs[k] : null, w: w[k], b: b[k], v: v[k], c: c[k] };
}
var dashes = (width) => `${6 + 1.3 * width} ${3 + 0.4 * width}`;
var DIAGONAL = { colour: "generator", dashes: "none" };
var OFF_IT = { colour: "accent", dashes: FAKE_DASHES };
var LINES = [DIAGONAL, OFF_IT, OFF_IT, DIAGONAL];
var plan = {
  testid: "slanted-land-readout",
  moves: ["z", "epoch", "networks"],
  reel(get) {
    const { epochs } = get("networks");
    if (!epochs) return void 0;
    const step = Math.min(...epochs.slice(1).map((epoch, i) => epoch - epochs[i]));
    return { moves: "epoch", noun: "epoch", first: epochs[0], last: epochs[epochs.length - 1], step, interval: 80 };
  },
  head({ el, palette }) {
    const parent = legend(el);
    const thicker = { d: "M0,7L30,3V11Z", style: "fill: var(--gc-faint)" };
    const { generator, accent } = palette;
    legendEntry(parent, (s) => dash(s, palette.real, 3.5), "positive weight");
    legendEntry(parent, (s) => dash(s, palette.fake, 3.5, { "stroke-dasharray": dashes(2) }), "negative weight");
    legendEntry(parent, (s) => svg(s, "path", thicker), "thicker: larger");
    legendEntry(parent, (s) => dash(s, generator), "pixels on the diagonal");
    legendEntry(parent, (s) => dash(s, accent, 2.5, { "stroke-dasharray": FAKE_DASHES }), "pixels off it");
  },
  say({ get }) {
    const net = pairAt(get("networks"), get("epoch"));
    return slantedLandReadout(net.epoch, get("z"), slantedLand(net, get("z")));
  },
  draw({ stage, palette, get }, room) {
    const width = Math.max(310, room);
    const narrow = width < 560;
    const size = narrow ? 32 : 42;
    const gap = narrow ? 20 : 22;
    const centres = [0, 1, 2, 3].map((i) => 30 + i * (size + gap) + size / 2);
    const middle = (centres[0] + centres[3]) / 2;
    const below = centres[3] + size / 2;
    const right = width - 14;
    const big = width < 430 ? 31 : narrow ? 46 : 66;
    const radius = narrow ? 20 : 26;
    const screen = { x: right - 2 * big, y: middle - big };
    const layer = narrow ? 24 : 34;
    const pixels = 0.4 * width;
    const d = Math.min(0.66 * width, screen.x - radius - (narrow ? 20 : 32));
    const plot = { left: 40, right, top: below + 70, bottom: below + 70 + 104 };
    const height = plot.bottom + 44;
    const label = "A network: z and a bias lead to the four pixels that G paints, the pixels and a bias lead to what D says. Thick lines are large weights, dashed ones negative. Beside it the pixels as a screen of two by two; below it each pixel against z.";
    const shrunk = { width: room, height: height * room / width };
    const root = frame(stage, width, height, label, shrunk);
    const x = linear([0, 1], [plot.left, plot.right]);
    const y = linear([0, 1], [plot.bottom, plot.top]);
    rows(root, plot, y, ticks([0, 0.5, 1]));
    columns(root, x, plot.bottom, ticks([0, 0.25, 0.5, 0.75, 1]));
    words(root, "label", 4, plot.top - 13, "each pixel against z (0 white, 1 black)");
    words(root, "label", (plot.left + plot.right) / 2, height - 6, "z", "middle");
    words(root, "label", pixels, 16, "G paints", "middle");
    words(root, "label", screen.x + big, screen.y - 12, "as a screen", "middle");
    const moving = svg(root, "g");
    function pixel(left, top, side, value, name) {
      const shade = Math.round(255 * (1 - value));
      const grey = { fill: `rgb(${shade},${shade},${shade})`, style: "stroke: var(--gc-faint)" };
      svg(svg(moving, "rect", { x: left, y: top, width: side, height: side, ...grey }), "title", {}, name);
      const place = { x: left + side / 2, y: top + side / 2 + 4.5, "text-anchor": "middle" };
      svg(moving, "text", { ...place, "font-size": 12.5, fill: value > 0.54 ? "white" : "black" }, number(value, 2));
    }
    function node([cx, cy], r, text) {
      svg(moving, "circle", { cx, cy, r, style: "fill: var(--gc-page); stroke: var(--gc-ink); stroke-width: 1.4" });
      words(moving, "label", cx, cy + 4.5, text, "middle");
    }
    function edge(from, to, weight) {
      const thickness = Math.min(11, 0.9 + 2.6 * Math.abs(weight));
      const look = { "stroke-width": thickness, stroke: weight < 0 ? palette.fake : palette.real };
      line(moving, from, to, weight < 0 ? { ...look, "stroke-dasharray": dashes(thickness) } : look);
    }
    return () => {
      const [networks, z] = [get("networks"), get("z")];
      const net = pairAt(networks, get("epoch"));
      const at = slantedLand(net, z);
      moving.replaceChildren();
      const [source, bias, judge, judgeBias] = [
        [layer, centres[1] - 12],
        [layer, centres[2] + 22],
        [d, middle],
        [(pixels + d) / 2 + 18, below + 16]
      ];
      centres.forEach((centre, i) => {
        edge(source, [pixels - size / 2, centre], net.v[i]);
        edge(bias, [pixels - size / 2, centre], net.c[i]);
        edge([pixels + size / 2, centre], judge, net.w[i]);
      });
      edge(judgeBias, judge, net.b);
      node(source, 21, number(z, 2));
      node(bias, 14, "1");
      node(judgeBias, 12, "1");
      node(judge, radius, number(at.said, 2));
      words(moving, "note", source[0], source[1] - 29, "z", "middle");
      words(moving, "note", bias[0], bias[1] + 30, "bias", "middle");
      words(moving, "note", judgeBias[0] - 32, judgeBias[1] + 5, "bias", "middle");
      words(moving, "note", judge[0], judge[1] - radius - 9, "D says", "middle");
      at.pixels.forEach((value, i) => {
        const name = `${networks.pixels[i]}: ${number(value, 2)}`;
        pixel(pixels - size / 2, centres[i] - size / 2, size, value, name);
        pixel(screen.x + i % 2 * big, screen.y + Math.floor(i / 2) * big, big, value, name);
      });
      const painted = range(0, 40).map((i) => ({ t: i / 40, pixels: slantedLand(net, i / 40).pixels }));
      LINES.forEach((look, i) => {
        const curve = pathThrough(painted.map((one) => [x(one.t), y(one.pixels[i])]));
        svg(moving, "path", { d: curve, ...stroke(palette, look) });
      });
      line(moving, [x(z), y(0)], [x(z), y(1)], { class: "gc-guide" });
      LINES.forEach(({ colour }, i) => {
        disc(moving, palette[colour], x(z), y(at.pixels[i]), 5.5);
      });
    };
  }
};
var slanted_land_default = view(plan);
export {
  slanted_land_default as default,
  pairAt,
  slantedLand,
  slantedLandReadout
};
