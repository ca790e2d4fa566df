// The plane: the ground (what D says), the data, and what moves, on three canvases that lie on each other.

import { NONE } from "./frames.js";

/** @typedef {import("./frames.js").Frame} Frame */
/** @typedef {import("../parts.js").Palette} Palette */
/** @typedef {[number, number, number]} Rgb */
/** @typedef {{real: Float32Array, centers: Float32Array, std: number}} Scene */
/**
 * What is switched on.
 * @typedef {object} Shown
 * @property {"d" | "star" | "gap" | "none"} ground
 * @property {boolean} data
 * @property {boolean} samples
 * @property {boolean} arrows
 * @property {boolean} manifold
 * @property {boolean} modes
 * @property {number} morph From the noise, 0, to G(z), 1.
 */

/**
 * @param {string} colour Whatever CSS calls a colour.
 * @returns {Rgb}
 */
export function rgb(colour) {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.fillStyle = colour;
  const hex = String(context.fillStyle);
  return /** @type {Rgb} */ ([1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));
}

/**
 * From the colour of the fakes over the page's to that of the data; 0.8 of it, so that what lies on it stays visible.
 * @param {number} value In [0, 1].
 * @param {Rgb} fake
 * @param {Rgb} page
 * @param {Rgb} real
 */
export function mixed(value, fake, page, real) {
  const end = value < 0.5 ? fake : real;
  const share = 0.8 * Math.abs(2 * value - 1);
  return page.map((middle, i) => Math.round(middle + share * (end[i] - middle)));
}

/**
 * @param {HTMLElement} parent
 * @param {Palette} palette
 * @param {number} extent Half of the window.
 */
