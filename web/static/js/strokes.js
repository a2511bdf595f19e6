/**
 * A drawing as data: what the pen did, whatever screen shows it. Pure, without a page.
 *
 * @typedef {object} Point
 * @property {number} x  from the left edge of the sheet, 0 to SIDE on it
 * @property {number} y  from its top edge, downwards
 *
 * @typedef {object} Pen
 * @property {number} width  in the units of the sheet
 * @property {boolean} erases  whether it takes ink away
 *
 * @typedef {Pen & {points: readonly Point[]}} Stroke  from pen down to pen up: one point or more
 *
 * @typedef {object} Picture  an image that lies on the sheet
 * @property {ImageBitmap} picture
 * @property {"black" | "white"} paper  what is under it and beside it; it is drawn on in the other one
 * @property {Blob} file
 * @property {string} address  all of it, as a data URL
 *
 * @typedef {readonly (Stroke | Picture)[]} Drawing  oldest first
 */

/** The side of the sheet, in its own units: the pixels of the image that is sent. */
export const SIDE = 280;

/** The pen that lies on the sheet. @type {Pen} */
export const PEN = Object.freeze({ width: 18, erases: false });

/** @type {Drawing} */
export const EMPTY = Object.freeze([]);

/** Whether nothing is drawn. @param {Drawing} drawing */
export function isEmpty(drawing) {
  return drawing.every((part) => "erases" in part && part.erases);
}

/** @param {Drawing} drawing @returns {Picture | undefined} what it is drawn on, if not on paper */
export function pictureOn(drawing) {
  return drawing.find((part) => "picture" in part);
}

/**
 * Put the pen down.
 *
 * @param {Drawing} drawing
 * @param {Point} point
 * @param {Pen} [pen]
 * @returns {Drawing} the drawing with a new stroke, a dot so far
 */
export function startStroke(drawing, point, { width, erases } = PEN) {
  return [...drawing, { width, erases, points: [finite(point)] }];
}

/**
 * Move the pen that is down.
 *
 * @param {Drawing} drawing  with a stroke at its end
 * @param {Point} point
 * @returns {Drawing} the drawing with its last stroke longer; the same if the pen did not move
 */
export function addPoint(drawing, point) {
  const stroke = /** @type {Stroke} */ (drawing[drawing.length - 1]);
  const last = stroke.points[stroke.points.length - 1];
  if (last.x === point.x && last.y === point.y) return drawing;
  return [...drawing.slice(0, -1), { ...stroke, points: [...stroke.points, finite(point)] }];
}

/**
 * Smooth a stroke: parabolas that bend at its points and meet halfway between them.
 *
 * @param {readonly Point[]} points
 * @returns {{bend: Point, end: Point}[]} from the first point, one curve after another
 */
export function curves(points) {
  return points.slice(1).map((bend, i, bends) => ({
    bend,
    end: i + 1 < bends.length ? middle(bend, bends[i + 1]) : bend,
  }));
}

/** @param {Point} a @param {Point} b @returns {Point} */
function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** @param {Point} point @returns {Point} */
function finite({ x, y }) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new RangeError(`no point: ${x}, ${y}`);
  return { x, y };
}
