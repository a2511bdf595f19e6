/** The note beside the sheet: says one thing at a time, in words that the page brings along. */

import { certaintyIn } from "./certainty.js";

const SURE = 90; // percent from which on the page calls itself sure
const NOTHING = 20; // percent under which it does not even suppose

/** What it may say of a drawing that was not sent. */
export const PREVIEWS = ["guess", "doubt", "nothing"];

export class Note {
  #told = /** @type {import("./client.js").Outcome | null} */ (null); // of the drawing as it is

  /**
   * @param {HTMLElement} element  with a live region in it, `[role=status]`
   * @param {string} language  of the numbers
   */
  constructor(element, language) {
    this.element = element;
    this.status = /** @type {HTMLElement} */ (element.querySelector("[role=status]"));
    this.certainty = certaintyIn(language, 2);
    this.size = new Intl.NumberFormat(language, {
      style: "unit",
      unit: "megabyte",
      maximumSignificantDigits: 2,
    });
  }

  /** @returns {string} what it says now */
  get says() {
    return this.element.dataset.says ?? "";
  }

  /** What it says is about a drawing that has changed since. @param {boolean} stale */
  set stale(stale) {
    this.element.classList.toggle("is-stale", stale);
  }

  /**
   * Say what stands in `template[data-say=what]`, with its slots filled.
   *
   * @param {string} what
   * @param {Record<string, string>} [slots]  text by the name of its `[data-slot]`
   * @param {boolean} [aloud]  nobody wants to hear every guess: what was asked for is read aloud
   */
  say(what, slots = {}, aloud = !PREVIEWS.includes(what)) {
    const said = this.#words(what);
    for (const slot of said.querySelectorAll("[data-slot]")) {
      slot.textContent = slots[/** @type {HTMLElement} */ (slot).dataset.slot ?? ""] ?? "";
    }
    for (const use of said.querySelectorAll("use[data-glyph]")) {
      use.setAttribute("href", `#glyph-${slots.digit}`);
    }
    this.stale = false;
    // What is said twice would be read aloud twice.
    if (this.says === what && this.status.textContent === said.textContent) return;
    this.element.dataset.says = what;
    this.element.setAttribute("aria-busy", String(what === "sending"));
    this.status.setAttribute("aria-live", aloud ? "polite" : "off");
    this.status.replaceChildren(said);
  }

  /** Tell what became of the drawing. @param {import("./client.js").Outcome} outcome */
  tell(outcome) {
    this.#told = outcome;
    this.interrupt(outcome);
  }

  /** The drawing is another one. */
  forget() {
    this.#told = null;
  }

  /** Tell once more what was told, if all that is said now is why something else failed. */
  resume() {
    if (this.#told && ["silent", "refused"].includes(this.says)) this.interrupt(this.#told);
  }

  /** Say what became of something else, for the moment. @param {import("./client.js").Outcome} outcome */
  interrupt(outcome) {
    if (outcome.kind === "silent") return this.say("silent");
    if ("bytes" in outcome) return this.say("heavy", { size: this.size.format(outcome.bytes / 1e6) });
    if ("message" in outcome) return this.say(outcome.kind, { message: outcome.message });
    const { kind, digit, certainty } = outcome;
    const words = kind === "doubt" ? "unknown" : certainty >= SURE ? "sure" : "rather";
    this.say(kind === "doubt" && certainty < NOTHING ? "nothing" : kind, {
      digit: String(digit),
      certainty: this.certainty(certainty),
      words: this.element.dataset[words] ?? "",
      warning: "warning" in outcome ? outcome.warning : "",
    });
  }

  /** @param {string} what */
  #words(what) {
    const template = this.element.querySelector(`template[data-say="${what}"]`);
    return document.importNode(/** @type {HTMLTemplateElement} */ (template).content, true);
  }
}
