// Shared by the views: Python puts this file before each view's own, because a widget's module cannot import a neighbour.

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const HAIRLINE_REFERENCE = "4 3";
const FAKE_DASHES = "6 3.5";

function withAttributes(node, attributes, text) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function svg(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElementNS(SVG_NAMESPACE, tag), attributes, text));
}

function html(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElement(tag), attributes, text));
}

// As plots.number: a real minus sign, ties away from zero, no negative zero.
export function number(x, digits) {
  const figures = Math.abs(x).toFixed(digits);
  return (x < 0 && Number(figures) !== 0 ? "−" : "") + figures;
}

function linear([from, to], [start, end]) {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

function logarithmic([from, to], range) {
  const scale = linear([Math.log(from), Math.log(to)], range);
  return (value) => scale(Math.log(value));
}

function pathThrough(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");
}

// A rectangle that hides what is drawn outside it. Clips are found by id across the whole page, so the id must be its own.
function clipTo(parent, x, y, width, height) {
  const id = `gc-clip-${Math.random().toString(36).slice(2)}`;
  svg(svg(parent, "clipPath", { id }), "rect", { x, y, width, height });
  return svg(parent, "g", { "clip-path": `url(#${id})` });
}

function legendEntry(parent, draw, text) {
  const entry = html(parent, "span", { class: "gc-legend-entry" });
  draw(svg(entry, "svg", { class: "gc-swatch", width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" }));
  return html(entry, "span", {}, text);
}

// ipywidgets gives a slider's handle, which has the focus, no name; its label stands beside it.
function nameSliders(el) {
  const sliders = el.closest(".gc-explorer")?.querySelectorAll(".widget-slider") ?? [];
  for (const slider of sliders) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (name) slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
}

// Calls draw(width) now and whenever the width changes; returns a function that stops it.
function onWidth(element, draw) {
  let last = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width === 0 || width === last) return;
    nameSliders(element); // here, because only now is the view on the page
    draw((last = width));
  });
  observer.observe(element);
  return () => observer.disconnect();
}
