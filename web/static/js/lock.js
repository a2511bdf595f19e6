/** The lock on the kept drawings: a form for the token, which this tab remembers. */

import { part, storage } from "./page.js";

const KEY = "swagdigit-key";
const TOKEN = /^[\x21-\x7e]+$/; // what a header can carry, and every token is made of

/**
 * Open the drawings now, if they are not locked or the token is remembered; else once it is given.
 *
 * @param {object} how
 * @param {import("./album.js").Album} how.album  that the token opens
 * @param {() => Promise<boolean>} how.show  shows them; says whether it could
 * @param {() => void} how.opened  or not, after all
 * @param {() => void} how.refuse  what can be no token
 * @returns {() => Promise<void>}  tries once more
 */
export function openAlbum({ album, show, opened, refuse }) {
  const section = part("history");
  const form = part("key-form");
  const key = /** @type {HTMLInputElement} */ (part("key"));

  /** @param {string | null} token */
  async function open(token) {
    album.token = token ?? "";
    const isOpen = await show();
    if (album.token !== (token ?? "")) return; // another was given meanwhile: that one counts
    if (isOpen && token) storage?.setItem(KEY, token);
    const isIn = form.contains(document.activeElement);
    section.dataset.access = isOpen ? "open" : section.dataset.locked ?? "open";
    if (isOpen) key.value = ""; // nobody who comes after looks it up in the page
    if (isOpen && isIn) section.focus({ preventScroll: true }); // the form goes, the focus stays
    opened();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const token = key.value.trim();
    if (TOKEN.test(token)) open(token);
    else refuse();
  });
  const kept = storage?.getItem(KEY) ?? null;
  if (section.dataset.access === "open" || kept) open(kept);
  return () => open(album.token || null);
}
