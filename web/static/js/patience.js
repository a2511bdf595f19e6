/** When a question that was not answered may be asked again: later each time. */

const FIRST = 2_000; // milliseconds
const MOST = 30_000;

export class Patience {
  #pause = 0;
  #end = 0; // as Date.now() tells it

  get isOver() {
    return Date.now() >= this.#end;
  }

  /** It was not answered: the first time it may be asked again at once. */
  fail() {
    this.#end = Date.now() + this.#pause;
    this.#pause = Math.min(Math.max(2 * this.#pause, FIRST), MOST);
  }

  /** It was answered. */
  succeed() {
    this.#pause = this.#end = 0;
  }
}
