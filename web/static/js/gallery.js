/** The pictures of the kept drawings, each fetched once. */

import { Denied } from "./album.js";
import { isSilence } from "./http.js";

export class Gallery {
  /** @type {Map<string, Promise<string>>} addresses by the names of the images */
  #addresses = new Map();

  /** @param {import("./album.js").Album} album */
  constructor(album) {
    this.album = album;
  }

  /** @param {string} id @returns {Promise<string>} its address; "" if it is not to be had: the others are */
  address(id) {
    const known = this.#addresses.get(id);
    if (known) return known;
    const fetched = this.#fetch(id);
    this.#addresses.set(id, fetched);
    return fetched;
  }

  /** @param {Set<string>} kept  whose pictures are still shown */
  forget(kept) {
    for (const [id, fetched] of this.#addresses) {
      if (kept.has(id)) continue;
      this.#addresses.delete(id);
      fetched.then((address) => URL.revokeObjectURL(address));
    }
  }

  /** @param {string} id */
  async #fetch(id) {
    try {
      return URL.createObjectURL(await this.album.picture(id));
    } catch (error) {
      this.#addresses.delete(id); // the next one may get it
      if (error instanceof Denied || isSilence(error)) return "";
      throw error;
    }
  }
}
