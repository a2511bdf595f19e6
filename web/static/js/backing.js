/** What is laid under a picture that one can see through, so that its ink is seen on any sheet. */

const SIDE = 64; // pixels that are looked at, each way
const MIDDLE = 128; // of 255: what is lighter is light ink, on dark paper

/** @param {ImageBitmap} picture @returns {string | null} a colour; null: it hides what is under it */
export function backingOf(picture) {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(picture, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const [light, cover] = sums(data);
  if (cover === 255 * SIDE ** 2) return null;
  return light > MIDDLE * cover ? "#000" : "#fff";
}

/** @param {Uint8ClampedArray} data @returns {[number, number]} of the green, as far as it covers; of the cover */
function sums(data) {
  let [light, cover] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    light += data[i + 1] * data[i + 3];
    cover += data[i + 3];
  }
  return [light, cover];
}
