/** The strip of the last drawings. */

import { isGone } from "./album.js";
import { Cards } from "./cards.js";
import { Gallery } from "./gallery.js";

/** @typedef {import("./album.js").Album} Album */
/** @typedef {import("./album.js").Kept} Kept */

const STEP = 12; // so many more are shown each time
const ONE_PRESS = 500; // milliseconds: the second half of a double click erases nothing more

/**
 * Tells when it was "shown", and each "error", which is the event's `detail`; so are the digit of what
 * was "corrected", and the image that was "erased", or is "gone": it is still in the list.
 */
export class Strip extends EventTarget {
  #wanted = STEP;
  #turn = 0;
  hasMore = false;
  #pressed = -ONE_PRESS; // when an × was, last
  #last = Promise.resolve(true); // what is done after it, is done in turn

  /**
   * @param {HTMLElement} list  with a `template` of an item
   * @param {Album} album
   * @param {string} language  of the numbers
   */
  constructor(list, album, language) {
    super();
    this.list = list;
    this.album = album;
    this.template = /** @type {HTMLTemplateElement} */ (list.querySelector("template"));
    this.gallery = new Gallery(album);
    this.cards = new Cards(this.template, language);
  }

  /** Show the last ones as they are now. @returns {Promise<void>} */
  async refresh() {
    const [turn, last] = [(this.#turn += 1), this.#last];
    await last; // a list that comes before it does not have it
    const known = await this.album.latest(this.#wanted + 1);
    const images = known.slice(0, this.#wanted);
    const items = await Promise.all(images.map((image) => this.#item(image)));
    if (turn !== this.#turn) return; // a later list is under way, or here
    if (last !== this.#last) return this.refresh(); // nor has this one what was asked for meanwhile
    this.gallery.forget(new Set(images.map((image) => image.image_id)));
    this.#replace(items);
    this.hasMore = known.length > images.length;
    this.dispatchEvent(new Event("shown"));
  }

  /** Show older ones, too. */
  async more() {
    this.#wanted = this.list.querySelectorAll("li").length + STEP;
    await this.refresh();
  }

  /** Who has the focus in the list keeps it there: on the same image, else where that was. @param {HTMLElement[]} items */
  #replace(items) {
    const before = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("li")]);
    const focus = /** @type {HTMLElement | null} */ (document.activeElement);
    const at = before.findIndex((item) => item.contains(focus));
    this.list.replaceChildren(this.template, ...items);
    this.list.dataset.count = String(items.length);
    if (at === -1) return;
    const same = items.find((item) => item.dataset.id === before[at].dataset.id);
    const item = same ?? items[Math.min(at, items.length - 1)];
    const next = item?.querySelector(`[data-slot="${focus?.dataset.slot}"]`) ?? this.list.closest("section");
    /** @type {HTMLElement} */ (next).focus({ preventScroll: true });
  }

  /** @param {Kept} image */
  async #item(image) {
    const id = image.image_id;
    return this.cards.make(image, await this.gallery.address(id), {
      correct: (digit) => this.#correct(image, digit),
      erase: (when) => {
        // The list moves up: what comes next under the pointer, or the key, was not meant.
        const isNew = when - this.#pressed > ONE_PRESS;
        this.#pressed = when;
        if (isNew) this.#erase(image);
      },
    });
  }

  /** @param {Kept} image @param {number} digit */
  #correct(image, digit) {
    return this.#do(async () => {
      await this.album.label(image.image_id, digit);
      this.#tell("corrected", digit);
    }, image);
  }

  /** @param {Kept} image */
  #erase(image) {
    return this.#do(async () => {
      await this.album.erase(image.image_id).catch((error) => {
        if (!isGone(error)) throw error;
      });
      this.#tell("erased", image);
    }, image);
  }

  /** @param {() => Promise<void>} action @param {Kept} image @returns {Promise<boolean>} whether it worked */
  #do(action, image) {
    return (this.#last = this.#last.then(() => this.#attempt(action, image)));
  }

  /** @param {() => Promise<void>} action @param {Kept} image */
  async #attempt(action, image) {
    try {
      await action().catch((error) => {
        if (!isGone(error)) throw error;
        this.#tell("gone", image);
      });
      return true;
    } catch (error) {
      this.#tell("error", error);
      return false;
    }
  }

  /** @param {string} what @param {unknown} detail */
  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
