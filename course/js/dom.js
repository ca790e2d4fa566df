// Elements, scales and numbers: what knows nothing of any view.

/** @typedef {Record<string, string | number>} Attributes */
/** @typedef {(value: number) => number} Scale */
/** @typedef {[number, number]} Point */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @template {Element} E
 * @param {E} node
 * @param {Attributes} attributes
 * @param {string} [text]
 */
function withAttributes(node, attributes, text) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

/**
 * A new SVG element at the end of its parent.
 * @template {keyof SVGElementTagNameMap} K
 * @param {Element} parent
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElementNS(SVG_NAMESPACE, tag), attributes, text));
}

/**
 * A new HTML element at the end of its parent.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {Element} parent
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElement(tag), attributes, text));
}

/**
 * JupyterLab has shortcuts for arrow keys and others, and takes them from whatever has the focus: not from what is here.
 * It looks at that element itself.
 * @param {HTMLElement} el
 */
export function keepKeys(el) {
  el.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
}

/**
 * As plots.number: a real minus sign, ties away from zero, no negative zero.
 * @param {number} x
 * @param {number} digits
 */
export function number(x, digits) {
  const figures = Math.abs(x).toFixed(digits);
  return (x < 0 && Number(figures) !== 0 ? "−" : "") + figures;
}

/**
 * @param {number} from
 * @param {number} to Included.
 * @param {number} [step]
 */
export function range(from, to, step = 1) {
  const values = [];
  for (let value = from; value <= to + 1e-9; value += step) values.push(value);
  return values;
}

/**
 * @param {Point} domain
 * @param {Point} pixels
 * @returns {Scale}
 */
export function linear([from, to], [start, end]) {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/**
 * @param {Point} domain
 * @param {Point} pixels
 * @returns {Scale}
 */
export function logarithmic([from, to], pixels) {
  const scale = linear([Math.log(from), Math.log(to)], pixels);
  return (value) => scale(Math.log(value));
}

/**
 * ln(1 + eˢ) without overflow.
 * @param {number} s
 */
export const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));

/** @param {Point[]} points */
export function pathThrough(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");
}

/**
 * A group that hides what is drawn outside a rectangle. Clips are found by id across the whole page: the id is its own.
 * @param {Element} parent
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
export function clipTo(parent, x, y, width, height) {
  const id = `gc-clip-${Math.random().toString(36).slice(2)}`;
  svg(svg(parent, "clipPath", { id }), "rect", { x, y, width, height });
  return svg(parent, "g", { "clip-path": `url(#${id})` });
}

/**
 * ipywidgets gives a slider's handle, which has the focus, no name.
 * @param {Element} element
 */
function nameControls(element) {
  const explorer = element.closest(".gc-explorer");
  for (const slider of explorer?.querySelectorAll(".widget-slider") ?? []) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (name) slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
}

/**
 * Calls draw(width) now and whenever the width changes.
 * @param {Element} element
 * @param {(width: number) => void} draw
 * @returns What stops it.
 */
export function onWidth(element, draw) {
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width === 0 || width === last) return;
    nameControls(element); // here, because only now is the view on the page
    last = width;
    draw(width);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
