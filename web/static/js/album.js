/** The kept images, as the page shows and corrects them. */

/** @typedef {import("./http.js").Http} Http */
/**
 * @typedef {object} Kept
 * @property {string} image_id
 * @property {number | null} prediction
 * @property {number | null} certainty
 * @property {boolean} told
 * @property {number | null} label
 * @property {boolean} [blank]  whether nothing is drawn on it
 */

const PATIENCE = { list: 10_000, file: 120_000 }; // milliseconds
const PAGE = 200; // images that one answer may list

/** Rejects with an error of the kind that `isSilence` knows, or a Denied, when it can not. */
export class Album {
  /** The secret that opens it, where one is needed; visible ASCII, as any header is. */
  token = "";
  #last = Promise.resolve(); // what is changed after it, is changed in turn: what is said last counts

  /** @param {Http} http */
  constructor(http) {
    this.http = http;
  }

  /** The latest, newest first. @param {number} count @returns {Promise<Kept[]>} */
  async latest(count) {
    /** @type {Kept[]} */
    const images = [];
    for (let before = ""; images.length < count && before !== null; ) {
      const limit = Math.min(count - images.length, PAGE);
      const response = await this.#fetch(`?limit=${limit}${before && `&before=${before}`}`);
      const page = await response.json();
      images.push(...page.images);
      before = page.next;
    }
    return images;
  }

  /** @param {string} imageId */
  async picture(imageId) {
    return (await this.#fetch(`/${imageId}.png`)).blob();
  }

  /** @param {string} imageId @param {number} digit  that it shows */
  label(imageId, digit) {
    return this.#change(`/${imageId}/label`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ label: digit }),
    });
  }

  /** @param {string} imageId */
  erase(imageId) {
    return this.#change(`/${imageId}`, { method: "DELETE" });
  }

  /** All labelled images in a zip. */
  async labelled() {
    return (await this.#fetch("/labelled.zip", { patience: PATIENCE.file })).blob();
  }

  /** @param {string} path @param {RequestInit} options @returns {Promise<void>} */
  #change(path, options) {
    const change = async () => void (await this.#fetch(path, options));
    return (this.#last = this.#last.then(change, change));
  }

  /** @param {string} path @param {RequestInit & {patience?: number}} [options] */
  async #fetch(path, { headers, ...options } = {}) {
    const { token } = this;
    const secret = token ? { Authorization: `Bearer ${token}` } : {};
    const response = await this.http.fetch(`api/images${path}`, {
      patience: PATIENCE.list,
      headers: { ...secret, ...headers },
      ...options,
    });
    if (response.ok) return response;
    // What is refused to a token that was replaced meanwhile, the new one may open.
    if (response.status === 401 && token !== this.token) return this.#fetch(path, { headers, ...options });
    const { error } = await response.json();
    throw new Denied(error, response.status);
  }
}

/** The server says why not; the message is a sentence for a person. */
export class Denied extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Whether the image was erased already, in another tab or by age. @param {unknown} error */
export function isGone(error) {
  return error instanceof Denied && error.status === 404;
}
