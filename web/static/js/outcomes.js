/** What an answer of the service means for what is asked next. */

/** @typedef {import("./client.js").Outcome} Outcome */

const LIMIT = "too_many_requests";
const PASSING = [LIMIT, "classifier_unavailable"];

/** Whether it was asked too often. @param {Outcome} outcome */
export function isLimit(outcome) {
  return "code" in outcome && outcome.code === LIMIT;
}

/** Whether the same question may have an answer soon. @param {Outcome} outcome */
export function isPassing(outcome) {
  return outcome.kind === "silent" || ("code" in outcome && PASSING.includes(outcome.code));
}

/** Whether the model saw what was sent. @param {Outcome} outcome */
export function isRead({ kind }) {
  return ["told", "unsure"].includes(kind);
}
