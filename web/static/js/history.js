/** The kept drawings on the page: the strip, the buttons that correct and the export. */

import { Denied, isGone } from "./album.js";
import { isSilence } from "./http.js";
import { openAlbum } from "./lock.js";
import { enable, onPress, part } from "./page.js";
import { Strip } from "./strip.js";

/** @typedef {import("./album.js").Album} Album */
/** @typedef {import("./answering.js").Answering} Answering */

/**
 * @param {{album: Album, answering: Answering, language: string}} parts
 * @returns {() => void}  shows again what the server, being gone, could not tell
 */
export function showHistory({ album, answering, language }) {
  const section = part("history");
  if (section.dataset.access === "closed") return () => {};
  const strip = new Strip(part("strip"), album, language);
  const said = part("history-said");
  const done = part("history-done");
  const thanks = part("thanks");
  const bars = part("bars");
  const digits = [...bars.querySelectorAll("button")];
  let corrected = Promise.resolve();
  let isMissed = false; // the list, as the server is gone

  /** @param {unknown} error @param {HTMLElement} [where] */
  function tell(error, where = said) {
    if (error instanceof Denied) {
      where.textContent = error.message;
      if (error.status === 401) section.dataset.access = section.dataset.locked ?? section.dataset.access;
    } else if (isSilence(error)) where.textContent = section.dataset.silent ?? "";
    else throw error;
  }

  /** @param {() => Promise<void>} action @returns {Promise<boolean>} whether it could be done; if not, why is told */
  async function attempt(action) {
    try {
      said.textContent = "";
      await action();
      return true;
    } catch (error) {
      tell(error);
      return false;
    }
  }

  /** Show the last ones as they are now. */
  function refresh() {
    return attempt(async () => {
      try {
        isMissed = false;
        await strip.refresh();
      } catch (error) {
        isMissed = isSilence(error);
        throw error;
      }
    });
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

  /** One after the other, so that what is pressed last counts. @param {number} digit */
  function correctNext(digit) {
    const id = answering.imageId;
    if (!id) return;
    const next = () => correct(id, digit);
    corrected = corrected.then(next, next);
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

  digits.forEach((button, digit) => onPress(button, () => correctNext(digit)));
  onPress(part("export"), () => attempt(exportAll));
  onPress(part("more"), () => attempt(() => strip.more()));
  strip.addEventListener("shown", () => {
    const more = part("more");
    // A focus that goes away with its button would be at the top of the page.
    if (!strip.hasMore && more === document.activeElement) section.focus({ preventScroll: true });
    more.hidden = !strip.hasMore;
  });
  strip.addEventListener("error", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  strip.addEventListener("corrected", ({ detail }) => announce(filled(thanks.dataset.words, detail)));
  strip.addEventListener("erased", ({ detail }) => {
    announce(filled(section.dataset.erased, strip.cards.nameOf(detail)));
    forget(detail.image_id);
  });
  strip.addEventListener("gone", ({ detail }) => {
    said.textContent = section.dataset.gone ?? "";
    forget(detail.image_id);
  });
  answering.addEventListener("sending", ready);
  answering.addEventListener("sent", () => {
    ready();
    if (section.dataset.access === "open") refresh();
  });
  ready();
  const openAgain = openAlbum({
    album,
    show: refresh,
    opened: ready,
    refuse: () => (said.textContent = section.dataset.wrong ?? ""),
  });
  return () => {
    if (isMissed) openAgain();
  };
}

/** @param {string | undefined} words @param {string | number} what  that they are about */
function filled(words, what) {
  return (words ?? "").replace("{}", String(what));
}