export function plane(parent, palette, extent) {
  const layer = () => {
    const canvas = parent.appendChild(document.createElement("canvas"));
    canvas.className = "gc-layer";
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  };
  const [ground, still, moving] = [layer(), layer(), layer()];
  ground.classList.add("gc-ground");
  let size = 1;

  /** @param {HTMLCanvasElement} canvas */
  function cleared(canvas) {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const dense = Math.min(2, globalThis.devicePixelRatio || 1);
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, size, size);
    return context;
  }
  const x = (/** @type {number} */ value) => ((value + extent) / (2 * extent)) * size;
  const y = (/** @type {number} */ value) => size - x(value);

  /** Colours of the ground by what is said, as pixels; made anew when the theme or what is shown has changed. */
  let shades = { key: "", table: new Uint32Array(255) };
  /** @param {Shown["ground"]} which */
  function shadesOf(which) {
    const page = getComputedStyle(parent).getPropertyValue("--gc-page").trim();
    if (shades.key === which + page) return shades.table;
    const [fake, middle, real, accent] = [palette.fake, page, palette.real, palette.accent].map(rgb);
    const table = Uint32Array.from({ length: 255 }, (_, i) => {
      const gap = () => middle.map((from, k) => Math.round(from + Math.min(1, (1.4 * i) / 254) * (accent[k] - from)));
      const [r, g, b] = which === "gap" ? gap() : mixed(i / 254, fake, middle, real);
      return new Uint32Array(Uint8Array.of(r, g, b, 255).buffer)[0];
    });
    shades = { key: which + page, table };
    return table;
  }

  /** @param {number} now */
  function resize(now) {
    size = now;
    const dense = Math.min(2, globalThis.devicePixelRatio || 1);
    for (const canvas of [still, moving]) {
      canvas.width = Math.round(size * dense);
      canvas.height = Math.round(size * dense);
    }
    for (const canvas of [ground, still, moving]) {
      canvas.style.width = `${size}px`;
      canvas.style.height = `${size}px`;
    }
  }

  /** @param {Frame} frame @param {Shown["ground"]} which */
  function drawGround({ side, dMap, starMap }, which) {
    ground.hidden = which === "none";
    if (which === "none") return;
    const table = shadesOf(which);
    if (ground.width !== side) [ground.width, ground.height] = [side, side];
    const context = /** @type {CanvasRenderingContext2D} */ (ground.getContext("2d"));
    const image = context.createImageData(side, side);
    const pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < side; row += 1)
      for (let column = 0; column < side; column += 1) {
        const from = row * side + column;
        const [d, star] = [dMap[from], starMap[from]];
        const value = which === "d" ? d : which === "star" ? star : star === NONE ? NONE : Math.abs(d - star);
        if (value === NONE) continue; // the page shows through where there is nothing to say
        pixels[(side - 1 - row) * side + column] = table[value];
      }
    context.putImageData(image, 0, 0);
  }

  /** @param {Scene} scene @param {Shown} shown */
  function drawStill({ real, centers, std }, shown) {
    const context = cleared(still);
    if (shown.data) {
      context.fillStyle = palette.real;
      context.globalAlpha = 0.6;
      for (let i = 0; i < real.length; i += 2) {
        context.beginPath();
        context.arc(x(real[i]), y(real[i + 1]), 2.2, 0, 2 * Math.PI);
        context.fill();
      }
      context.globalAlpha = 1;
    }
    if (shown.modes) {
      context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-faint").trim();
      context.setLineDash([3, 3]);
      for (let i = 0; i < centers.length; i += 2) {
        context.beginPath();
        context.arc(x(centers[i]), y(centers[i + 1]), (3 * std * size) / (2 * extent), 0, 2 * Math.PI);
        context.stroke();
      }
      context.setLineDash([]);
    }
  }

  /** @param {Frame} frame @param {Shown} shown */
  function drawMoving(frame, shown) {
    const context = cleared(moving);
    if (shown.manifold) drawManifold(context, frame, shown.morph);
    const { fake, arrows } = frame;
    // Below the samples: where all of them lie in one place, their arrows would hide them.
    if (shown.arrows) drawArrows(context, fake, arrows);
    if (shown.samples) {
      context.fillStyle = palette.fake;
      context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-page").trim();
      context.lineWidth = 0.75;
      context.globalAlpha = 0.85;
      for (let i = 0; i < fake.length; i += 2) {
        const [left, top] = [x(fake[i]) - 2.25, y(fake[i + 1]) - 2.25];
        context.fillRect(left, top, 4.5, 4.5);
        context.strokeRect(left, top, 4.5, 4.5);
      }
      context.globalAlpha = 1;
    }
  }

  /**
   * All by one common factor: the longest but for a tenth of them is 0.7 long.
   * @param {CanvasRenderingContext2D} context @param {Float32Array} fake @param {Float32Array} arrows
   */
  function drawArrows(context, fake, arrows) {
    const lengths = Array.from({ length: arrows.length / 2 }, (_, i) => Math.hypot(arrows[2 * i], arrows[2 * i + 1]));
    const long = lengths.toSorted((a, b) => a - b)[Math.floor(0.9 * lengths.length)] || 1;
    context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-ink").trim();
    context.lineWidth = 1.5;
    context.beginPath();
    lengths.forEach((length, i) => {
      const scale = (0.7 / long) * Math.min(1, (2 * long) / (length || 1));
      const [fromX, fromY] = [x(fake[2 * i]), y(fake[2 * i + 1])];
      const [toX, toY] = [x(fake[2 * i] + scale * arrows[2 * i]), y(fake[2 * i + 1] + scale * arrows[2 * i + 1])];
      if (Math.hypot(toX - fromX, toY - fromY) < 2) return;
      const angle = Math.atan2(toY - fromY, toX - fromX);
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
      for (const turn of [2.6, -2.6]) {
        context.moveTo(toX, toY);
        context.lineTo(toX + 5 * Math.cos(angle + turn), toY + 5 * Math.sin(angle + turn));
      }
    });
    context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {number} morph */
  function drawManifold(context, { nodes, grid: [rows, columns] }, morph) {
    const tick = (/** @type {number} */ i, /** @type {number} */ many) => (many > 1 ? -1 + (2 * i) / (many - 1) : 0);
    const at = (/** @type {number} */ row, /** @type {number} */ column) => {
      const i = 2 * (row * columns + column);
      const [startX, startY] = [tick(column, columns), tick(row, rows)];
      return [startX + morph * (nodes[i] - startX), startY + morph * (nodes[i + 1] - startY)];
    };
    context.lineWidth = 0.6;
    context.strokeStyle = getComputedStyle(parent).getPropertyValue("--gc-ink").trim();
    if (rows === 1) {
      context.strokeStyle = palette.generator;
      context.lineWidth = 3;
      context.beginPath();
      for (let column = 0; column < columns; column += 1) {
        const [px, py] = at(0, column);
        context.lineTo(x(px), y(py));
      }
      context.stroke();
      return;
    }
    const cells = (rows - 1) * (columns - 1);
    context.fillStyle = palette.generator;
    for (let row = 0; row + 1 < rows; row += 1)
      for (let column = 0; column + 1 < columns; column += 1) {
        const corners = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
        const [a, b] = [
          [0, 2],
          [1, 3],
        ].map(([i, k]) => [corners[k][0] - corners[i][0], corners[k][1] - corners[i][1]]);
        const area = Math.abs(a[0] * b[1] - a[1] * b[0]) / 2;
        // The same probability in every cell: where a cell is small, p_g is dense.
        const density = 1 / cells / Math.max(area, 1e-9);
        context.globalAlpha = Math.min(0.85, 0.08 + 0.75 * Math.sqrt(density / 1.5));
        context.beginPath();
        for (const [px, py] of corners) context.lineTo(x(px), y(py));
        context.closePath();
        context.fill();
        context.globalAlpha = 0.5;
        context.stroke();
      }
    context.globalAlpha = 1;
  }

  /**
   * All of it on another canvas, of so many pixels along a side; how many it has here is given back.
   * @param {CanvasRenderingContext2D} context @param {number} pixels
   */
  function compose(context, pixels) {
    if (pixels) {
      context.fillStyle = getComputedStyle(parent).getPropertyValue("--gc-page").trim();
      context.fillRect(0, 0, pixels, pixels);
      for (const layer of [ground, still, moving]) if (!layer.hidden) context.drawImage(layer, 0, 0, pixels, pixels);
    }
    return moving.width;
  }

  return { resize, drawGround, drawStill, drawMoving, compose };
}
