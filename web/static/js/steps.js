/** The steps of a drawing, to go back and forth between. */

/** @typedef {import("./strokes.js").Drawing} Drawing */

const MOST = 200; // steps; strokes are shared between them, so that each costs next to nothing

export class Steps {
  /** @type {Drawing[]} */
  #past = [];
  /** @type {Drawing[]} */
  #future = [];
  /** @type {[Drawing[], Drawing[]]} past and future before the last step that was taken */
  #before = [[], []];

  get hasPast() {
    return this.#past.length > 0;
  }

  get hasFuture() {
    return this.#future.length > 0;
  }

  /** @param {Drawing} drawing  as it is before it is changed */
  take(drawing) {
    this.#before = [this.#past, this.#future];
    if (this.#past[this.#past.length - 1] === drawing) return;
    this.#past = [...this.#past, drawing].slice(-MOST);
    this.#future = [];
  }

  /** What was taken last was no step: nothing has changed since. */
  drop() {
    [this.#past, this.#future] = this.#before;
  }

  /**
   * @param {Drawing} drawing  as it is
   * @returns {Drawing} as it was a step ago
   */
  back(drawing) {
    const before = this.#past.pop();
    if (before === undefined) return drawing;
    this.#future.push(drawing);
    return before;
  }

  /**
   * @param {Drawing} drawing  as it is
   * @returns {Drawing} as it was before the last step back
   */
  forth(drawing) {
    const after = this.#future.pop();
    if (after === undefined) return drawing;
    this.#past.push(drawing);
    return after;
  }
}
