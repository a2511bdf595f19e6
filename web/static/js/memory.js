/** The drawing's way through a reload: in another language, or by mistake. */

import { storage } from "./page.js";
import { paperOf } from "./paper.js";
import { EMPTY } from "./strokes.js";

/** @typedef {import("./strokes.js").Drawing} Drawing */
/** @typedef {import("./strokes.js").Picture} Picture */

const KEY = "swagdigit-drawing";

/** Keep a drawing while the page is loaded anew. @param {Drawing} drawing */
export function remember(drawing) {
  storage?.removeItem(KEY);
  if (drawing.length === 0) return;
  const parts = drawing.map((part) => ("picture" in part ? { address: part.address } : part));
  try {
    storage?.setItem(KEY, JSON.stringify(parts));
  } catch (error) {
    // A picture of many megabytes finds no room.
    if (!(error instanceof DOMException && error.name === "QuotaExceededError")) throw error;
  }
}

/** @returns {Promise<Drawing>} what was remembered, or nothing */
export async function recall() {
  const kept = storage?.getItem(KEY);
  if (!kept) return EMPTY;
  const parts = JSON.parse(kept);
  return Promise.all(parts.map((/** @type {any} */ part) => (part.address ? picture(part.address) : part)));
}

/** @param {Blob} file @returns {Promise<string>} all of it, as a data URL */
export function addressOf(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(/** @type {string} */ (reader.result)));
    reader.addEventListener("error", () => fail(reader.error));
    reader.readAsDataURL(file);
  });
}

/** @param {string} address  a data URL, which the page's policy lets nobody fetch @returns {Promise<Picture>} */
async function picture(address) {
  const [type, content] = address.slice("data:".length).split(";base64,");
  const file = new Blob([Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0))], { type });
  const bitmap = await createImageBitmap(file);
  return { picture: bitmap, paper: paperOf(bitmap), file, address };
}
