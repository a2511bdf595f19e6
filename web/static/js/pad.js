/** The sheet that is drawn on: pointer events in, strokes out, ink on the screen. */

import { Screen } from "./screen.js";
import { EMPTY, PEN, SIDE, addPoint, startStroke } from "./strokes.js";
import { claimStrokes, isPenAfterPalm } from "./touches.js";

/** @typedef {import("./strokes.js").Drawing} Drawing */

const MAIN_BUTTON = 1; // in `buttons`: the left button, a finger, the tip of a pen
const ERASER_BUTTON = 32; // the other end of a pen
const DRAWING = MAIN_BUTTON | ERASER_BUTTON;
const ERASER_WIDTH = 40;
const PALM = 2_000; // milliseconds: a pen that comes so soon after a touch was taken away is why

/**
 * Draws with one mouse, finger or pen at a time; tells when a stroke is about to "start", when it is
 * about to be taken "back", when another drawing is about to be "put" on it, and of each "change".
 */
export class Pad extends EventTarget {
  /** @type {Drawing} */
  #drawing = EMPTY;
  /** @type {PointerEvent | null} the event that put the pen down; null while it is up */
  #pen = null;
  /** The drawing before the stroke under way. */
  #before = EMPTY;
  /** Whether another finger has come to the one that draws. */
  #isPinched = false;
  /** @type {{drawing: Drawing, at: number} | null} what is there since the system has taken a touch away, and when */
  #cancelled = null;
  /** What the next stroke is drawn with. */
  pen = PEN;

  /** @param {HTMLCanvasElement} canvas  square; its CSS colour is the ink */
  constructor(canvas) {
    super();
    this.canvas = canvas;
    this.screen = new Screen(canvas, () => this.#drawing);
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    // Capture is lost after each pointerup and pointercancel, and whenever the pointer is gone.
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      canvas.addEventListener(end, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    }
    claimStrokes(canvas);
  }

  /** @returns {Drawing} */
  get drawing() {
    return this.#drawing;
  }

  /** @param {Drawing} drawing  shown from now on; a stroke under way ends */
  set drawing(drawing) {
    this.#pen = this.#cancelled = null;
    this.dispatchEvent(new Event("put"));
    this.#change(drawing);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if ((event.buttons & DRAWING) === 0) return;
    if (isPenAfterPalm(event, this.#pen) || this.#isPalmGone(event)) this.#takeBack();
    else if (this.#isBusyWithAnother(event)) {
      this.#isPinched ||= event.pointerType === this.#pen?.pointerType;
      return;
    }
    event.preventDefault(); // no text is selected, no image dragged
    // Nor is the focus taken from the button that was pressed last, whose Enter is another's then.
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused !== this.canvas) focused.blur();
    [this.#pen, this.#before, this.#isPinched] = [event, this.#drawing, false];
    this.canvas.setPointerCapture(event.pointerId);
    const isTurned = (event.buttons & ERASER_BUTTON) !== 0;
    this.start(this.#pointOf(event), isTurned || this.pen.erases);
  }

  /**
   * Start a stroke with the present pen.
   *
   * @param {import("./strokes.js").Point} point
   * @param {boolean} [erases]  whether it is an eraser, whatever the pen
   */
  start(point, erases = this.pen.erases) {
    this.dispatchEvent(new Event("start"));
    const width = erases ? ERASER_WIDTH : this.pen.width;
    this.#change(startStroke(this.#drawing, point, { width, erases }));
  }

  /** @param {import("./strokes.js").Point} point  where the last stroke goes on to */
  goOn(point) {
    this.#change(addPoint(this.#drawing, point));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pen?.pointerId) return;
    if ((event.buttons & DRAWING) === 0) return this.#up(event); // its pointerup was missed
    // Over plain HTTP from another machine no browser has it, nor has an older Safari anywhere;
    // Firefox gives an empty list for some events: https://bugzil.la/1511231
    const seen = event.getCoalescedEvents?.() ?? [];
    const moves = seen.length > 0 ? seen : [event];
    this.#change(moves.map((move) => this.#pointOf(move)).reduce(addPoint, this.#drawing));
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerId !== this.#pen?.pointerId) return;
    this.#pen = null;
    if (event.type !== "pointercancel") return;
    if (this.#isPinched) this.#takeBack();
    else if (event.pointerType === "touch") this.#cancelled = { drawing: this.#drawing, at: event.timeStamp };
  }

  /** Whether the last stroke was a hand's, which the system took away as a pen came near. @param {PointerEvent} event */
  #isPalmGone({ pointerType, timeStamp }) {
    const { drawing, at } = this.#cancelled ?? { drawing: null, at: 0 };
    return pointerType === "pen" && drawing === this.#drawing && timeStamp - at < PALM;
  }

  /** What is under way was no stroke: a palm before a pen, or two fingers that enlarge the page. */
  #takeBack() {
    this.dispatchEvent(new Event("back"));
    this.#change(this.#before);
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
    this.screen.repaint();
    this.dispatchEvent(new Event("change"));
  }
}
