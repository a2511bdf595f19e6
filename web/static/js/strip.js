/** The strip of the last drawings: what was said of each, its correction, and its erasure. */

/** @typedef {import("./album.js").Album} Album */
/** @typedef {import("./album.js").Kept} Kept */

const SHOWN = 12;
const ONE_PRESS = 500; // milliseconds: the second half of a double click erases nothing more

/** Tells when something was "done" or "erased", and of each "error", which is the event's `detail`. */
export class Strip extends EventTarget {
  /** @type {Map<string, string>} addresses of the pictures that were fetched, by their names */
  #pictures = new Map();
  #turn = 0;
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
    this.percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
    this.time = new Intl.DateTimeFormat(language, { timeStyle: "short", dateStyle: "short" });
  }

  /** Show the last ones as they are now. @returns {Promise<void>} */
  async refresh() {
    const turn = (this.#turn += 1);
    const images = await this.album.latest(SHOWN);
    const items = await Promise.all(images.map((image) => this.#item(image)));
    if (turn !== this.#turn) return; // a later list is under way, or here
    this.#forget(new Set(images.map((image) => image.image_id)));
    this.#replace(items);
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
    const { image_id: id, prediction, certainty, told, label } = image;
    const item = /** @type {HTMLElement} */ (
      document.importNode(this.template.content, true).firstElementChild
    );
    item.dataset.id = id;
    const slot = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (item.querySelector(`[data-slot="${name}"]`));
    const picture = /** @type {HTMLImageElement} */ (slot("picture"));
    picture.src = await this.#picture(id);
    picture.alt = this.time.format(timeOf(id));
    slot("digit").textContent = told ? String(prediction) : "?";
    slot("certainty").textContent = certainty === null ? "" : this.percent.format(certainty / 100);
    const correction = /** @type {HTMLSelectElement} */ (slot("label"));
    let known = label;
    const mark = () => {
      correction.value = known === null ? "" : String(known);
      item.classList.toggle("is-corrected", known !== null);
      item.classList.toggle("is-wrong", known !== null && known !== prediction);
    };
    mark();
    correction.addEventListener("change", async () => {
      const digit = Number(correction.value);
      if (await this.#do(() => this.album.label(id, digit))) known = digit;
      // Meanwhile the arrow keys may have gone on to another digit.
      if (Number(correction.value) === digit) mark();
    });
    slot("erase").addEventListener("click", ({ timeStamp }) => {
      // The list moves up: what comes next under the pointer, or the key, was not meant.
      const isNew = timeStamp - this.#pressed > ONE_PRESS;
      this.#pressed = timeStamp;
      if (isNew) this.#erase(id);
    });
    return item;
  }

  /** @param {string} id */
  async #erase(id) {
    if (await this.#do(() => this.album.erase(id).then(() => this.refresh()))) {
      this.dispatchEvent(new CustomEvent("erased", { detail: id }));
    }
  }

  /** @param {() => Promise<void>} action @returns {Promise<boolean>} whether it worked */
  #do(action) {
    return (this.#last = this.#last.then(() => this.#attempt(action)));
  }

  /** @param {() => Promise<void>} action */
  async #attempt(action) {
    try {
      await action();
      this.dispatchEvent(new Event("done"));
      return true;
    } catch (error) {
      this.dispatchEvent(new CustomEvent("error", { detail: error }));
      return false;
    }
  }

  /** @param {string} id */
  async #picture(id) {
    const known = this.#pictures.get(id);
    if (known) return known;
    const address = URL.createObjectURL(await this.album.picture(id));
    this.#pictures.set(id, address);
    return address;
  }

  /** @param {Set<string>} kept  whose pictures are still shown */
  #forget(kept) {
    for (const [id, address] of this.#pictures) {
      if (kept.has(id)) continue;
      URL.revokeObjectURL(address);
      this.#pictures.delete(id);
    }
  }
}

/** @param {string} id  such as 20250131T142501.123456Z */
function timeOf(id) {
  return new Date(id.replace(/^(....)(..)(..T..)(..)(..\....)...Z$/, "$1-$2-$3:$4:$5Z"));
}
