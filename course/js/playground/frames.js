// What gancourse/playground/frames.py packs: one picture of a game, as numbers again.

/**
 * @typedef {object} Frame
 * @property {number} iteration
 * @property {Row} row
 * @property {Uint8Array} shares 255 for all samples.
 * @property {number} side Values along a map.
 * @property {Uint8Array} dMap 254 for 1, 255 for none; rows from the lowest up.
 * @property {Uint8Array} starMap
 * @property {Float32Array} fake Pairs.
 * @property {Float32Array} arrows Pairs.
 * @property {Float32Array} nodes Pairs, row by row.
 * @property {[number, number]} grid Rows and columns of the nodes.
 */
/**
 * One line of the history; the names are those of gancourse.playground.look.Row.
 * @typedef {{iteration: number, dLoss: number, gLoss: number, dReal: number, dFake: number, bound: number, jsd: number,
 *   jsdError: number, modes: number, near: number, gap: number, klData: number, klSamples: number}} Row
 */

const MEASURED = 12; // numbers of a row, after its iteration
const SIZES = 8 + 4 * MEASURED; // where the sizes begin
const HEADER = SIZES + 16;
const FULL = 32767;
export const NONE = 255;

/** @param {number[]} numbers @returns {Row} */
export function rowOf(numbers) {
  const [iteration, dLoss, gLoss, dReal, dFake, bound, jsd, jsdError, modes, near, gap, klData, klSamples] = numbers;
  return { iteration, dLoss, gLoss, dReal, dFake, bound, jsd, jsdError, modes, near, gap, klData, klSamples };
}

/**
 * Pairs of 16-bit numbers as coordinates.
 * @param {DataView} view
 * @param {number} start In bytes.
 * @param {number} count Of pairs.
 * @param {number} unit
 */
export function pairs(view, start, count, unit) {
  const values = new Float32Array(2 * count);
  for (let i = 0; i < values.length; i += 1) values[i] = view.getInt16(start + 2 * i, true) * unit;
  return values;
}

/**
 * @param {DataView} view
 * @param {number} extent Of the window, from the middle.
 * @returns {Frame}
 */
export function decode(view, extent) {
  const u32 = (/** @type {number} */ at) => view.getUint32(at, true);
  const measured = Array.from({ length: MEASURED }, (_, i) => view.getFloat32(8 + 4 * i, true));
  const [modes, samples, arrows, rows, columns, side] = Array.from({ length: 6 }, (_, i) =>
    view.getUint16(SIZES + 2 * i, true),
  );
  const unit = view.getFloat32(SIZES + 12, true);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const place = (4 * extent) / FULL;
  let at = HEADER;
  const take = (/** @type {number} */ length) => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const shares = take(modes);
  const dMap = take(side * side);
  const starMap = take(side * side);
  at += modes % 2;
  const fake = pairs(view, at, samples, place);
  at += 4 * samples;
  const drawn = pairs(view, at, arrows, unit);
  at += 4 * arrows;
  const nodes = pairs(view, at, rows * columns, place);
  const row = rowOf([u32(4), ...measured]);
  return { iteration: u32(0), row, shares, side, dMap, starMap, fake, arrows: drawn, nodes, grid: [rows, columns] };
}
