/** Asks about what changes: soon after each change, once at a time, about the newest only. */

/**
 * @template T
 * @typedef {object} How
 * @property {(signal: AbortSignal) => Promise<T>} ask
 * @property {(answer: T) => void} show
 * @property {number} [pause]  milliseconds without a change before it asks
 * @property {number} [patience]  milliseconds of changes after which it asks all the same
 */

/** @template T */
export class Live {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {number | null} when the first change came that was not asked about; null: none */
  #changed = null;
  /** @type {AbortController | null} */
  #asking = null;

  /** @param {How<T>} how */
  constructor({ ask, show, pause = 60, patience = 300 }) {
    this.ask = ask;
    this.show = show;
    this.pause = pause;
    this.patience = patience;
  }

  /** Something has changed. */
  touch() {
    this.#changed ??= Date.now();
    if (this.#asking) return; // it asks again once it has the answer
    const waited = Date.now() - this.#changed;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), Math.min(this.pause, this.patience - waited));
  }

  /** Nobody wants to know any more: no question is asked, no answer shown, until the next change. */
  stop() {
    clearTimeout(this.#timer);
    this.#changed = null;
    this.#asking?.abort();
    this.#asking = null;
  }

  async #run() {
    const mine = (this.#asking = new AbortController());
    this.#changed = null;
    try {
      const answer = await this.ask(mine.signal);
      if (!mine.signal.aborted) this.show(answer);
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    } finally {
      if (this.#asking === mine) this.#asking = null;
      if (this.#changed !== null) this.touch();
    }
  }
}
