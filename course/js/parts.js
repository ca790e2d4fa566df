// What the views are made of: their life in the page, and the parts of a picture that all of them have.

import { html, keepKeys, linear, number, onWidth, range, svg } from "./dom.js";
import { player } from "./player.js";

/** @typedef {import("./dom.js").Attributes} Attributes */
/** @typedef {import("./dom.js").Point} Point */
/** @typedef {import("./dom.js").Scale} Scale */
/** @typedef {Record<string, string>} Palette Colours from plots.py, by name. */
/** @typedef {[number, string][]} Ticks Where, and what is written there. */
/**
 * How a line looks: its colour by name, its dashes, and its name in the legend.
 * @typedef {{colour: string, dashes: string, name: string, width?: number, square?: boolean}} Line
 */
/**
 * Left, right, top and bottom of a plot, in pixels.
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 */

export const FAKE_DASHES = "6 3.5";
export const HAIRLINE = "4 3";

// ---- the life of a view ---------------------------------------------------------------------------------------------

/**
 * What a view has at hand.
 * @template T The traits of its widget.
 * @template H What its head gave back.
 * @typedef {object} Context
 * @property {HTMLElement} el The whole view.
 * @property {HTMLElement} stage The place of the picture.
 * @property {HTMLElement} readout The place of the sentence.
 * @property {Palette} palette
 * @property {H} head
 * @property {HTMLElement} foot What the plan's foot gave back.
 * @property {<K extends keyof T>(name: K) => T[K]} get The value of a trait.
 * @property {<K extends keyof T>(name: K, value: T[K]) => void} set Another value, in the kernel as well.
 */
/**
 * What makes a view.
 * @template T
 * @template H
 * @typedef {object} Plan
 * @property {string} testid Of the read-out, for the tests in the browser.
 * @property {(keyof T & string)[]} moves Traits that move something in the picture.
 * @property {(keyof T & string)[]} [redraws] Traits that need another picture.
 * @property {(context: Pick<Context<T, H>, "el" | "palette" | "get" | "set">) => H} [head]
 *   What stands above the picture, such as a legend; it is called once, and what it gives back is kept for the others.
 * @property {(get: Context<T, H>["get"]) => (import("./player.js").Reel & {moves: keyof T & string}) | undefined} [reel]
 *   What a player above the picture plays: the values of one trait, in the browser alone.
 * @property {(el: HTMLElement) => HTMLElement} [foot] What stands below the sentence.
 * @property {(context: Context<T, H>) => string | undefined} say The sentence, as the traits are now.
 * @property {(context: Context<T, H>, width: number) => (() => void) | void} draw
 *   Draws what stands still, and gives back what draws the rest, again at each move.
 */

/**
 * A view for anywidget: it draws when it gets a width, moves when a trait changes, and speaks of every change.
 * @template T
 * @template H
 * @param {Plan<T, H>} plan
 */
