// Slow motion: who is at work and who stands still, the moments of this iteration, and the source beside them.

import { html, svg } from "../dom.js";

/** @typedef {{kind: string, who: string, text: string, wrong: boolean, function: string, line: number}} Moment */

/** Boxes of the flow: name, place, and the kinds of moments in which they are at work. */
/** @type {[string, number, number][]} */
const BOXES = [
  ["z", 34, 44],
  ["G", 124, 44],
  ["G(z)", 214, 44],
  ["x", 214, 104],
  ["D", 314, 74],
  ["loss", 404, 74],
];
const ARROWS = /** @type {const} */ ([
  [0, 1],
  [1, 2],
  [2, 4],
  [3, 4],
  [4, 5],
]);

/** @param {Moment | undefined} moment @returns {string[]} */
function lit(moment) {
  if (!moment) return [];
  const { kind, who, text } = moment;
  if (kind === "noise") return ["z"];
  if (kind === "data") return ["x"];
  if (kind === "fake") return ["z", "G", "G(z)"];
  if (kind === "judged") return text.includes("samples.") ? ["G(z)", "D"] : ["x", "D"];
  if (kind === "gradient") return text.startsWith("backward") ? ["loss", "D", ...(who === "G" ? ["G(z)"] : [])] : [who];
  return [who];
}

/**
 * @param {HTMLElement} parent
 * @param {import("../parts.js").Palette} palette
 * @param {Record<string, string>} sources Of the student's functions, by name.
 */
export function slowMotion(parent, palette, sources) {
  const panel = html(parent, "section", { class: "gc-slow", "aria-label": "Slow motion" });
  const flow = svg(panel, "svg", {
    viewBox: "0 0 450 140",
    class: "gc-flow",
    role: "img",
    "aria-label": "The flow of data",
  });
  const both = html(panel, "div", { class: "gc-slow-both" });
  const list = html(both, "ol", { class: "gc-moments", "data-testid": "playground-moments" });
  const code = html(both, "div", {
    class: "gc-source",
    "data-testid": "playground-source",
    tabindex: 0,
    role: "region",
    "aria-label": "Source",
  });
  /** @type {Record<string, string>} */
  const colours = { G: palette.generator, D: palette.discriminator, x: palette.real, "G(z)": palette.fake };
  /** @type {Moment[]} */
  let told = [];
  /** @type {Record<string, HTMLElement[]>} */
  const lines = {};
  for (const [name, text] of Object.entries(sources)) {
    const pre = html(code, "pre", {});
    lines[name] = text
      .trimEnd()
      .split("\n")
      .map((line) => html(pre, "span", { class: "gc-line" }, `${line}\n`));
  }
  if (!Object.keys(sources).length)
    html(code, "p", { class: "gc-small" }, "The course's own functions play: there is no source of yours to show.");

  function drawFlow() {
    const moment = told.at(-1);
    const active = lit(moment);
    flow.replaceChildren();
    const frozen = moment?.who ? (moment.who === "D" ? "G" : "D") : "";
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

  /** @param {boolean} on */
  function show(on) {
    panel.hidden = !on;
    if (on && !told.length) drawFlow();
  }

  /** @param {Moment} moment */
  function tell(moment) {
    if (moment.kind === "noise" && moment.text.startsWith("z1:")) told = [];
    told.push(moment);
    list.replaceChildren();
    told.slice(-8).forEach((one, i, shown) => {
      const now = i === shown.length - 1;
      const entry = html(list, "li", {
        class: `gc-moment${one.wrong ? " gc-wrong" : ""}${now ? " gc-now" : ""}`,
        value: told.length - shown.length + i + 1,
      });
      if (now) entry.setAttribute("aria-current", "step");
      html(entry, "span", {}, `${one.wrong ? "✗ " : ""}${one.text}`);
    });
    for (const [name, of] of Object.entries(lines))
      of.forEach((line, i) => {
        const running = name === moment.function && i + 1 === moment.line;
        line.classList.toggle("gc-running", running);
        if (running) {
          line.setAttribute("aria-current", "true");
          const pre = /** @type {HTMLElement} */ (line.parentElement);
          code.scrollTop = pre.offsetTop - code.offsetTop + line.offsetTop - pre.offsetTop - code.clientHeight / 2;
        } else line.removeAttribute("aria-current");
      });
    drawFlow();
  }
  return { show, tell };
}
