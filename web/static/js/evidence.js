/** What speaks for an answer: ten bars, what the model saw, and a heat map over both. */

import { certaintyIn } from "./certainty.js";
import { edgesOf, paint } from "./ink.js";
import { onColours } from "./page.js";
import { SEEN, fitted, imageOf, inkOf, offscreen, valuesOf } from "./pixels.js";

/** @typedef {import("./client.js").Preview} Preview */
/** @typedef {import("./strokes.js").Drawing} Drawing */

export class Evidence {
  #preview = /** @type {Preview | null} */ (null);
  #why = /** @type {Drawing | null} */ (null); // what is explained now

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
    this.certainty = certaintyIn(language);
    onColours(() => this.#paint());
    this.clear();
  }

  clear() {
    this.#preview = this.#why = null;
    this.#raise(new Array(10).fill(0));
    this.#paint();
  }

  /** Explain nothing any more. */
  cool() {
    if (!this.#why) return;
    this.#why = null;
    this.#paint();
  }

  /** @param {Preview} preview */
  show(preview) {
    if (!this.#why) this.#take(preview, null); // else what is shown is of the same drawing, and more
  }

  /**
   * Show what speaks for the digit and against it, on the strokes and on what was seen.
   *
   * @param {Required<Preview>} preview
   * @param {Drawing} drawing
   */
  explain(preview, drawing) {
    this.#take(preview, drawing);
  }

  /** @param {Preview} preview @param {Drawing | null} why  what is explained by it */
  #take(preview, why) {
    this.#preview = preview;
    this.#why = why;
    this.#raise(preview.probabilities);
    this.#paint();
  }

  /** Paint all of it in the colours of now. */
  #paint() {
    this.heat.canvas.hidden = !this.#why;
    this.seen.clearRect(0, 0, SEEN, SEEN);
    if (!this.#preview) return;
    const ink = inkOf(this.#preview.seen);
    const colour = this.#ink;
    if (this.#why && this.#preview.heat) this.#paintHeat(ink, this.#preview.heat.flat(), this.#why);
    else this.seen.putImageData(imageOf(ink, () => colour), 0, 0);
  }

  /** @param {number[]} ink @param {number[]} levels @param {Drawing} drawing */
  #paintHeat(ink, levels, drawing) {
    const colours = { for: this.#colour("--for"), against: this.#colour("--against") };
    const colourAt = (/** @type {number} */ i) => (levels[i] >= 0 ? colours.for : colours.against);
    const strong = ink.map((level, i) => level * (0.12 + 0.88 * Math.abs(levels[i])));
    this.seen.putImageData(imageOf(strong, colourAt), 0, 0);
    const map = offscreen(SEEN);
    map.putImageData(imageOf(levels.map((level) => 255 * Math.abs(level)), colourAt), 0, 0);
    const canvas = this.heat.canvas;
    canvas.width = canvas.height = Math.round(canvas.clientWidth * window.devicePixelRatio);
    const edges = edgesOf(drawing);
    if (!edges) return;
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
      bar.title = most > 0 ? this.certainty(100 * probabilities[digit]) : "";
    });
  }

  get #ink() {
    return valuesOf(getComputedStyle(this.seen.canvas).color);
  }

  /** @param {string} token */
  #colour(token) {
    return valuesOf(getComputedStyle(this.seen.canvas).getPropertyValue(token).trim());
  }
}
