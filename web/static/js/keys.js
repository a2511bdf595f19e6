/** The keyboard: shortcuts, and a pen that the arrow keys lead. */

import { isWriting } from "./page.js";
import { SIDE } from "./strokes.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 14; // units of the sheet; with Shift a quarter of it

/** @param {Record<"undo" | "redo" | "clear" | "send", () => void>} actions */
export function listenToShortcuts({ undo, redo, clear, send }) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || isWriting(event.target)) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      const action = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
      if (action) event.preventDefault();
      return action?.();
    }
    if (event.repeat) return;
    // A link, a button or a file to choose that has the focus has its own use for Enter.
    const focused = event.target instanceof Element && event.target.closest("a, button, summary, [type=file]");
    // It closes a list, and who is at the drawings that were kept does not mean the one on the sheet.
    const isElsewhere = event.target instanceof Element && event.target.closest("select, [data-part=history]");
    if (key === "escape" && !isElsewhere) clear();
    if (key === "enter" && !focused && !isElsewhere) send();
  });
}

/** A key that is held presses a button once: not one more copy is sent, or saved, each time it repeats. */
export function pressOnce() {
  document.addEventListener("keydown", (event) => {
    const isHeld = event.repeat && ["Enter", " "].includes(event.key);
    if (isHeld && event.target instanceof Element && event.target.closest("button")) event.preventDefault();
  });
}

/** A pen for the sheet that has the focus: arrows move it, the space bar puts it down and up. */
export class KeyPen {
  #x = SIDE / 2;
  #y = SIDE / 2;
  #isDown = false;

  /**
   * @param {import("./pad.js").Pad} pad
   * @param {HTMLElement} cursor  shows where the pen is
   * @param {HTMLElement} said  a live region, for who does not see it, with the words in `data-`
   */
  constructor(pad, cursor, said) {
    this.pad = pad;
    this.cursor = cursor;
    this.said = said;
    pad.canvas.addEventListener("keydown", (event) => this.#press(event));
    pad.canvas.addEventListener("blur", () => this.#lift());
    pad.canvas.addEventListener("pointerdown", () => this.#lift());
    pad.addEventListener("put", () => this.#lift());
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") {
      event.preventDefault();
      if (event.repeat) return;
      this.#put(!this.#isDown);
      if (this.#isDown) this.pad.start({ x: this.#x, y: this.#y });
    } else if (event.key in ARROWS) {
      event.preventDefault();
      const [right, down] = ARROWS[/** @type {keyof ARROWS} */ (event.key)];
      const step = event.shiftKey ? STEP / 4 : STEP;
      this.#x = Math.min(Math.max(this.#x + right * step, 0), SIDE);
      this.#y = Math.min(Math.max(this.#y + down * step, 0), SIDE);
      if (this.#isDown) this.pad.goOn({ x: this.#x, y: this.#y });
    } else if ((event.key === "Escape" || event.key === "Enter") && this.#isDown) {
      this.#put(false);
    }
    this.#show();
  }

  /** @param {boolean} isDown */
  #put(isDown) {
    this.#isDown = isDown;
    this.said.textContent = this.said.dataset[isDown ? "down" : "up"] ?? "";
  }

  #lift() {
    this.#isDown = false;
    this.said.textContent = "";
    this.#show();
  }

  #show() {
    this.cursor.style.setProperty("--x", `${(100 * this.#x) / SIDE}%`);
    this.cursor.style.setProperty("--y", `${(100 * this.#y) / SIDE}%`);
    this.cursor.classList.toggle("is-down", this.#isDown);
  }
}
