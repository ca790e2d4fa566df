// A button with an icon, as all players and the playground have it.

import { html, svg } from "./dom.js";

/** Icons as paths on 16 × 16, because no font has to be there. */
const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  step: "M3 2.5v11l7-5.5zM11 2.5h2.5v11H11z",
  back: "M13 2.5v11L6 8zM5 2.5H2.5v11H5z",
  restart: "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v2.5L12 3 8-.5z",
  stop: "M3 3h10v10H3z",
};

/** @typedef {keyof typeof ICONS} Icon */

/**
 * @param {HTMLElement} parent
 * @param {string} name What is written on it; with an icon and `quiet`, what it is called only.
 * @param {string} testid
 * @param {() => void} press
 * @param {Icon} [icon]
 * @param {boolean} [quiet]
 */
export function button(parent, name, testid, press, icon, quiet = false) {
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

/**
 * Another name and another icon, where they are others.
 * @param {HTMLButtonElement} of @param {string} name @param {Icon} icon
 */
export function rename(of, name, icon) {
  const [path, words] = [of.querySelector("path"), of.querySelector("span")];
  if (path?.getAttribute("d") !== ICONS[icon]) path?.setAttribute("d", ICONS[icon]);
  if (words && words.textContent !== name) words.textContent = name;
}
