/** The pictures of the kept drawings, each fetched once. */

import { Denied } from "./album.js";
import { isSilence } from "./http.js";

export class Gallery {
  /** @type {Map<string, string>} addresses by the names of the images */
  #addresses = new Map();

  /** @param {import("./album.js").Album} album */
  constructor(album) {
    this.album = album;
  }

  /** @param {string} id @returns {Promise<string>} its address; "" if it is not to be had: the others are */
  async address(id) {
    const known = this.#addresses.get(id);
    if (known) return known;
    try {
      const address = URL.createObjectURL(await this.album.picture(id));
      this.#addresses.set(id, address);
      return address;
    } catch (error) {
      if (error instanceof Denied || isSilence(error)) return "";
      throw error;
    }
  }

  /** @param {Set<string>} kept  whose pictures are still shown */
  forget(kept) {
    for (const [id, address] of this.#addresses) {
      if (kept.has(id)) continue;
      URL.revokeObjectURL(address);
      this.#addresses.delete(id);
    }
  }
}
