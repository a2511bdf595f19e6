/** Strokes to pixels, the same way for the screen and for the image that is sent. */

import { PEN, SIDE, curves } from "./strokes.js";

/** @typedef {import("./strokes.js").Drawing} Drawing */
/** @typedef {import("./strokes.js").Stroke} Stroke */

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
  if (paper) {
    context.fillStyle = paper;
    context.fillRect(0, 0, SIDE, SIDE);
  }
  context.strokeStyle = ink;
  context.lineWidth = PEN;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of drawing) context.stroke(pathOf(stroke));
}

/**
 * @param {Drawing} drawing
 * @returns {string} black ink on white paper, a PNG of SIDE x SIDE pixels as a data URL
 */
export function toPng(drawing) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paint(context, drawing, { ink: "#000", paper: "#fff" });
  return canvas.toDataURL("image/png");
}

/**
 * @param {Stroke} stroke
 * @returns {Path2D}
 */
function pathOf(stroke) {
  const path = new Path2D();
  const [{ x, y }] = stroke;
  path.moveTo(x, y);
  // A line of no length is dropped, its round caps with it; one this short is a dot.
  path.lineTo(x + 0.01, y);
  for (const { bend, end } of curves(stroke)) path.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
  return path;
}
