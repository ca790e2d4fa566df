// A film: the pictures of one frame beside each other, each with its caption, and the frame's sentence below.

import { html } from "./dom.js";
import { frameAt, framesReel, view } from "./parts.js";

/** @typedef {{frame: number, noun: string, interval: number, frames: {images: string[], text: string}[], captions: string[]}} Traits */

/** @type {import("./parts.js").Plan<Traits, void>} */
const plan = {
  testid: "film-readout",
  moves: ["frame", "frames"],
  reel: framesReel,
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
  },
};

export default view(plan);
