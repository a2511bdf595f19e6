/** Pictures that are pasted, dropped, chosen or taken, put on the sheet. */

const MOST = 1600; // pixels of the longer side: a photo is sent no larger

/** @typedef {import("./strokes.js").Picture} Picture */

/**
 * @param {object} how
 * @param {HTMLElement} how.sheet  that a file may be dropped on
 * @param {Iterable<HTMLInputElement>} how.choosers
 * @param {(picture: Picture) => void} how.put
 * @param {() => void} how.refuse  the file is no picture
 */
export function acceptPictures({ sheet, choosers, put, refuse }) {
  /** @param {FileList | null | undefined} files */
  async function take(files) {
    const file = files?.[0];
    if (!file) return;
    const picture = await readPicture(file);
    if (picture) put(picture);
    else refuse();
  }
  document.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  // Anywhere on the page: a file that misses the sheet would be shown instead of the page.
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    sheet.classList.add("is-target");
  });
  for (const end of ["dragleave", "drop", "dragend"]) {
    document.addEventListener(end, () => sheet.classList.remove("is-target"));
  }
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files);
  });
  for (const chooser of choosers) {
    chooser.addEventListener("change", async () => {
      await take(chooser.files);
      chooser.value = ""; // the same file may be chosen again
    });
  }
}

/** @param {Blob} file @returns {Promise<Picture | null>} null if the browser sees none in it */
async function readPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    if (Math.max(picture.width, picture.height) <= MOST) return { picture, file };
    return { picture, file: await shrink(picture) };
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** @param {ImageBitmap} picture */
function shrink(picture) {
  const scale = MOST / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}
