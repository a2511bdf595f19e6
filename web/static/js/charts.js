/** Small charts of the last minute. */

import { part } from "./page.js";

/** @typedef {import("./client.js").Load} Load */

const SHOWN = 31; // points: a minute of one every two seconds

export class Charts {
  /** @type {Record<"cpu" | "memory", number[]>} */
  #series = { cpu: [], memory: [] };

  /** @param {string} language  of the numbers */
  constructor(language) {
    this.percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  }

  /** @param {Load | null} load */
  show(load) {
    part("machine").classList.toggle("is-lost", load === null);
    for (const name of /** @type {const} */ (["cpu", "memory"])) {
      if (load) this.#series[name] = push(this.#series[name], load[name], SHOWN);
      const meter = /** @type {HTMLMeterElement} */ (part(name));
      meter.value = load?.[name] ?? 0;
      meter.hidden = !load; // nobody is told 0 that is not known
      part(`${name}-text`).textContent = load ? this.percent.format(load[name] / 100) : "–";
      const chart = document.querySelector(`[data-chart="${name}"]`);
      for (const path of chart?.querySelectorAll("path") ?? []) {
        const closed = path.dataset.closed !== undefined;
        path.setAttribute("d", pathOf(this.#series[name], SHOWN, closed));
      }
    }
  }
}

/**
 * @param {readonly number[]} series
 * @param {number} value
 * @param {number} most  values that are kept
 * @returns {number[]} the series with the value at its end, and without what is too old
 */
export function push(series, value, most) {
  return [...series, value].slice(-most);
}

/**
 * @param {readonly number[]} series  values from 0 to 100
 * @param {number} width  of the chart in points, the last value in its last one
 * @param {boolean} closed  down to the ground, so that it can be filled
 * @returns {string} the path through them, with y from 100 (for 0) up to 0 (for 100)
 */
export function pathOf(series, width, closed) {
  if (series.length === 0) return "";
  const start = width - series.length;
  const line = series.map((value, i) => `${start + i} ${round(100 - value)}`).join("L");
  return closed ? `M${start} 100L${line}L${width - 1} 100Z` : `M${line}`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
