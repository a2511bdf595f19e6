/**
 * A drawing as data: what the pen did, whatever screen shows it. Pure, without a page.
 *
 * @typedef {object} Point
 * @property {number} x  from the left edge of the sheet, 0 to SIDE on it
 * @property {number} y  from its top edge, downwards
 *
 * @typedef {readonly Point[]} Stroke  from pen down to pen up: one point or more
 * @typedef {readonly Stroke[]} Drawing  oldest stroke first
 */

/** The side of the sheet, in its own units: the pixels of the image that is sent. */
export const SIDE = 280;

/** The width of the pen, in the same units. */
export const PEN = 18;

/** @type {Drawing} */
export const EMPTY = Object.freeze([]);

/**
 * @param {Drawing} drawing
 * @returns {boolean} whether nothing is drawn
 */
export function isEmpty(drawing) {
  return drawing.length === 0;
}

/**
 * Put the pen down.
 *
 * @param {Drawing} drawing
 * @param {Point} point
 * @returns {Drawing} the drawing with a new stroke, a dot so far
 */
export function startStroke(drawing, point) {
  return [...drawing, [finite(point)]];
}

/**
 * Move the pen that is down.
 *
 * @param {Drawing} drawing  with a stroke at least
 * @param {Point} point
 * @returns {Drawing} the drawing with its last stroke longer; the same if the pen did not move
 */
export function addPoint(drawing, point) {
  const stroke = drawing[drawing.length - 1];
  const last = stroke[stroke.length - 1];
  if (last.x === point.x && last.y === point.y) return drawing;
  return [...drawing.slice(0, -1), [...stroke, finite(point)]];
}

/**
 * Smooth a stroke: parabolas that bend at its points and meet halfway between them.
 *
 * @param {Stroke} stroke
 * @returns {{bend: Point, end: Point}[]} from the stroke's first point, one curve after another
 */
export function curves(stroke) {
  return stroke.slice(1).map((bend, i, bends) => ({
    bend,
    end: i + 1 < bends.length ? middle(bend, bends[i + 1]) : bend,
  }));
}

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {Point}
 */
function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/**
 * @param {Point} point
 * @returns {Point}
 */
function finite({ x, y }) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new RangeError(`no point: ${x}, ${y}`);
  return { x, y };
}
