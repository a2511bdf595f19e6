/** The pictures of the kept drawings. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Gallery } from "../../web/static/js/gallery.js";

/** An album that counts how often it is asked for a picture, and fails as often as is said. */
function albumOf({ failures = 0 } = {}) {
  const album = {
    asked: 0,
    async picture() {
      album.asked += 1;
      if (album.asked <= failures) throw new TypeError("no connection");
      return new Blob(["a picture"]);
    },
  };
  return album;
}

test("two who ask at once have one picture", async () => {
  const album = albumOf();
  const gallery = new Gallery(album);
  const [one, other] = await Promise.all([gallery.address("a"), gallery.address("a")]);

  assert.equal(one, other);
  assert.equal(album.asked, 1);
});

test("what is shown no more is freed", async () => {
  const gallery = new Gallery(albumOf());
  const address = await gallery.address("a");
  gallery.forget(new Set());
  await Promise.resolve();

  await assert.rejects(fetch(address));
});

test("a picture that was not to be had is asked for again", async () => {
  const album = albumOf({ failures: 1 });
  const gallery = new Gallery(album);

  assert.equal(await gallery.address("a"), "");
  assert.notEqual(await gallery.address("a"), "");
});
