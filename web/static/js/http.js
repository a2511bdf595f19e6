/** Requests to the service that the page came from. */

export class Http {
  /**
   * @param {string} base  the address of the page
   * @param {string} language  of the messages
   */
  constructor(base, language) {
    this.base = base;
    this.language = language;
  }

  /** @param {string} path @param {RequestInit & {patience: number}} options  in milliseconds */
  fetch(path, { patience, headers, signal, ...options }) {
    const own = { Accept: "application/json", "Accept-Language": this.language };
    const timeout = AbortSignal.timeout(patience);
    return fetch(new URL(path, this.base), {
      cache: "no-store",
      headers: { ...own, ...headers },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...options,
    });
  }
}

/**
 * Carry an image.
 *
 * @param {string | Blob} image  a data URL or a file
 * @returns {{method: string, headers: Record<string, string>, body: string | Blob}}
 */
export function posting(image) {
  const [type, body] =
    typeof image === "string"
      ? ["application/json", JSON.stringify({ image })]
      : [image.type, image];
  return { method: "POST", headers: { "Content-Type": type }, body };
}

/**
 * No connection is a TypeError, a wait too long a TimeoutError; a SyntaxError is a body that is
 * not JSON, as a proxy sends when the service behind it is gone.
 *
 * @param {unknown} error
 */
export function isSilence(error) {
  return error instanceof Error && ["TypeError", "TimeoutError", "SyntaxError"].includes(error.name);
}

/** Whether it was waited for too long. @param {unknown} error */
export function isLate(error) {
  return error instanceof Error && error.name === "TimeoutError";
}
