/** The service's API, as the page uses it to have drawings read. */

import { isLate, isSilence, posting } from "./http.js";

/** @typedef {import("./http.js").Http} Http */
/**
 * @typedef {{kind: "told", digit: number, certainty: number, imageId: string | null,
 *   warning: string}} Answer  certainty in percent; imageId null: not kept; warning mostly empty
 * @typedef {{kind: "guess" | "doubt", digit: number, certainty: number, probabilities: number[],
 *   seen: string, heat?: number[][]}} Preview  doubt: too uncertain to be told
 * @typedef {{kind: "unsure" | "refused", message: string, code: string, imageId: string | null,
 *   wait: number}} Refusal  unsure: the image was read, try another drawing; message: a sentence
 *   for a person; wait: milliseconds until it may be asked again, 0 if the server does not say
 * @typedef {{kind: "heavy", bytes: number}} Excess  more than what is before the service lets pass
 * @typedef {{kind: "silent", isLate: boolean}} Silence  no answer that can be understood; isLate: it
 *   was given up as too long
 * @typedef {Answer | Preview | Refusal | Excess | Silence} Outcome
 * @typedef {{cpu: number, memory: number}} Load  in percent
 */

const PATIENCE = { predict: 20_000, system: 5_000 }; // milliseconds

export class Client {
  #next = 0; // when the load may be asked for again, as Date.now() tells it

  /** @param {Http} http */
  constructor(http) {
    this.http = http;
  }

  /**
   * Ask which digit an image shows, for good: the image is kept.
   *
   * @param {string | Blob} image  a data URL or a file
   * @param {AbortSignal} [signal]  gives up; the promise is then rejected with its reason
   * @returns {Promise<Outcome>}
   */
  predict(image, signal) {
    return this.#ask("api/predict", image, signal);
  }

  /** Ask what an image looks like so far. @type {Client["predict"]} */
  preview(image, signal) {
    return this.#ask("api/predict?live=1", image, signal);
  }

  /** Ask why it looks so. @type {Client["predict"]} */
  explain(image, signal) {
    return this.#ask("api/explain", image, signal);
  }

  /** @returns {Promise<Load | null | undefined>} null: no news; undefined: later, it was asked too often */
  async load() {
    if (Date.now() < this.#next) return undefined;
    try {
      const response = await this.http.fetch("api/system_info", { patience: PATIENCE.system });
      if (response.status === 429) return this.#pause(waitOf(response));
      if (!response.ok) return null;
      const { cpu, memory } = await response.json();
      return { cpu: Number.parseFloat(cpu), memory: Number.parseFloat(memory) };
    } catch (error) {
      if (isSilence(error)) return null;
      throw error;
    }
  }

  /** @param {number} wait @returns {undefined} */
  #pause(wait) {
    this.#next = Date.now() + wait;
  }

  /** @param {string} path @param {string | Blob} image @param {AbortSignal} [signal] */
  async #ask(path, image, signal) {
    try {
      const request = posting(image);
      const response = await this.http.fetch(path, { ...request, signal, patience: PATIENCE.predict });
      if (isHeavy(response)) return { kind: "heavy", bytes: new Blob([request.body]).size };
      return understand(response, await response.json());
    } catch (error) {
      signal?.throwIfAborted();
      if (isSilence(error)) return { kind: "silent", isLate: isLate(error) };
      throw error;
    }
  }
}

/** A proxy takes no more, and has no sentence for it that one could read. @param {Response} response */
function isHeavy({ status, headers }) {
  return status === 413 && !headers.get("Content-Type")?.includes("json");
}

/** Milliseconds. A date, which it may be too, counts as nothing. @param {Response} response */
function waitOf({ headers }) {
  return 1000 * Number(headers.get("Retry-After")) || 0;
}

/** @param {Response} response @param {any} body @returns {Outcome} */
function understand(response, { prediction, certainty, warning = "", error, code = "", ...more }) {
  const imageId = more.image_id ?? null;
  const { status } = response;
  if (status === 200 && prediction !== undefined && certainty !== undefined) {
    if (more.seen === undefined) {
      return { kind: "told", digit: prediction, certainty, imageId, warning };
    }
    const { probabilities, seen, heat } = more;
    const kind = more.told ? "guess" : "doubt";
    return { kind, digit: prediction, certainty, probabilities, seen, heat };
  }
  if (error === undefined) return { kind: "silent", isLate: false };
  const kind = status === 422 ? "unsure" : "refused";
  return { kind, message: error, code, imageId, wait: waitOf(response) };
}
