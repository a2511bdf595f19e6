/** The tray of tools: steps back and forth, pens and the eraser. */

import { enable, onPress, part } from "./page.js";
import { Steps } from "./steps.js";
import { EMPTY } from "./strokes.js";

/** @typedef {import("./pad.js").Pad} Pad */

export class Tools {
  #steps = new Steps();
  /** @type {HTMLInputElement | null} the last one that draws */
  #pen = null;

  /** @param {Pad} pad */
  constructor(pad) {
    this.pad = pad;
    this.pens = /** @type {NodeListOf<HTMLInputElement>} */ (
      part("pens").querySelectorAll("input[type=radio]")
    );
    pad.addEventListener("start", () => this.#steps.take(pad.drawing));
    pad.addEventListener("back", () => this.#steps.drop());
    pad.addEventListener("change", () => this.#enable());
    onPress(part("undo"), () => this.undo());
    onPress(part("redo"), () => this.redo());
    onPress(part("clear"), () => this.clear());
    for (const pen of this.pens) pen.addEventListener("change", () => this.#choose(pen));
    this.#pen = [...this.pens].find((pen) => pen.defaultChecked) ?? null;
    for (const pen of this.pens) if (pen.checked) this.#choose(pen); // a browser remembers it
    this.#enable();
  }

  undo() {
    this.pad.drawing = this.#steps.back(this.pad.drawing);
    this.#enable();
  }

  redo() {
    this.pad.drawing = this.#steps.forth(this.pad.drawing);
    this.#enable();
  }

  clear() {
    this.put(EMPTY);
    // On an empty sheet an eraser is of no use, and who draws with it sees nothing.
    if (this.pad.pen.erases && this.#pen) {
      this.#pen.checked = true;
      this.#choose(this.#pen);
    }
  }

  /** Put another drawing on the sheet, as one step. @param {Pad["drawing"]} drawing */
  put(drawing) {
    if (this.pad.drawing !== drawing) this.#steps.take(this.pad.drawing);
    this.pad.drawing = drawing;
    this.#enable();
  }

  /** @param {HTMLInputElement} pen */
  #choose(pen) {
    const { value } = pen;
    const erases = value === "eraser";
    if (!erases) this.#pen = pen;
    this.pad.pen = { width: erases ? 0 : Number(value), erases };
    this.pad.canvas.classList.toggle("is-erasing", erases);
  }

  #enable() {
    enable(part("undo"), this.#steps.hasPast);
    enable(part("redo"), this.#steps.hasFuture);
  }
}
