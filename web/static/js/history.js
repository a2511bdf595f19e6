/** The kept drawings on the page: the strip, and the export. */

import { Denied } from "./album.js";
import { acceptCorrections } from "./correcting.js";
import { isSilence } from "./http.js";
import { openAlbum } from "./lock.js";
import { filled, onPress, part } from "./page.js";
import { Strip } from "./strip.js";

/** @typedef {import("./album.js").Album} Album */
/** @typedef {import("./answering.js").Answering} Answering */

/**
 * @param {{album: Album, answering: Answering, language: string}} parts
 * @returns {(isBack: boolean) => void}  shows again what the server, being gone, could not tell; once it
 *   is back, nothing says any more that it is gone
 */
export function showHistory({ album, answering, language }) {
  const section = part("history");
  if (section.dataset.access === "closed") return () => {};
  const strip = new Strip(part("strip"), album, language);
  const said = part("history-said");
  const thanks = part("thanks");
  const done = part("history-done");
  const { ready, forget } = acceptCorrections({ album, answering, said, tell, refresh });
  let isMissed = false; // the list, as the server is gone

  /** @param {unknown} error @param {HTMLElement} [where] */
  function tell(error, where = said) {
    if (error instanceof Denied) {
      if (error.status === 401) lock();
      where.textContent = error.message;
    } else if (isSilence(error)) where.textContent = section.dataset.silent ?? "";
    else throw error;
  }

  /** The token is none any more: ask for it. */
  function lock() {
    section.dataset.access = section.dataset.locked ?? section.dataset.access;
    ready();
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
    isMissed = false;
    return attempt(() =>
      strip.refresh().catch((error) => {
        isMissed = isSilence(error);
        throw error;
      }),
    );
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

  onPress(part("export"), () => attempt(exportAll));
  onPress(part("more"), () => attempt(() => strip.more()));
  strip.addEventListener("shown", () => {
    const more = part("more");
    // A focus that goes away with its button would be at the top of the page.
    if (!strip.hasMore && more === document.activeElement) section.focus({ preventScroll: true });
    more.hidden = !strip.hasMore;
  });
  strip.addEventListener("error", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  strip.addEventListener("corrected", ({ detail }) => {
    thanks.textContent = ""; // it may be about the same drawing, and another digit
    announce(filled(thanks.dataset.words, detail));
  });
  strip.addEventListener("erased", async ({ detail }) => {
    forget(detail.image_id);
    if (await refresh()) announce(filled(section.dataset.erased, strip.cards.nameOf(detail)));
  });
  strip.addEventListener("gone", async ({ detail }) => {
    forget(detail.image_id);
    if (await refresh()) said.textContent = section.dataset.gone ?? "";
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
  return (isBack) => {
    for (const place of isBack ? [said, thanks] : []) {
      if (place.textContent === section.dataset.silent) place.textContent = "";
    }
    if (isMissed) openAgain();
  };
}
