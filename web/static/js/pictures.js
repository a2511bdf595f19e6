/** Pictures that are pasted, dropped, chosen or taken, put on the sheet. */

import { addressOf } from "./memory.js";
import { isWriting } from "./page.js";
import { paperOf } from "./paper.js";

const MOST = 1600; // pixels of the longer side: a photo is sent no larger
const REST = 1_000; // milliseconds without a change: nobody draws any more
/** What the service reads, by its first bytes: a browser shows more, whatever a file is called. */
const READ = {
  "image/png": /^\x89PNG/,
  "image/jpeg": /^\xff\xd8\xff/,
  "image/webp": /^RIFF[^]{4}WEBP/,
  "image/gif": /^GIF8/,
  "image/bmp": /^BM/,
};

/** @typedef {import("./strokes.js").Picture} Picture */

/**
 * @param {object} how
 * @param {HTMLElement} how.sheet  that a file may be dropped on
 * @param {Iterable<HTMLInputElement>} how.choosers
 * @param {() => object} how.drawing  on the sheet now
 * @param {(picture: Picture) => void} how.put
 * @param {(why: "no-picture" | "late-picture") => void} how.refuse
 */
export function acceptPictures({ sheet, choosers, drawing, put, refuse }) {
  let turn = 0;

  /** @param {FileList | null | undefined} files */
  async function take(files) {
    const file = files?.[0];
    if (!file) return;
    const [mine, before] = [(turn += 1), drawing()];
    const picture = await readPicture(file);
    // A large one takes its time: it is not to hide a later one, or what was drawn meanwhile.
    const isLate = before !== drawing();
    if (isLate) await rest(drawing);
    if (mine !== turn) return;
    if (!picture) refuse("no-picture");
    else if (isLate) refuse("late-picture");
    else put(picture);
  }
  document.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    // A cell of a table, say, comes as text and as a picture of it: a field wants the text.
    if (isWriting(event.target) && event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  // Anywhere on the page: a file that misses the sheet would be shown instead of the page.
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return; // text that is moved to a field, say
    event.preventDefault();
    sheet.classList.add("is-target");
  });
  for (const end of ["dragleave", "drop", "dragend"]) {
    document.addEventListener(end, () => sheet.classList.remove("is-target"));
  }
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  for (const chooser of choosers) {
    chooser.addEventListener("change", async () => {
      await take(chooser.files);
      chooser.value = ""; // the same file may be chosen again
      chooser.blur(); // Enter sends it, and chooses no other
    });
  }
}

/** Wait for the hand to rest: what is said goes away with the next point. @param {() => object} drawing */
async function rest(drawing) {
  for (let before; before !== drawing(); ) {
    before = drawing();
    await new Promise((done) => setTimeout(done, REST));
  }
}

/** @param {Blob} file @returns {Promise<Picture | null>} null if the browser sees none in it */
async function readPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    const type = await typeOf(file);
    const isSent = type !== "" && Math.max(picture.width, picture.height) <= MOST;
    // All that is in it: the file itself may be another by the time it is sent.
    const sent = isSent ? new Blob([await file.arrayBuffer()], { type }) : await encode(picture, type);
    return { picture, paper: paperOf(picture), file: sent, address: await addressOf(sent) };
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** What a file is, if the service reads such; else "". @param {Blob} file @returns {Promise<string>} */
async function typeOf(file) {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  const [type] = Object.entries(READ).find(([, start]) => start.test(head)) ?? [""];
  return type;
}

/**
 * Write a picture anew, with no more pixels than are sent.
 *
 * @param {ImageBitmap} picture
 * @param {string} type  of the file that it was; only of a JPEG nothing is transparent
 */
function encode(picture, type) {
  const scale = Math.min(1, MOST / Math.max(picture.width, picture.height));
  // Of one that is thousands of pixels long and a few wide, at least one is left.
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: type === "image/jpeg" ? type : "image/png", quality: 0.92 });
}
