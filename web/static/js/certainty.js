/** How certain the page says it is: never more than it is, and never entirely. */

/**
 * @param {string} language
 * @param {number} [decimals]
 * @returns {(certainty: number) => string}  of a certainty in percent
 */
export function certaintyIn(language, decimals = 0) {
  const format = new Intl.NumberFormat(language, {
    style: "percent",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const steps = 10 ** decimals;
  return (certainty) => {
    const whole = Math.floor(certainty * steps + 1e-6); // 75.32 times 100 is a little less than 7532
    return format.format(Math.min(whole, 100 * steps - 1) / (100 * steps));
  };
}
