/** Asks the server how busy it is, again and again, while somebody may look. */

/** @typedef {import("./client.js").Load} Load */

/**
 * Ask at once and then after each pause; not at all while the page is hidden.
 *
 * @param {object} how
 * @param {() => Promise<Load | null | undefined>} how.ask
 * @param {(load: Load | null | undefined) => void} how.show
 * @param {number} how.pause  milliseconds between an answer and the next question
 * @param {EventTarget & {hidden: boolean}} [how.page]
 */
export function watch({ ask, show, pause, page = document }) {
  let asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;

  async function round() {
    if (page.hidden || asking) return;
    clearTimeout(next);
    asking = true;
    try {
      show(await ask());
    } finally {
      asking = false;
    }
    if (!page.hidden) next = setTimeout(round, pause);
  }

  page.addEventListener("visibilitychange", round);
  round();
}
