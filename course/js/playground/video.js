// A film of what is seen, made by the browser while it plays: WebM, for where pictures do not move.

import { button } from "../buttons.js";

const RATE = 20; // frames a second at most

/**
 * A button that begins a film and ends it; nothing where the browser cannot make one.
 * @param {HTMLElement} parent
 * @param {(context: CanvasRenderingContext2D, size: number) => number} compose Draws what is seen, and says how large it is.
 * @param {(film: Blob) => void} save
 */
export function videoButton(parent, compose, save) {
  if (!globalThis.MediaRecorder?.isTypeSupported("video/webm")) return { frame() {}, stop() {} };
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {MediaRecorder | null} */
  let recorder = null;

  const press = button(parent, "Record a video", "playground-video", () => (recorder ? recorder.stop() : begin()));
  press.setAttribute("aria-pressed", "false");

  /** @param {boolean} on */
  function show(on) {
    press.setAttribute("aria-pressed", String(on));
    /** @type {HTMLElement} */ (press.lastElementChild).textContent = on ? "End the video" : "Record a video";
  }
  function begin() {
    canvas.width = canvas.height = compose(context, 0);
    frame();
    /** @type {Blob[]} */
    const parts = [];
    const made = new MediaRecorder(canvas.captureStream(RATE), { mimeType: "video/webm" });
    made.ondataavailable = ({ data }) => void parts.push(data);
    made.onstop = () => {
      recorder = null;
      show(false);
      save(new Blob(parts, { type: "video/webm" }));
    };
    made.start();
    recorder = made;
    show(true);
  }
  function frame() {
    if (canvas.width) compose(context, canvas.width);
  }
  return { frame: () => recorder && frame(), stop: () => recorder?.stop() };
}
