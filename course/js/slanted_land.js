// The GAN of Slanted Land: thirteen lines as thick as their weights, the picture G paints, and what z does to it.

import { linear, number, pathThrough, range, svg } from "./dom.js";
import {
  columns,
  dash,
  disc,
  FAKE_DASHES,
  frame,
  legend,
  legendEntry,
  line,
  rows,
  stroke,
  ticks,
  view,
  words,
} from "./parts.js";

/** @typedef {import("./dom.js").Point} Point */
/** @typedef {{w: number[], b: number, v: number[], c: number[]}} Pair The weights of D (w, b) and of G (v, c). */
/**
 * @typedef {{epochs: number[] | null, pixels: string[], w: number[][], b: number[], v: number[][], c: number[][]}} Networks
 */
/** @typedef {{z: number, epoch: number, networks: Networks}} Traits */

/** @param {number} s */
function sigmoid(s) {
  const e = Math.exp(-Math.abs(s));
  return s >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/**
 * What G paints from z, what D says of it, and how far a pixel moves at most while z goes from 0 to 1.
 * @param {Pair} net
 * @param {number} z
 */
export function slantedLand(net, z) {
  const paint = (/** @type {number} */ t) => net.v.map((v, i) => sigmoid(v * t + net.c[i]));
  const pixels = paint(z);
  const [first, last] = [paint(0), paint(1)];
  return {
    pixels,
    said: sigmoid(net.w.reduce((sum, w, i) => sum + w * pixels[i], net.b)),
    reach: Math.max(...first.map((value, i) => Math.abs(last[i] - value))),
  };
}

/**
 * @param {number | null} epoch
 * @param {number} z
 * @param {ReturnType<typeof slantedLand>} at
 */
export function slantedLandReadout(epoch, z, at) {
  const when = epoch === null ? "" : `epoch ${epoch}, `;
  return (
    `${when}z = ${number(z, 2)}: G paints ${at.pixels.map((pixel) => number(pixel, 2)).join(", ")}; ` +
    `D says ${number(at.said, 3)}; from z = 0 to 1 a pixel changes by ${number(at.reach, 2)} at most`
  );
}

/**
 * The last pair that was recorded at or before an epoch.
 * @param {Networks} networks
 * @param {number} epoch
 */
export function pairAt({ epochs, w, b, v, c }, epoch) {
  let k = 0;
  if (epochs) while (k + 1 < epochs.length && epochs[k + 1] <= epoch) k += 1;
  return { epoch: epochs ? epochs[k] : null, w: w[k], b: b[k], v: v[k], c: c[k] };
}

/**
 * Dashes that stay dashes on thick lines.
 * @param {number} width
 */
const dashes = (width) => `${6 + 1.3 * width} ${3 + 0.4 * width}`;
const DIAGONAL = { colour: "generator", dashes: "none" };
const OFF_IT = { colour: "accent", dashes: FAKE_DASHES };
const LINES = [DIAGONAL, OFF_IT, OFF_IT, DIAGONAL]; // one for each pixel

/** @type {import("./parts.js").Plan<Traits, void>} */
const plan = {
  testid: "slanted-land-readout",
  moves: ["z", "epoch", "networks"],
  reel(get) {
    const { epochs } = get("networks");
    if (!epochs) return undefined;
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
    const width = Math.max(310, room); // where there is less room the picture shrinks as a whole
    const narrow = width < 560;
    const size = narrow ? 32 : 42; // of a pixel in the network
    const gap = narrow ? 20 : 22;
    const centres = [0, 1, 2, 3].map((i) => 30 + i * (size + gap) + size / 2);
    const middle = (centres[0] + centres[3]) / 2;
    const below = centres[3] + size / 2;
    const right = width - 14;
    const big = width < 430 ? 31 : narrow ? 46 : 66; // of a pixel of the screen
    const radius = narrow ? 20 : 26; // of what D says
    const screen = { x: right - 2 * big, y: middle - big };
    const layer = narrow ? 24 : 34;
    const pixels = 0.4 * width;
    const d = Math.min(0.66 * width, screen.x - radius - (narrow ? 20 : 32));
    const plot = { left: 40, right, top: below + 70, bottom: below + 70 + 104 };
    const height = plot.bottom + 44;
    const label =
      "A network: z and a bias lead to the four pixels that G paints, the pixels and a bias lead to what D says. " +
      "Thick lines are large weights, dashed ones negative. Beside it the pixels as a screen of two by two; below " +
      "it each pixel against z.";
    const shrunk = { width: room, height: (height * room) / width };
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

    /**
     * @param {number} left
     * @param {number} top
     * @param {number} side
     * @param {number} value
     * @param {string} name
     */
    function pixel(left, top, side, value, name) {
      const shade = Math.round(255 * (1 - value));
      const grey = { fill: `rgb(${shade},${shade},${shade})`, style: "stroke: var(--gc-faint)" };
      svg(svg(moving, "rect", { x: left, y: top, width: side, height: side, ...grey }), "title", {}, name);
      const place = { x: left + side / 2, y: top + side / 2 + 4.5, "text-anchor": "middle" };
      svg(moving, "text", { ...place, "font-size": 12.5, fill: value > 0.54 ? "white" : "black" }, number(value, 2));
    }

    /**
     * @param {Point} at
     * @param {number} r
     * @param {string} text
     */
    function node([cx, cy], r, text) {
      svg(moving, "circle", { cx, cy, r, style: "fill: var(--gc-page); stroke: var(--gc-ink); stroke-width: 1.4" });
      words(moving, "label", cx, cy + 4.5, text, "middle");
    }

    /**
     * @param {Point} from
     * @param {Point} to
     * @param {number} weight
     */
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
      /** @type {Point[]} */
      const [source, bias, judge, judgeBias] = [
        [layer, centres[1] - 12],
        [layer, centres[2] + 22],
        [d, middle],
        [(pixels + d) / 2 + 18, below + 16],
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
        pixel(screen.x + (i % 2) * big, screen.y + Math.floor(i / 2) * big, big, value, name);
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
  },
};

export default view(plan);
