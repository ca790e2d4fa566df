// A recording plays without a kernel: this stands in for the kernel, and the view does not know.

/** @typedef {import("./controls.js").State} State */
/**
 * @typedef {object} Recording
 * @property {Record<string, unknown>} traits Of the view, as they were.
 * @property {{at: number, std: number, real: string, centers: string}[]} scenes From which frame on, and points in base64.
 * @property {{count: number, bytes: number, data: string}[]} runs Frames of one length each: deflated, in base64.
 * @property {string[]} texts
 * @property {number} fps
 */

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @param {Uint8Array<ArrayBuffer>} data */
async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Frames as they were: every byte was stored as its change from frame to frame, all changes of one byte together.
 * @param {Recording["runs"]} runs
 */
export async function unpack(runs) {
  /** @type {DataView[]} */
  const frames = [];
  for (const { count, bytes, data } of runs) {
    const columns = await inflated(bytesOf(data));
    const made = Array.from({ length: count }, () => new Uint8Array(bytes));
    for (let place = 0; place < bytes; place += 1) {
      let value = 0;
      for (let i = 0; i < count; i += 1) {
        value = (value + columns[place * count + i]) & 255;
        made[i][place] = value;
      }
    }
    frames.push(...made.map((one) => new DataView(one.buffer)));
  }
  return frames;
}

/**
 * Shows a recording in an element, with the same view.
 * @param {HTMLElement} el
 * @param {Recording} recording
 * @param {{render: (given: any) => unknown}} view
 */
export async function replay(el, recording, view) {
  const frames = await unpack(recording.runs);
  /** @type {Map<string, Set<(...given: any[]) => void>>} */
  const listeners = new Map();
  const traits = /** @type {any} */ (recording.traits);
  let [at, sceneAt] = [0, -1];
  const tell = (/** @type {string} */ event, /** @type {any[]} */ ...given) => {
    for (const one of listeners.get(event) ?? []) one(...given);
  };
  function setState(/** @type {Record<string, unknown>} */ changes) {
    traits.state = { ...traits.state, ...changes };
    tell("change:state");
  }
  function show() {
    const last = recording.scenes.findLastIndex((one) => one.at <= at);
    if (last !== sceneAt) {
      sceneAt = last;
      const { std, real, centers } = recording.scenes[last];
      tell(
        "msg:custom",
        { kind: "scene", std },
        [real, centers].map((text) => new DataView(bytesOf(text).buffer)),
      );
    }
    const content = { kind: "frame", number: at, text: recording.texts[at], printed: traits.state.printed };
    tell("msg:custom", content, [frames[at]]);
  }
  const model = {
    get: (/** @type {string} */ name) => traits[name],
    on: (/** @type {string} */ event, /** @type {() => void} */ callback) =>
      listeners.set(event, (listeners.get(event) ?? new Set()).add(callback)),
    off: (/** @type {string} */ event, /** @type {() => void} */ callback) => listeners.get(event)?.delete(callback),
    send: (/** @type {Record<string, unknown>} */ message) => {
      if (message.do === "look") queueMicrotask(show);
      if (message.do === "frame") {
        at = Number(message.frame);
        setState({ playing: message.playing, text: recording.texts[at] });
        show();
      }
    },
  };
  traits.choices = { ...traits.choices, reel: { frames: frames.length, interval: 1000 / recording.fps } };
  setState({ playing: false, text: recording.texts[0] });
  view.render({ model, el });
}
