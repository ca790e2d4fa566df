// Made by "make js" from course/js: dom.js film.js parts.js; sources 854740bc7f56bb4f38d94465448083dbc00437542ea8be9f93f8bc5a911a9a84, bundle cf75f5142ca21d29d5b6f7e33c41d5fecc2d3a5f774d34c5cfdb210335c7165d
// dom.js
function withAttributes(node, attributes, text) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== void 0) node.textContent = text;
  return node;
}
function html(parent, tag, attributes = {}, text) {
  return parent.appendChild(withAttributes(document.createElement(tag), attributes, text));
}
var BUTTONS = ["play or pause", "back to the first", "repeat"];
function nameControls(element) {
  const explorer = element.closest(".gc-explorer");
  for (const slider of explorer?.querySelectorAll(".widget-slider") ?? []) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (name) slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
  explorer?.querySelectorAll(".widget-play button").forEach((button, i) => {
    button.setAttribute("aria-label", BUTTONS[i % BUTTONS.length]);
  });
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

// parts.js
function view({ testid, moves, redraws = [], head, foot, say, draw }) {
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
    const set = (name, value) => {
      model.set(
        /** @type {string} */
        name,
        value
      );
      model.save_changes();
    };
    const start = { el, palette, get, set };
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
      for (const name of moves) model.off(`change:${name}`, move);
      for (const name of redraws) model.off(`change:${name}`, redraw);
    };
  }
  return { render };
}
var frameAt = (frames, at) => frames[Math.max(0, Math.min(frames.length - 1, at))];

// film.js
var plan = {
  testid: "film-readout",
  moves: ["frame", "frames"],
  say: ({ get }) => frameAt(get("frames"), get("frame"))?.text,
  draw({ stage, get }) {
    stage.classList.add("gc-film");
    const captions = get("captions");
    return () => {
      const frame = frameAt(get("frames"), get("frame"));
      frame?.images.forEach((address, i) => {
        const figure = stage.children[i] ?? html(stage, "figure");
        const picture = figure.querySelector("img") ?? html(figure, "img");
        picture.src = address;
        picture.alt = captions[i] ? `${captions[i]}: ${frame.text}` : frame.text;
        if (captions[i] && !figure.querySelector("figcaption")) html(figure, "figcaption", {}, captions[i]);
      });
    };
  }
};
var film_default = view(plan);
export {
  film_default as default
};
