/** The list of the kept images, of whatever length. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Album } from "../../web/static/js/album.js";

/** An album of so many images, and what was asked for. @param {number} count */
const albumOf = (count) => {
  const asked = [];
  const fetch = async (path) => {
    asked.push(path);
    const { searchParams } = new URL(path, "http://service/");
    const [limit, start] = [Number(searchParams.get("limit")), Number(searchParams.get("before"))];
    const images = Array.from({ length: Math.min(limit, count - start) }, (_, i) => start + i + 1);
    return Response.json({ images, next: images.length === limit ? start + limit : null });
  };
  return { album: new Album({ fetch }), asked };
};

test("a few are asked for at once", async () => {
  const { album, asked } = albumOf(20);

  assert.equal((await album.latest(13)).length, 13);
  assert.deepEqual(asked, ["api/images?limit=13"]);
});

test("many are asked for page by page", async () => {
  const { album, asked } = albumOf(1000);
  const images = await album.latest(450);

  assert.deepEqual(images, Array.from({ length: 450 }, (_, i) => i + 1));
  assert.deepEqual(
    asked.map((path) => path.split("?")[1]),
    ["limit=200", "limit=200&before=200", "limit=50&before=400"],
  );
});

test("it ends where there are no more", async () => {
  assert.equal((await albumOf(230).album.latest(450)).length, 230);
});
