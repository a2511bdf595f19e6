/** When a question that was not answered may be asked again: later each time. */

const FIRST = 2_000; // milliseconds
const MOST = 30_000;

export class Patience {
  #pause = 0;
  #end = 0; // as Date.now() tells it
  #opens = 0; // so, too
  #isLate = false;

  get isOver() {
    return Date.now() >= this.#end;
  }

  /** Whether the server has asked for a pause that goes on, for other questions too. */
  get isAsked() {
    return Date.now() < this.#opens;
  }

  /**
   * It was not answered: the first time it may be asked again at once.
   *
   * @param {number} wait  asked for
   * @param {boolean} isLate  whether it was given up while it was under way
   */
  fail(wait = 0, isLate = false) {
    this.#isLate = isLate;
    this.#opens = Date.now() + wait;
    this.#end = Date.now() + Math.max(this.#pause, wait);
    this.#pause = Math.min(Math.max(2 * this.#pause, FIRST), MOST);
  }

  /** The server is back: only what it has asked for is still waited for. */
  renew() {
    // A photo on a thin line leaves no room for other questions: the server was there all the time.
    if (this.#isLate) return;
    this.#pause = 0;
    this.#end = this.#opens;
  }

  /** It was answered. */
  succeed() {
    this.#pause = this.#end = this.#opens = 0;
  }
}
