/** The sheet that is drawn on: pointer events in, strokes out, ink on the screen. */

import { paint } from "./ink.js";
import { EMPTY, SIDE, addPoint, startStroke } from "./strokes.js";

/** @typedef {import("./strokes.js").Drawing} Drawing */

const MAIN_BUTTON = 1; // in `buttons`: the left button, a finger, the tip of a pen

/** Draws with one mouse, finger or pen at a time; tells of each "change" of the drawing. */
export class Pad extends EventTarget {
  /** @type {Drawing} */
  #drawing = EMPTY;
  /** @type {PointerEvent | null} the event that put the pen down; null while it is up */
  #pen = null;
  #repainting = 0;

  /** @param {HTMLCanvasElement} canvas  square; its CSS colour is the ink */
  constructor(canvas) {
    super();
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    // Capture is lost after each pointerup and pointercancel, and whenever the pointer is gone.
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      canvas.addEventListener(end, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    }
    // Chromium takes a quick stroke for a fling in spite of `touch-action: none`, and drops the tap
    // that comes next, on a button: a touch that is cancelled is no gesture of any kind.
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    new ResizeObserver(() => this.#fit()).observe(canvas);
    window.addEventListener("resize", () => this.#fit()); // a zoom may change the pixels only
    for (const scheme of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      window.matchMedia(scheme).addEventListener("change", () => this.#repaint());
    }
  }

  /** @returns {Drawing} */
  get drawing() {
    return this.#drawing;
  }

  /** @param {Drawing} drawing  shown from now on; a stroke under way ends */
  set drawing(drawing) {
    this.#pen = null;
    this.#change(drawing);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if ((event.buttons & MAIN_BUTTON) === 0 || this.#isBusyWithAnother(event)) return;
    event.preventDefault(); // no text is selected, no image dragged
    this.#pen = event;
    this.canvas.setPointerCapture(event.pointerId);
    this.#change(startStroke(this.#drawing, this.#pointOf(event)));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pen?.pointerId) return;
    if ((event.buttons & MAIN_BUTTON) === 0) return this.#up(event); // its pointerup was missed
    const seen = event.getCoalescedEvents();
    // Firefox gives an empty list for some events: https://bugzil.la/1511231
    const moves = seen.length > 0 ? seen : [event];
    this.#change(moves.map((move) => this.#pointOf(move)).reduce(addPoint, this.#drawing));
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerId === this.#pen?.pointerId) this.#pen = null;
  }

  /**
   * A second finger is not primary, a palm beside a pen is of another type: both are ignored.
   * Another primary pointer of the same type proves that the end of the first one was missed.
   *
   * @param {PointerEvent} event
   */
  #isBusyWithAnother(event) {
    return this.#pen && !(event.isPrimary && event.pointerType === this.#pen.pointerType);
  }

  /** @param {PointerEvent} event */
  #pointOf({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * SIDE, y: ((clientY - top) / height) * SIDE };
  }

  /** @param {Drawing} drawing */
  #change(drawing) {
    if (drawing === this.#drawing) return;
    this.#drawing = drawing;
    this.#repaint();
    this.dispatchEvent(new Event("change"));
  }

  #repaint() {
    cancelAnimationFrame(this.#repainting);
    this.#repainting = requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    paint(this.context, this.#drawing, { ink: getComputedStyle(this.canvas).color });
  }

  /** As many pixels as the screen has; to set the size empties a canvas, so paint at once. */
  #fit() {
    const pixels = Math.round(this.canvas.clientWidth * window.devicePixelRatio);
    if (pixels === 0 || pixels === this.canvas.width) return;
    this.canvas.width = this.canvas.height = pixels;
    this.#paint();
  }
}
