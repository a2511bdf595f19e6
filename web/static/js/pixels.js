/** Pixels of what the model saw: its ink, in colours, and where on the sheet it lies. */

/** How many of them are in a row, and how many rows. */
export const SEEN = 28;

/** @param {string} colour @returns {number[]} its red, green and blue, 0 to 255 */
export function valuesOf(colour) {
  const pixel = offscreen(1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/** @param {number[]} levels  0 to 255 @param {(i: number) => number[]} colourAt */
export function imageOf(levels, colourAt) {
  const pixels = levels.flatMap((level, i) => [...colourAt(i), level]);
  return new ImageData(Uint8ClampedArray.from(pixels), SEEN);
}

/** @param {number} side  in pixels */
export function offscreen(side) {
  const canvas = new OffscreenCanvas(side, side);
  return /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** @param {string} seen  in base64 @returns {number[]} levels of ink */
export function inkOf(seen) {
  return [...atob(seen)].map((letter) => letter.charCodeAt(0));
}

/**
 * @param {number[]} ink  784 levels
 * @param {NonNullable<ReturnType<typeof import("./ink.js").edgesOf>>} edges  of the same ink on the sheet
 * @returns {[number, number, number, number]} where on the sheet the whole of what was seen lies
 */
export function fitted(ink, edges) {
  const inked = [...ink.keys()].filter((i) => ink[i] > 0);
  const columns = inked.map((i) => i % SEEN);
  const rows = inked.map((i) => Math.floor(i / SEEN));
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  const [across, down] = [Math.max(...columns) + 1 - left, Math.max(...rows) + 1 - top];
  const scale = Math.max(edges.right - edges.left, edges.bottom - edges.top) / Math.max(across, down);
  return [edges.left - left * scale, edges.top - top * scale, SEEN * scale, SEEN * scale];
}
