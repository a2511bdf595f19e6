/** Joins the sheet, the note, the buttons and the server. */

import { Client } from "./client.js";
import { toPng } from "./ink.js";
import { Note } from "./note.js";
import { Pad } from "./pad.js";
import { EMPTY, isEmpty } from "./strokes.js";
import { watch } from "./system.js";

const LOAD_PAUSE = 2_000; // milliseconds

const language = document.documentElement.lang;
const client = new Client(document.baseURI, language);
const pad = new Pad(/** @type {HTMLCanvasElement} */ (part("canvas")));
const note = new Note(part("note"), language);
const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });

/** @type {AbortController | null} the one request under way */
let request = null;

/** The answer belongs to what is on the sheet: once that changes, it is gone. */
function reset() {
  request?.abort();
  request = null;
  part("sheet").classList.toggle("is-empty", isEmpty(pad.drawing));
  part("send").removeAttribute("aria-disabled");
  if (note.says !== "idle") note.say("idle");
}

function clear() {
  pad.drawing = EMPTY;
  reset();
}

async function send() {
  if (request) return;
  if (isEmpty(pad.drawing)) return note.say("blank");
  const mine = (request = new AbortController());
  // Not `disabled`: that would take the focus away from those who use the keyboard.
  part("send").setAttribute("aria-disabled", "true");
  note.say("sending");
  try {
    const outcome = await client.predict(toPng(pad.drawing), mine.signal);
    request = null;
    reset();
    show(outcome);
  } catch (error) {
    if (mine.signal.aborted) return; // the drawing has changed: nobody waits for this any more
    reset();
    throw error;
  }
}

/** @param {import("./client.js").Outcome} outcome */
function show(outcome) {
  if (outcome.kind === "told") {
    note.tell(outcome);
  } else if (outcome.kind === "silent") {
    note.say("silent");
  } else {
    note.say(outcome.kind, { message: outcome.message });
  }
}

/** @param {import("./client.js").Load | null} load */
function showLoad(load) {
  part("machine").classList.toggle("is-lost", load === null);
  for (const name of /** @type {const} */ (["cpu", "memory"])) {
    /** @type {HTMLMeterElement} */ (part(name)).value = load?.[name] ?? 0;
    part(`${name}-text`).textContent = load ? percent.format(load[name] / 100) : "–";
  }
}

/**
 * @param {string} name  of the one element with this `data-part`
 * @returns {HTMLElement}
 */
function part(name) {
  const element = document.querySelector(`[data-part="${name}"]`);
  if (!(element instanceof HTMLElement)) throw new Error(`the page has no ${name}`);
  return element;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  // A link or a button that has the focus has its own use for Enter.
  const focused = event.target instanceof Element && event.target.closest("a, button");
  if (event.key === "Escape") clear();
  if (event.key === "Enter" && !focused) send();
}

pad.addEventListener("change", reset);
part("send").addEventListener("click", send);
part("clear").addEventListener("click", clear);
document.addEventListener("keydown", onKey);
watch({ ask: () => client.load(), show: showLoad, pause: LOAD_PAUSE });
