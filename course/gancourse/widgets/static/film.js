// A film: the pictures of one frame beside each other, each with its caption, and the frame's sentence below.

function render({ model, el }) {
  el.classList.add("gc-view");
  const stage = html(el, "div", { class: "gc-stage gc-film" });
  const readout = html(el, "p", {
    class: "gc-readout", role: "status", "aria-live": "polite", "data-testid": "film-readout",
  });
  const captions = model.get("captions");
  const pictures = [];

  function move() {
    const frames = model.get("frames");
    const frame = frames[Math.max(0, Math.min(frames.length - 1, model.get("frame")))];
    if (!frame) return;
    while (pictures.length < frame.images.length) {
      const figure = html(stage, "figure", {});
      pictures.push(html(figure, "img", {}));
      const caption = captions[pictures.length - 1];
      if (caption) html(figure, "figcaption", {}, caption);
    }
    frame.images.forEach((address, i) => {
      pictures[i].src = address;
      pictures[i].alt = captions[i] ? `${captions[i]}: ${frame.text}` : frame.text;
    });
    if (readout.textContent !== frame.text) readout.textContent = frame.text; // a screen reader speaks only of changes
  }

  model.on("change:frame", move);
  model.on("change:frames", move);
  const stop = onWidth(stage, () => {}); // names the sliders, once they are on the page
  move();
  return () => {
    stop();
    model.off("change:frame", move);
    model.off("change:frames", move);
  };
}

export default { render };
