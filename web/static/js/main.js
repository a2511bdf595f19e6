/** Joins the sheet, the note, the tools and the server. */

import { Album } from "./album.js";
import { Answering } from "./answering.js";
import { Charts } from "./charts.js";
import { Client } from "./client.js";
import { Evidence } from "./evidence.js";
import { showHistory } from "./history.js";
import { Http } from "./http.js";
import { KeyPen, listenToShortcuts, pressOnce } from "./keys.js";
import { recall, remember } from "./memory.js";
import { Note } from "./note.js";
import { Pad } from "./pad.js";
import { enable, onPress, part } from "./page.js";
import { acceptPictures } from "./pictures.js";
import { isEmpty } from "./strokes.js";
import { watch } from "./system.js";
import { Tools } from "./tools.js";

const LOAD_PAUSE = 2_000; // milliseconds

const language = document.documentElement.lang;
const http = new Http(document.baseURI, language);
const client = new Client(http);
const pad = new Pad(canvas("canvas"));
const tools = new Tools(pad);
const note = new Note(part("note"), language);
const evidence = new Evidence(
  { bars: part("bars"), seen: canvas("seen"), heat: canvas("heat") },
  language,
);
const answering = new Answering({ client, note, evidence, drawing: () => pad.drawing });
const charts = new Charts(language);

function onChange() {
  const empty = isEmpty(pad.drawing);
  part("sheet").classList.toggle("is-empty", empty);
  part("why").setAttribute("aria-pressed", "false");
  part("why").removeAttribute("aria-busy");
  enable(part("why"), !empty);
  answering.change();
}

/** What was said of a file that is no picture goes away, too, when an empty sheet is cleared. */
function onPut() {
  if (isEmpty(pad.drawing)) answering.change();
}

async function why() {
  const [button, drawing] = [part("why"), pad.drawing];
  if (button.hasAttribute("aria-busy")) return;
  if (button.getAttribute("aria-pressed") === "true") {
    button.setAttribute("aria-pressed", "false");
    return evidence.cool();
  }
  button.setAttribute("aria-busy", "true");
  const explained = await answering.explain();
  if (drawing !== pad.drawing) return; // the button is about another one by now
  button.removeAttribute("aria-busy");
  button.setAttribute("aria-pressed", String(explained));
}

let isLost = false; // the server

/** @param {import("./client.js").Load | null | undefined} load  undefined: as before */
function showLoad(load) {
  if (load === undefined) return answering.retry();
  charts.show(load);
  if (load) {
    answering.retry(isLost);
    showAgain(isLost);
  }
  isLost = load === null;
}

/** @param {string} name */
function canvas(name) {
  return /** @type {HTMLCanvasElement} */ (part(name));
}

pad.addEventListener("change", onChange);
pad.addEventListener("put", onPut);
answering.addEventListener("sending", () => enable(part("send"), !answering.isSending));
onPress(part("send"), () => answering.send());
onPress(part("why"), why);
listenToShortcuts({
  undo: () => tools.undo(),
  redo: () => tools.redo(),
  clear: () => tools.clear(),
  send: () => answering.send(),
});
pressOnce();
new KeyPen(pad, part("cursor"), part("pen-said"));
acceptPictures({
  sheet: part("sheet"),
  choosers: document.querySelectorAll("input[type=file]"),
  drawing: () => pad.drawing,
  put: (picture) => tools.put([picture]),
  refuse: (why) => answering.refuse(why),
});
const showAgain = showHistory({ album: new Album(http), answering, language });
watch({ ask: () => client.load(), show: showLoad, pause: LOAD_PAUSE });
try {
  pad.drawing = await recall();
} finally {
  onChange();
  for (const waiting of document.querySelectorAll("[inert]")) waiting.removeAttribute("inert");
}
window.addEventListener("pagehide", () => remember(pad.drawing));
// A phone may end a page that is hidden without another word.
document.addEventListener("visibilitychange", () => remember(pad.drawing));
