// Buttons, settings and switches. They say what is wished for; what is the case comes back as the state.

import { button as plain, rename } from "../buttons.js";
import { html } from "../dom.js";

/** @typedef {Record<string, string | number | number[][]>} Settings */
/**
 * @typedef {object} State
 * @property {boolean} playing
 * @property {boolean} slow
 * @property {number} speed Iterations in a second, 0 for as many as there can be.
 * @property {string} held Where it is held, between two moments or inside an iteration.
 * @property {string} error
 * @property {string} printed
 * @property {number} iteration
 * @property {Settings} settings
 * @property {string} text The sentence.
 * @property {string} [refused] Why the last change was refused.
 */
/**
 * @typedef {object} Choices
 * @property {string[]} data
 * @property {Record<string, Record<string, string>>} named Settings with names for their values.
 * @property {Record<string, [number, number, boolean]>} ranges Lowest, highest, and whether whole.
 * @property {number} extent Half of the window.
 * @property {{frames: number, interval: number}} [reel] It is a recording, of so many frames: nothing can be changed.
 */
/** @typedef {(message: Record<string, unknown>) => void} Send */

/** @typedef {import("./charts.js").Explain} Explain */

const LABELS = /** @type {const} */ ([
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
  ["seed", "seed"],
]);
const SPEEDS = /** @type {const} */ ([
  [0, "as fast as it can"],
  [100, "100 a second"],
  [20, "20 a second"],
  [5, "5 a second"],
  [1, "1 a second"],
]);
export const AGAIN = "Other networks, or another seed: the game begins again.";
const BEGINS_AGAIN = ["start", "layers", "width", "noise_dim", "pack", "seed"];

/**
 * The row of buttons; what is given back makes them say what is the case.
 * @param {HTMLElement} parent
 * @param {Send} send
 */
export function toolbar(parent, send) {
  const bar = html(parent, "div", { class: "gc-toolbar", role: "toolbar", "aria-label": "Playground" });
  let playing = false;
  const button = (
    /** @type {string} */ name,
    /** @type {string} */ id,
    /** @type {() => void} */ press,
    icon = /** @type {import("../buttons.js").Icon | undefined} */ (undefined),
  ) => plain(bar, name, `playground-${id}`, press, icon);
  const play = button("Play", "play", () => send({ do: playing ? "pause" : "play" }), "play");
  const step = button("Step", "step", () => send({ do: "step" }), "step");
  const stepD = button("Step of D", "step-d", () => send({ do: "step", player: "D" }));
  const stepG = button("Step of G", "step-g", () => send({ do: "step", player: "G" }));
  const slow = button("Slow motion", "slow", () =>
    send({ do: "slow", on: slow.getAttribute("aria-pressed") !== "true" }),
  );
  button("Restart", "restart", () => send({ do: "restart" }), "restart");
  const stop = button("Stop", "stop", () => send({ do: "stop" }), "stop");
  play.classList.add("gc-primary");
  play.title = "Space, with the focus on the plane";
  stop.title = "End the iteration that is running, wherever it is";

  return (/** @type {State} */ state) => {
    playing = state.playing;
    rename(play, playing ? "Pause" : "Play", playing ? "pause" : "play");
    rename(step, state.held ? "Next moment" : "Step", "step");
    slow.setAttribute("aria-pressed", String(state.slow));
    step.disabled = playing;
    stepD.disabled = stepG.disabled = playing || state.held !== "";
    stop.disabled = !(playing || state.held);
  };
}

/**
 * Every setting with its name; numbers are sent when they are complete.
 * @param {HTMLElement} parent
 * @param {Choices} choices
 * @param {Send} send
 * @param {Explain} explain
 */
export function settingsPanel(parent, choices, send, explain) {
  const panel = html(parent, "details", { class: "gc-settings" });
  html(panel, "summary", {}, "Settings: they may be changed while it runs");
  const grid = html(panel, "div", { class: "gc-settings-grid" });
  /** @type {Record<string, HTMLSelectElement | HTMLInputElement>} */
  const controls = {};

  /** @param {string} name @param {string} label */
  function labelled(name, label) {
    const entry = html(grid, "div", { class: "gc-setting" });
    explain(entry, name === "data" ? "dataset" : name, label, grid);
    if (BEGINS_AGAIN.includes(name)) entry.title = AGAIN;
    return entry;
  }
  /**
   * @param {HTMLElement} entry @param {string} name @param {string} label
   * @param {(readonly [string | number, string])[]} options
   */
  function select(entry, name, label, options) {
    const made = html(entry, "select", { "data-testid": `playground-${name}`, "aria-label": label });
    for (const [value, text] of options) html(made, "option", { value }, text);
    return made;
  }
  for (const [name, label] of LABELS) {
    const entry = labelled(name, label);
    const named = name === "data" ? Object.fromEntries(choices.data.map((one) => [one, one])) : choices.named[name];
    const control = named
      ? select(entry, name, label, Object.entries(named))
      : html(entry, "input", { type: "number", "data-testid": `playground-${name}`, "aria-label": label });
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

  return (/** @type {State} */ state) => {
    for (const [name, control] of Object.entries(controls)) {
      const value = String(state.settings[name]);
      // Nobody is interrupted in the middle of a number.
      if (control.value !== value && control !== control.ownerDocument.activeElement) control.value = value;
    }
    speed.value = String(state.speed);
  };
}

/** @typedef {import("./plane.js").Shown & {charts: Record<string, boolean>}} Switches */

const SWITCHES = /** @type {const} */ ([
  ["data", "data"],
  ["samples", "samples"],
  ["arrows", "arrows"],
  ["manifold", "manifold of G"],
  ["modes", "modes"],
]);
const GROUNDS = /** @type {const} */ ([
  ["d", "D"],
  ["star", "D*"],
  ["gap", "gap between them"],
  ["none", "nothing"],
]);

/**
 * What is drawn: each thing on its own.
 * @param {HTMLElement} parent
 * @param {import("../parts.js").Palette} palette
 * @param {Switches} shown
 * @param {string[][]} charts Names and titles.
 * @param {() => void} changed
 * @param {Explain} explain
 */
export function switches(parent, palette, shown, charts, changed, explain) {
  const row = html(parent, "div", { class: "gc-switches", role: "group", "aria-label": "What is drawn" });
  const ground = html(row, "span", { class: "gc-switch" });
  explain(ground, "ground", "ground", row);
  const which = html(ground, "select", { "data-testid": "playground-ground", "aria-label": "ground" });
  for (const [value, text] of GROUNDS) html(which, "option", { value }, text);
  which.addEventListener("change", () => {
    shown.ground = /** @type {Switches["ground"]} */ (which.value);
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
    "data-testid": "playground-morph",
  });
  slider.addEventListener("input", () => {
    shown.morph = Number(slider.value) / 100;
    shown.manifold = true;
    const box = row.querySelector("[data-testid=playground-show-manifold]");
    if (box instanceof HTMLInputElement) box.checked = true;
    changed();
  });
}

/**
 * @param {HTMLElement} parent @param {string} testid @param {boolean} on
 * @param {(on: boolean) => void} changed
 */
function checkbox(parent, testid, on, changed) {
  const box = html(parent, "input", { type: "checkbox", "data-testid": `playground-${testid}` });
  box.checked = on;
  box.addEventListener("change", () => changed(box.checked));
  return box;
}
