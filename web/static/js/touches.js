/** Which touches of the sheet draw: one finger's, until a pen comes; two fingers enlarge the page. */

/**
 * Chromium takes a quick stroke for a fling in spite of `touch-action`, and drops the tap that comes
 * next, on a button: a touch that is cancelled is no gesture. Not from its start, or the second
 * finger could not make it one that enlarges the page.
 *
 * @param {HTMLElement} sheet
 */
export function claimStrokes(sheet) {
  for (const type of ["touchmove", "touchend"]) {
    sheet.addEventListener(type, (event) => keep(/** @type {TouchEvent} */ (event)), {
      passive: false,
    });
  }
}

/** @param {TouchEvent} event */
function keep(event) {
  if (event.cancelable && event.touches.length < 2) event.preventDefault();
}

/** Whether a hand lay on the screen before its pen did. @param {PointerEvent} event @param {PointerEvent | null} down */
export function isPenAfterPalm(event, down) {
  return event.pointerType === "pen" && down?.pointerType === "touch";
}
