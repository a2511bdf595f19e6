/** The kept drawings on the page: the strip, the buttons that correct, the export and the key. */

import { Denied, isGone } from "./album.js";
import { isSilence } from "./http.js";
import { enable, onPress, part, storage } from "./page.js";
import { Strip } from "./strip.js";

/** @typedef {import("./album.js").Album} Album */
/** @typedef {import("./answering.js").Answering} Answering */

const KEY = "swagdigit-key";
const TOKEN = /^[\x21-\x7e]+$/; // what a header can carry, and every token is made of

/** @param {{album: Album, answering: Answering, language: string}} parts */
export function showHistory({ album, answering, language }) {
  const section = part("history");
  if (section.dataset.access === "closed") return;
  const strip = new Strip(part("strip"), album, language);
  const said = part("history-said");
  const done = part("history-done");
  const thanks = part("thanks");
  const bars = part("bars");
  const form = part("key-form");
  const key = /** @type {HTMLInputElement} */ (part("key"));
  const digits = [...bars.querySelectorAll("button")];

  /** @param {unknown} error @param {HTMLElement} [where] */
  function tell(error, where = said) {
    if (isGone(error)) where.textContent = section.dataset.gone ?? "";
    else if (error instanceof Denied) where.textContent = error.message;
    else if (isSilence(error)) where.textContent = section.dataset.silent ?? "";
    else throw error;
  }

  /** @param {() => Promise<void>} action @param {HTMLElement} [where]  it is told why it failed */
  async function attempt(action, where = said) {
    try {
      where.textContent = "";
      await action();
      return true;
    } catch (error) {
      tell(error, where);
      return false;
    }
  }

  /** @param {string | null} token */
  async function open(token) {
    album.token = token ?? "";
    const isOpen = await attempt(() => strip.refresh());
    if (isOpen && token) storage?.setItem(KEY, token);
    const isIn = form.contains(document.activeElement);
    section.dataset.access = isOpen ? "open" : section.dataset.locked ?? "open";
    if (isOpen) key.value = ""; // nobody who comes after looks it up in the page
    if (isOpen && isIn) section.focus({ preventScroll: true }); // the form goes, the focus stays
    ready();
  }

  /** Whether there is something to correct. */
  function ready() {
    const can = answering.imageId !== null && section.dataset.access === "open";
    bars.classList.toggle("is-ready", can);
    for (const digit of digits) {
      enable(digit, can);
      digit.tabIndex = can ? 0 : -1; // ten steps of the Tab key to nothing
    }
    if (!can) thanks.textContent = "";
  }

  /** There is no image of this name any more. @param {string} id */
  function forget(id) {
    if (id === answering.imageId) answering.imageId = null;
    ready();
  }

  /** @param {string | undefined} words @param {string} what  that they are about */
  function thank(words, what) {
    return (words ?? "").replace("{}", what);
  }

  /** @param {number} digit */
  async function correct(digit) {
    const id = answering.imageId;
    if (!id) return;
    try {
      thanks.textContent = "";
      await album.label(id, digit);
      thanks.textContent = thank(thanks.dataset.words, String(digit));
    } catch (error) {
      if (isGone(error)) forget(id);
      tell(error, thanks);
      if (!isGone(error)) return;
    }
    await attempt(() => strip.refresh());
  }

  /** Say what was done, though who looks sees it. @param {string} words */
  function announce(words) {
    said.textContent = "";
    done.textContent = words;
  }

  async function exportAll() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await album.labelled());
    link.download = "labelled.zip";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  digits.forEach((button, digit) => onPress(button, () => correct(digit)));
  onPress(part("export"), () => attempt(exportAll));
  onPress(part("more"), () => attempt(() => strip.more()));
  strip.addEventListener("shown", () => {
    const more = part("more");
    // A focus that goes away with its button would be at the top of the page.
    if (!strip.hasMore && more === document.activeElement) section.focus({ preventScroll: true });
    more.hidden = !strip.hasMore;
  });
  strip.addEventListener("error", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  strip.addEventListener("corrected", ({ detail }) => announce(thank(thanks.dataset.words, detail)));
  strip.addEventListener("erased", ({ detail }) => {
    announce(thank(section.dataset.erased, strip.cards.nameOf(detail)));
    forget(detail.image_id);
  });
  strip.addEventListener("gone", ({ detail }) => {
    said.textContent = section.dataset.gone ?? "";
    forget(detail.image_id);
  });
  answering.addEventListener("sending", ready);
  answering.addEventListener("sent", () => {
    ready();
    if (section.dataset.access === "open") attempt(() => strip.refresh());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const token = key.value.trim();
    if (TOKEN.test(token)) open(token);
    else said.textContent = section.dataset.wrong ?? "";
  });
  ready();
  const kept = storage?.getItem(KEY) ?? null;
  if (section.dataset.access === "open" || kept) open(kept);
}
