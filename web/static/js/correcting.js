/** The ten buttons beside the sheet, by which a person says which digit the drawing on it is. */

import { isGone } from "./album.js";
import { enable, filled, onPress, part } from "./page.js";

/**
 * @param {object} how
 * @param {import("./album.js").Album} how.album
 * @param {import("./answering.js").Answering} how.answering  about the drawing
 * @param {HTMLElement} how.said  where it is said what does not concern the drawing on the sheet
 * @param {(error: unknown, where: HTMLElement) => void} how.tell  why it could not be kept
 * @param {() => Promise<unknown>} how.refresh  shows what was said with the drawing that is kept
 * @returns {{ready: () => void, forget: (id: string) => void}} to call when there may be something to
 *   correct, or no more, and when there is no image of this name any more
 */
export function acceptCorrections({ album, answering, said, tell, refresh }) {
  const section = part("history");
  const thanks = part("thanks");
  const bars = part("bars");
  const digits = [...bars.querySelectorAll("button")];

  function ready() {
    const can = answering.imageId !== null && section.dataset.access === "open";
    bars.classList.toggle("is-ready", can);
    for (const digit of digits) {
      enable(digit, can);
      digit.tabIndex = can ? 0 : -1; // ten steps of the Tab key to nothing
    }
    if (!can) thanks.textContent = "";
  }

  /** @param {string} id */
  function forget(id) {
    if (id === answering.imageId) answering.imageId = null;
    ready();
  }

  /** @param {string} id @param {number} digit */
  async function correct(id, digit) {
    // Beside another drawing that is there by now, what is said of this one would be untrue.
    const place = () => (id === answering.imageId ? thanks : said);
    try {
      place().textContent = "";
      await album.label(id, digit);
      if (place() === thanks) thanks.textContent = filled(thanks.dataset.words, digit);
    } catch (error) {
      const where = place();
      if (!isGone(error)) return tell(error, where);
      forget(id);
      where.textContent = section.dataset.gone ?? "";
    }
    await refresh();
  }

  digits.forEach((button, digit) =>
    onPress(button, () => {
      if (answering.imageId) correct(answering.imageId, digit);
    }),
  );
  return { ready, forget };
}
