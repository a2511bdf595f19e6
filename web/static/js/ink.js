/** Strokes to pixels, the same way for the screen and for the image that is sent. */

import { SIDE, curves, pictureOn } from "./strokes.js";

/** @typedef {import("./strokes.js").Drawing} Drawing */
/** @typedef {import("./strokes.js").Point} Point */

const FINE = 2 * SIDE; // pixels: a picture that is drawn on keeps its thin lines
const EDGE = 64; // of 255: where a stroke ends for the service, too

/** The colours in which a drawing is sent. @param {Drawing} drawing @returns {{ink: string, paper: string}} */
export function sentIn(drawing) {
  const paper = pictureOn(drawing)?.paper ?? "white";
  return { ink: paper === "white" ? "black" : "white", paper };
}

/**
 * Draw a whole drawing over a whole square canvas, of any size.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Drawing} drawing
 * @param {{ink: string, paper?: string}} colours  without paper, what is behind the canvas shows
 */
export function paint(context, drawing, { ink, paper }) {
  const scale = context.canvas.width / SIDE;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, SIDE, SIDE);
  context.strokeStyle = ink;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const part of drawing) {
    context.globalCompositeOperation = "source-over";
    if ("picture" in part) {
      context.drawImage(part.picture, ...place(part.picture));
      continue;
    }
    if (part.erases) context.globalCompositeOperation = "destination-out";
    context.lineWidth = part.width;
    context.stroke(pathOf(part.points));
  }
  // Paper comes last, behind it all: what was erased is paper again.
  context.globalCompositeOperation = "destination-over";
  if (paper) {
    context.fillStyle = paper;
    context.fillRect(0, 0, SIDE, SIDE);
  }
  context.globalCompositeOperation = "source-over";
}

/**
 * @param {Drawing} drawing
 * @returns {string | Blob} a PNG as a data URL; a picture that nothing is drawn on as it is
 */
export function toImage(drawing) {
  const picture = pictureOn(drawing);
  if (picture && drawing.length === 1) return picture.file;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = picture ? FINE : SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paint(context, drawing, sentIn(drawing));
  return canvas.toDataURL("image/png");
}

/**
 * @param {Drawing} drawing
 * @returns {{left: number, top: number, right: number, bottom: number} | null} the edges of all ink
 *   on the sheet; null if there is none, or a picture, of which not all is ink
 */
export function edgesOf(drawing) {
  if (pictureOn(drawing)) return null;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paint(context, drawing, { ink: "#000" });
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const inked = [...new Array(SIDE ** 2).keys()].filter((i) => data[4 * i + 3] >= EDGE);
  if (inked.length === 0) return null;
  const columns = inked.map((i) => i % SIDE);
  return {
    left: columns.reduce((a, b) => Math.min(a, b)),
    top: Math.floor(inked[0] / SIDE),
    right: columns.reduce((a, b) => Math.max(a, b)) + 1,
    bottom: Math.floor(inked[inked.length - 1] / SIDE) + 1,
  };
}

/** Where all of it is seen. @param {ImageBitmap} picture @returns {[number, number, number, number]} */
function place({ width, height }) {
  const scale = SIDE / Math.max(width, height);
  const [w, h] = [width * scale, height * scale];
  return [(SIDE - w) / 2, (SIDE - h) / 2, w, h];
}

/** @param {readonly Point[]} points */
function pathOf(points) {
  const path = new Path2D();
  const [{ x, y }] = points;
  path.moveTo(x, y);
  // A line of no length is dropped, its round caps with it; one this short is a dot.
  path.lineTo(x + 0.01, y);
  for (const { bend, end } of curves(points)) path.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
  return path;
}
