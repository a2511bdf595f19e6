/** What speaks for an answer: ten bars, what the model saw, and a heat map over both. */

import { paint } from "./ink.js";
import { bounds } from "./strokes.js";

/** @typedef {import("./client.js").Glimpse} Glimpse */
/** @typedef {import("./strokes.js").Drawing} Drawing */

const SEEN = 28; // pixels

export class Evidence {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.bars  with a `[data-digit]` for each digit
   * @param {HTMLCanvasElement} parts.seen
   * @param {HTMLCanvasElement} parts.heat  over the sheet
   * @param {string} language  of the numbers
   */
  constructor({ bars, seen, heat }, language) {
    this.bars = [...bars.querySelectorAll("[data-digit]")].map((bar) => /** @type {HTMLElement} */ (bar));
    this.seen = /** @type {CanvasRenderingContext2D} */ (seen.getContext("2d"));
    this.heat = /** @type {CanvasRenderingContext2D} */ (heat.getContext("2d"));
    this.percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
    this.clear();
  }

  clear() {
    this.#raise(new Array(10).fill(0));
    this.seen.clearRect(0, 0, SEEN, SEEN);
    this.cool();
  }

  cool() {
    this.heat.canvas.hidden = true;
  }

  /** @param {Glimpse} glimpse */
  show({ probabilities, seen }) {
    this.#raise(probabilities);
    const colour = this.#colour("--ink");
    this.seen.putImageData(imageOf(inkOf(seen), () => colour), 0, 0);
  }

  /**
   * Show what speaks for the digit and against it, on the strokes and on what was seen.
   *
   * @param {Required<Glimpse>} glimpse
   * @param {Drawing} drawing
   */
  explain({ seen, heat }, drawing) {
    const ink = inkOf(seen);
    const levels = heat.flat();
    const colours = { for: this.#colour("--for"), against: this.#colour("--against") };
    const colourAt = (/** @type {number} */ i) => (levels[i] >= 0 ? colours.for : colours.against);
    const strong = ink.map((level, i) => level * (0.12 + 0.88 * Math.abs(levels[i])));
    this.seen.putImageData(imageOf(strong, colourAt), 0, 0);
    const edges = bounds(drawing);
    if (!edges) return;
    const map = offscreen(SEEN);
    map.putImageData(imageOf(levels.map((level) => 255 * Math.abs(level)), colourAt), 0, 0);
    const canvas = this.heat.canvas;
    canvas.hidden = false;
    canvas.width = canvas.height = Math.round(canvas.clientWidth * window.devicePixelRatio);
    paint(this.heat, drawing, { ink: getComputedStyle(canvas).color });
    this.heat.globalCompositeOperation = "source-atop";
    this.heat.drawImage(map.canvas, ...fitted(ink, edges));
  }

  /** @param {number[]} probabilities */
  #raise(probabilities) {
    const most = Math.max(...probabilities);
    this.bars.forEach((bar, digit) => {
      bar.style.setProperty("--probability", String(probabilities[digit]));
      bar.classList.toggle("is-most", most > 0.01 && probabilities[digit] === most);
      bar.title = most > 0 ? this.percent.format(probabilities[digit]) : "";
    });
  }

  /** @param {string} token */
  #colour(token) {
    const pixel = offscreen(1);
    pixel.fillStyle = getComputedStyle(this.seen.canvas).getPropertyValue(token).trim();
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }
}

/** @param {number[]} levels  0 to 255 @param {(i: number) => number[]} colourAt */
function imageOf(levels, colourAt) {
  const pixels = levels.flatMap((level, i) => [...colourAt(i), level]);
  return new ImageData(Uint8ClampedArray.from(pixels), SEEN);
}

function offscreen(side) {
  const canvas = new OffscreenCanvas(side, side);
  return /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** @param {string} seen  in base64 @returns {number[]} levels of ink */
function inkOf(seen) {
  return [...atob(seen)].map((letter) => letter.charCodeAt(0));
}

/**
 * @param {number[]} ink  784 levels
 * @param {NonNullable<ReturnType<typeof bounds>>} edges  of the same ink on the sheet
 * @returns {[number, number, number, number]} where on the sheet the whole of what was seen lies
 */
function fitted(ink, edges) {
  const inked = [...ink.keys()].filter((i) => ink[i] > 0);
  const columns = inked.map((i) => i % SEEN);
  const rows = inked.map((i) => Math.floor(i / SEEN));
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  const [across, down] = [Math.max(...columns) + 1 - left, Math.max(...rows) + 1 - top];
  const scale = Math.max(edges.right - edges.left, edges.bottom - edges.top) / Math.max(across, down);
  return [edges.left - left * scale, edges.top - top * scale, SEEN * scale, SEEN * scale];
}
