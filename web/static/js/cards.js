/** The cards of the kept drawings: what was said of each, its correction, and its erasure. */

import { certaintyIn } from "./certainty.js";

/** @typedef {import("./album.js").Kept} Kept */
/**
 * @typedef {object} What  can be done with one
 * @property {(digit: number) => Promise<boolean>} correct  whether it was
 * @property {(when: number) => void} erase
 */

export class Cards {
  /**
   * @param {HTMLTemplateElement} template  of a card
   * @param {string} language  of the numbers
   */
  constructor(template, language) {
    this.template = template;
    this.blank = template.dataset.blank ?? "";
    this.certainty = certaintyIn(language);
    // The month in letters: whether 3/4 is in March or in April, not all who read English agree.
    this.time = new Intl.DateTimeFormat(language, { timeStyle: "medium", dateStyle: "medium" });
  }

  /** What tells one from the others for who does not see it. @param {Kept} image */
  nameOf(image) {
    return `${this.#timeOf(image.image_id)}, ${this.#digitOf(image)}`;
  }

  /** @param {Kept} image @param {string} picture  its address; "": it is not to be had @param {What} what */
  make(image, picture, { correct, erase }) {
    const card = this.#filled(image, picture);
    const correction = /** @type {HTMLSelectElement} */ (slot(card, "label"));
    let known = image.label;
    mark(card, image, known);
    correction.addEventListener("change", async () => {
      const digit = Number(correction.value);
      if (await correct(digit)) known = digit;
      // Meanwhile the arrow keys may have gone on to another digit.
      if (Number(correction.value) === digit) mark(card, image, known);
    });
    slot(card, "erase").addEventListener("click", ({ timeStamp }) => erase(timeStamp));
    return card;
  }

  /** @param {Kept} image @param {string} picture */
  #filled(image, picture) {
    const { image_id: id, certainty } = image;
    const { content } = this.template;
    const card = /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
    card.dataset.id = id;
    for (const control of card.querySelectorAll("[aria-label]")) {
      control.setAttribute("aria-label", `${control.getAttribute("aria-label")} (${this.nameOf(image)})`);
    }
    const shown = /** @type {HTMLImageElement} */ (slot(card, "picture"));
    if (picture) shown.src = picture;
    shown.alt = this.#timeOf(id);
    slot(card, "digit").textContent = this.#digitOf(image);
    slot(card, "certainty").textContent = certainty === null ? "" : this.certainty(certainty);
    return card;
  }

  /** When it was received; its name, if somebody gave it one that tells no time. @param {string} id */
  #timeOf(id) {
    const time = timeIn(id);
    return Number.isNaN(time.getTime()) ? id : this.time.format(time);
  }

  /** What was said of it. @param {Kept} image */
  #digitOf({ prediction, told, blank }) {
    return blank ? this.blank : told ? String(prediction) : "?";
  }
}

/** @param {HTMLElement} card @param {string} name */
function slot(card, name) {
  return /** @type {HTMLElement} */ (card.querySelector(`[data-slot="${name}"]`));
}

/** @param {HTMLElement} card @param {Kept} image @param {number | null} known  what it is, as a person says */
function mark(card, { prediction }, known) {
  const correction = /** @type {HTMLSelectElement} */ (slot(card, "label"));
  correction.value = known === null ? "" : String(known);
  card.classList.toggle("is-corrected", known !== null);
  card.classList.toggle("is-wrong", known !== null && known !== prediction);
}

/** @param {string} id  such as 20250131T142501.123456Z */
function timeIn(id) {
  return new Date(id.replace(/^(....)(..)(..T..)(..)(..\....)...Z$/, "$1-$2-$3:$4:$5Z"));
}
