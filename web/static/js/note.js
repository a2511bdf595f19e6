/** The note beside the sheet: says one thing at a time, in words that the page brings along. */

export class Note {
  /**
   * @param {HTMLElement} element  with a live region in it, `[role=status]`
   * @param {string} language  of the numbers
   */
  constructor(element, language) {
    this.element = element;
    this.status = /** @type {HTMLElement} */ (element.querySelector("[role=status]"));
    this.percent = new Intl.NumberFormat(language, {
      style: "percent",
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
  }

  /** @returns {string | undefined} what it says now */
  get says() {
    return this.element.dataset.says;
  }

  /**
   * Say what stands in `template[data-say=what]`, with its slots filled.
   *
   * @param {string} what
   * @param {Record<string, string>} [slots]  text by the name of its `[data-slot]`
   */
  say(what, slots = {}) {
    const said = this.#words(what);
    for (const slot of said.querySelectorAll("[data-slot]")) {
      slot.textContent = slots[/** @type {HTMLElement} */ (slot).dataset.slot ?? ""] ?? "";
    }
    for (const use of said.querySelectorAll("use[data-glyph]")) {
      use.setAttribute("href", `#glyph-${slots.digit}`);
    }
    this.element.dataset.says = what;
    this.element.setAttribute("aria-busy", String(what === "sending"));
    this.status.replaceChildren(said);
  }

  /** @param {import("./client.js").Answer} answer */
  tell({ digit, certainty, warning }) {
    const percent = this.percent.format(certainty / 100);
    this.say("told", { digit: String(digit), certainty: percent, warning });
  }

  /** @param {string} what */
  #words(what) {
    const template = this.element.querySelector(`template[data-say="${what}"]`);
    return document.importNode(/** @type {HTMLTemplateElement} */ (template).content, true);
  }
}
