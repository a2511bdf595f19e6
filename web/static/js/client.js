/** The service's API, as the page uses it. */

/**
 * @typedef {object} Answer  the digit that was read
 * @property {"told"} kind
 * @property {number} digit
 * @property {number} certainty  in percent
 * @property {string} warning  a sentence on what went wrong in spite of that; mostly empty
 *
 * @typedef {object} Refusal  no digit, and a sentence that says why
 * @property {"unsure" | "refused"} kind  unsure: the image was read, try another drawing
 * @property {string} message  in the language asked for
 *
 * @typedef {object} Silence  no answer that can be understood
 * @property {"silent"} kind
 *
 * @typedef {Answer | Refusal | Silence} Outcome
 *
 * @typedef {object} Load
 * @property {number} cpu  in percent
 * @property {number} memory  in percent
 */

const PATIENCE = { predict: 20_000, system: 5_000 }; // milliseconds

export class Client {
  /**
   * @param {string} base  the address of the page
   * @param {string} language  of the messages
   */
  constructor(base, language) {
    this.base = base;
    this.headers = { Accept: "application/json", "Accept-Language": language };
  }

  /**
   * Ask which digit an image shows.
   *
   * @param {string} image  a data URL
   * @param {AbortSignal} signal  gives up; the promise is then rejected with its reason
   * @returns {Promise<Outcome>}
   */
  async predict(image, signal) {
    try {
      const response = await this.#fetch("api/predict", {
        method: "POST",
        headers: { ...this.headers, "Content-Type": "application/json" },
        body: JSON.stringify({ image }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE.predict)]),
      });
      return understand(response.status, await response.json());
    } catch (error) {
      signal.throwIfAborted();
      if (isSilence(error)) return { kind: "silent" };
      throw error;
    }
  }

  /**
   * @returns {Promise<Load | null>} how busy the server is; null if it does not say
   */
  async load() {
    try {
      const signal = AbortSignal.timeout(PATIENCE.system);
      const response = await this.#fetch("api/system_info", { headers: this.headers, signal });
      if (!response.ok) return null;
      const { cpu, memory } = await response.json();
      return { cpu: Number.parseFloat(cpu), memory: Number.parseFloat(memory) };
    } catch (error) {
      if (isSilence(error)) return null;
      throw error;
    }
  }

  /**
   * @param {string} path
   * @param {RequestInit} options
   */
  #fetch(path, options) {
    return fetch(new URL(path, this.base), { cache: "no-store", ...options });
  }
}

/**
 * @param {number} status
 * @param {{prediction?: number, certainty?: number, warning?: string, error?: string}} body
 * @returns {Outcome}
 */
function understand(status, { prediction, certainty, warning = "", error }) {
  if (status === 200 && prediction !== undefined && certainty !== undefined) {
    return { kind: "told", digit: prediction, certainty, warning };
  }
  if (error === undefined) return { kind: "silent" };
  return { kind: status === 422 ? "unsure" : "refused", message: error };
}

/**
 * No connection is a TypeError, a wait too long a TimeoutError; a SyntaxError is a body that is
 * not JSON, as a proxy sends when the service behind it is gone.
 *
 * @param {unknown} error
 */
function isSilence(error) {
  return error instanceof Error && ["TypeError", "TimeoutError", "SyntaxError"].includes(error.name);
}