export function view({ testid, moves, redraws = [], head, reel, foot, say, draw }) {
  /** @param {{model: import("@anywidget/types").AnyModel, el: HTMLElement}} given */
  function render({ model, el }) {
    const get = /** @type {Context<T, H>["get"]} */ ((name) => model.get(/** @type {string} */ (name)));
    const palette = /** @type {Palette} */ (model.get("palette"));
    el.classList.add("gc-view");
    keepKeys(el);
    /** @type {Context<T, H>["set"]} */
    const set = (name, value) => {
      model.set(/** @type {string} */ (name), value);
      model.save_changes();
    };
    const start = { el, palette, get, set };
    const film = reel?.(get);
    const played =
      film &&
      player(el, film, (at, playing) => {
        // While it plays a screen reader would never come to the end of a sentence.
        readout.setAttribute("aria-live", playing ? "off" : "polite");
        set(film.moves, /** @type {any} */ (at));
      });
    const above = /** @type {H} */ (head?.(start));
    const stage = html(el, "div", { class: "gc-stage" });
    const spoken = { class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": testid };
    const readout = html(el, "p", spoken);
    const below = /** @type {HTMLElement} */ (foot?.(el));
    const context = { ...start, stage, readout, head: above, foot: below };
    /** @type {(() => void) | void} */
    let moving;
    let width = 0;

    function move() {
      if (film) played?.set(Number(get(film.moves)), reel?.(get)?.last);
      const sentence = say(context);
      // A screen reader speaks only of changes.
      if (sentence !== undefined && readout.textContent !== sentence) readout.textContent = sentence;
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

/**
 * The player of a widget whose trait `frames` has one value for each place of its trait `frame`.
 * @template {{frame: number, frames: unknown[], noun: string, interval: number}} T
 * @param {<K extends keyof T>(name: K) => T[K]} get
 */
export const framesReel = (get) => ({
  moves: /** @type {const} */ ("frame"),
  noun: get("noun"),
  first: 0,
  last: get("frames").length - 1,
  interval: get("interval"),
});

/**
 * The frame that a slider or a player has come to; the last one where it has gone too far.
 * @template F
 * @param {F[]} frames
 * @param {number} at
 * @returns {F | undefined}
 */
export const frameAt = (frames, at) => frames[Math.max(0, Math.min(frames.length - 1, at))];

// ---- legends --------------------------------------------------------------------------------------------------------

/** @param {Element} el */
export const legend = (el) => html(el, "div", { class: "gc-legend" });

/**
 * One entry of a legend: a small drawing and its words, which are given back.
 * @param {Element} parent
 * @param {(swatch: SVGElement) => void} draw On 30 × 14 pixels.
 * @param {string} text
 */
export function legendEntry(parent, draw, text) {
  const entry = html(parent, "span", { class: "gc-legend-entry" });
  draw(svg(entry, "svg", { class: "gc-swatch", width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" }));
  return html(entry, "span", {}, text);
}

/**
 * A line across a swatch.
 * @param {Element} swatch
 * @param {string} stroke
 * @param {number} [width]
 * @param {Attributes} [more]
 */
export const dash = (swatch, stroke, width = 2.5, more = {}) =>
  svg(swatch, "line", { x1: 0, x2: 30, y1: 7, y2: 7, stroke, "stroke-width": width, ...more });

/**
 * A legend with one entry for each line, and its mark where it has one; the words are given back.
 * @param {Element} el
 * @param {Palette} palette
 * @param {Line[]} lines
 */
export function lineLegend(el, palette, lines) {
  const parent = legend(el);
  return lines.map(({ colour, dashes, name, width, square }) =>
    legendEntry(
      parent,
      (swatch) => {
        dash(swatch, palette[colour], width, { "stroke-dasharray": dashes });
        if (square !== undefined) mark(swatch, square, palette[colour], 15, 7);
      },
      name,
    ),
  );
}

// ---- parts of a picture ---------------------------------------------------------------------------------------------

/**
 * An empty picture in place of the last one.
 * @param {HTMLElement} stage
 * @param {number} width
 * @param {number} height
 * @param {string} label What a screen reader says of it.
 * @param {Attributes} [more]
 */
export function frame(stage, width, height, label, more = {}) {
  stage.replaceChildren();
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, class: "gc-picture" };
  return svg(stage, "svg", { ...size, role: "img", "aria-label": label, ...more });
}

/**
 * @param {number[]} values
 * @param {number | string[]} [names] Digits, or what is written instead of the values.
 * @returns {Ticks}
 */
export const ticks = (values, names) =>
  values.map((value, i) => [value, typeof names === "number" ? number(value, names) : (names?.[i] ?? String(value))]);

/**
 * A line between two points.
 * @param {Element} parent
 * @param {Point} from
 * @param {Point} to
 * @param {Attributes} look
 */
export const line = (parent, [x1, y1], [x2, y2], look) => svg(parent, "line", { x1, y1, x2, y2, ...look });

/**
 * Words at a point, as gc-label, gc-tick or gc-note.
 * @param {Element} parent
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {"start" | "middle" | "end"} [anchor]
 */
export const words = (parent, kind, x, y, text, anchor) =>
  svg(parent, "text", { x, y, class: `gc-${kind}`, ...(anchor && { "text-anchor": anchor }) }, text);

/**
 * Lines across a plot, each with its value on the left.
 * @param {Element} parent
 * @param {{left: number, right: number}} box
 * @param {Scale} y
 * @param {Ticks} at
 * @param {number} [gap] Between a value and its line.
 * @param {number} [axis] The value whose line is an axis.
 */
export function rows(parent, { left, right }, y, at, gap = 8, axis = 0) {
  for (const [value, name] of at) {
    line(parent, [left, y(value)], [right, y(value)], { class: value === axis ? "gc-axis" : "gc-grid" });
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}

/**
 * Values below a plot, each with a short line up to it.
 * @param {Element} parent
 * @param {Scale} x
 * @param {number} bottom
 * @param {Ticks} at
 */
export function columns(parent, x, bottom, at) {
  for (const [value, name] of at) {
    line(parent, [x(value), bottom], [x(value), bottom + 5], { class: "gc-axis" });
    words(parent, "tick", x(value), bottom + 18, name, "middle");
  }
}

/**
 * Values below a plot, without lines.
 * @param {Element} parent
 * @param {Scale} x
 * @param {number} y
 * @param {Ticks} at
 */
export function values(parent, x, y, at) {
  for (const [value, name] of at) words(parent, "tick", x(value), y, name, "middle");
}

/** @param {number} width */
export const tenths = (width) => ticks(width < 420 ? [0, 0.5, 1] : [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);

/**
 * A hairline where something is to be compared with.
 * @param {Element} parent
 * @param {Palette} palette
 * @param {Point} from
 * @param {Point} to
 */
export const reference = (parent, palette, from, to) =>
  line(parent, from, to, { stroke: palette.reference, "stroke-dasharray": HAIRLINE, "stroke-width": 1.25 });

/**
 * How a curve of this line is drawn.
 * @param {Palette} palette
 * @param {Pick<Line, "colour" | "dashes">} line
 * @param {string} [kind]
 */
export const stroke = (palette, { colour, dashes }, kind = "curve") => ({
  stroke: palette[colour],
  "stroke-dasharray": dashes,
  class: `gc-${kind}`,
});

/**
 * A disc.
 * @param {Element} parent
 * @param {string} fill
 * @param {number} cx
 * @param {number} cy
 * @param {number} [r]
 */
export const disc = (parent, fill, cx, cy, r = 6.5) => svg(parent, "circle", { cx, cy, r, fill, class: "gc-marker" });

/**
 * A square or a disc: two things differ in shape as well as in colour.
 * @param {Element} parent
 * @param {boolean | undefined} square
 * @param {string} fill
 * @param {number} x
 * @param {number} y
 */
export function mark(parent, square, fill, x, y) {
  if (!square) return disc(parent, fill, x, y);
  const corner = { x: x - 5.75, y: y - 5.75, width: 11.5, height: 11.5 };
  return svg(parent, "rect", { ...corner, fill, class: "gc-marker" });
}

/**
 * A square of the plane, from −most to most both ways: where it is, and its scales.
 * @param {number} left
 * @param {number} top
 * @param {number} size
 * @param {number} most
 * @returns {Box & {size: number, x: Scale, y: Scale}}
 */
export function square(left, top, size, most) {
  const [right, bottom] = [left + size, top + size];
  const [x, y] = [linear([-most, most], [left, right]), linear([-most, most], [bottom, top])];
  return { left, right, top, bottom, size, x, y };
}

/**
 * Whole numbers below a square of the plane and on its left.
 * @param {Element} parent
 * @param {ReturnType<typeof square>} plane
 * @param {number} most
 * @param {number} drop
 * @param {number} gap
 */
export function squareTicks(parent, { left, bottom, x, y }, most, drop, gap) {
  for (const [value, name] of ticks(range(-most, most), 0)) {
    words(parent, "tick", x(value), bottom + drop, name, "middle");
    words(parent, "tick", left - gap, y(value) + 4, name, "end");
  }
}
