/** On what a picture is shown and drawn on: white paper in black, or black paper in white. */

const SIDE = 64; // pixels that are looked at, each way
const MIDDLE = 128; // of 255: what is lighter is light

/** @param {ImageBitmap} picture @returns {"black" | "white"} as the picture's own, or as one sees its ink on */
export function paperOf(picture) {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(picture, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const pixels = [...new Array(SIDE ** 2).keys()];
  const levels = pixels.map((i) => data[4 * i + 1]); // of green, which light is most of
  const covers = pixels.map((i) => data[4 * i + 3]);
  const mean = sum(levels.map((level, i) => level * covers[i])) / sum(covers);
  // Where one can see through it, what one sees is the ink.
  if (covers.some((cover) => cover < 255)) return mean > MIDDLE ? "black" : "white";
  // On paper in the shade, too, the ink is darker than most of it; on a board it is lighter.
  const usual = levels.sort((a, b) => a - b)[levels.length / 2];
  return usual < MIDDLE && mean > usual ? "black" : "white";
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((a, b) => a + b);
}
