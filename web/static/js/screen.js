/**
 * The canvas on the screen: the ink in the colour and the pixels that the screen has now; on a picture,
 * whose colours are its own, as it is sent.
 */

import { paint, sentIn } from "./ink.js";
import { onColours } from "./page.js";
import { pictureOn } from "./strokes.js";

export class Screen {
  #repainting = 0;

  /**
   * @param {HTMLCanvasElement} canvas  square; its CSS colour is the ink
   * @param {() => import("./strokes.js").Drawing} drawing
   */
  constructor(canvas, drawing) {
    this.canvas = canvas;
    this.drawing = drawing;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    new ResizeObserver(() => this.#fit()).observe(canvas);
    window.addEventListener("resize", () => this.#fit()); // a zoom may change the pixels only
    onColours(() => this.#paint()); // at once: a printer waits for no frame
  }

  /** Paint the drawing as it is then, in the next frame. */
  repaint() {
    cancelAnimationFrame(this.#repainting);
    this.#repainting = requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    const drawing = this.drawing();
    const colours = pictureOn(drawing) ? sentIn(drawing) : { ink: getComputedStyle(this.canvas).color };
    paint(this.context, drawing, colours);
  }

  /** As many pixels as the screen has; to set the size empties a canvas, so paint at once. */
  #fit() {
    const pixels = Math.round(this.canvas.clientWidth * window.devicePixelRatio);
    if (pixels === 0 || pixels === this.canvas.width) return;
    this.canvas.width = this.canvas.height = pixels;
    this.#paint();
  }
}
