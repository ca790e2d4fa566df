// The one player of the course: play, pause, one back, one on, and a slider. It knows nothing of what is shown.

import { button, rename } from "./buttons.js";
import { html } from "./dom.js";

const CALM = 500; // milliseconds from frame to frame, at least, for whoever wants less motion

/**
 * What is played.
 * @typedef {object} Reel
 * @property {string} noun What one place is called beside the slider.
 * @property {number} first
 * @property {number} last
 * @property {number} [step] From place to place.
 * @property {number} interval Milliseconds from place to place.
 */

/**
 * @param {HTMLElement} parent
 * @param {Reel} reel
 * @param {(at: number, playing: boolean) => void} show Called when somebody moves it, and when it plays.
 */
export function player(parent, reel, show) {
  const bar = html(parent, "div", {
    class: "gc-toolbar gc-player",
    role: "toolbar",
    "aria-label": `Play every ${reel.noun}`,
  });
  let { first, last, noun } = reel;
  const step = reel.step ?? 1;
  const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const wait = calm ? Math.max(CALM, reel.interval) : reel.interval;
  let at = first;
  let playing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const play = button(bar, "Play", "player-play", () => run(!playing), "play");
  play.classList.add("gc-primary");
  button(bar, `one ${noun} back`, "player-back", () => move(at - step, false), "back", true);
  button(bar, `one ${noun} on`, "player-on", () => move(at + step, false), "step", true);
  const slider = html(bar, "input", {
    type: "range", min: first, max: last, step, class: "gc-scrub", "aria-label": noun, "data-testid": "player-scrub",
  }); // biome-ignore format: one line for what is alike
  const words = html(bar, "output", { class: "gc-small gc-player-at" });
  slider.addEventListener("input", () => move(Number(slider.value), false));

  function say() {
    rename(play, playing ? "Pause" : "Play", playing ? "pause" : "play");
    slider.value = String(at);
    const text = `${noun} ${at} of ${last}`;
    slider.setAttribute("aria-valuetext", text);
    words.textContent = text;
  }
  /** @param {number} to @param {boolean} on */
  function move(to, on) {
    clearTimeout(timer);
    at = Math.max(first, Math.min(last, to));
    playing = on && at < last;
    say();
    show(at, playing);
    if (playing) timer = setTimeout(() => move(at + step, true), wait);
  }
  /** @param {boolean} on */
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
    },
  };
}
