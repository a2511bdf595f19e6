/** The parts of the page, by their names. */

/** @param {string} name  of the one element with this `data-part` */
export function part(name) {
  const element = document.querySelector(`[data-part="${name}"]`);
  if (!(element instanceof HTMLElement)) throw new Error(`the page has no ${name}`);
  return element;
}

/** What this tab remembers; null where a browser is told to remember nothing. */
export const storage = (() => {
  try {
    return globalThis.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
})();

/**
 * Do it whenever the reader's system takes other colours, and for those of paper: a canvas is
 * printed as it was painted last, on the screen.
 *
 * @param {() => void} action
 */
export function onColours(action) {
  for (const type of ["beforeprint", "afterprint"]) {
    window.addEventListener(type, () => {
      document.documentElement.classList.toggle("is-printed", type === "beforeprint");
      action();
    });
  }
  for (const scheme of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    window.matchMedia(scheme).addEventListener("change", action);
  }
}

/**
 * Say whether a button does something now. Not `disabled`: that would take the focus away from
 * those who use the keyboard.
 *
 * @param {Element} button
 * @param {boolean} enabled
 */
export function enable(button, enabled) {
  if (enabled) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

/**
 * Do it when the button is pressed, unless it does nothing now.
 *
 * @param {Element} button
 * @param {() => void} action
 */
export function onPress(button, action) {
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") action();
  });
}

/** Whether it is a field that text goes into. @param {EventTarget | null} target */
export function isWriting(target) {
  return target instanceof Element && target.matches("input:not([type=radio], [type=file]), textarea");
}

/** @param {string | undefined} words @param {string | number} what  that they are about */
export function filled(words, what) {
  return (words ?? "").replace("{}", String(what));
}
