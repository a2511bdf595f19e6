/** The list of the kept images, of whatever length. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";

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

/** An album whose changes wait for their answers, and what was asked for. */
const changing = () => {
  const [asked, answers] = [[], []];
  const fetch = (path, { method, body = "" }) => {
    asked.push(`${method} ${path.replace("api/images/", "")} ${body}`);
    return new Promise((answer, fail) => answers.push({ answer: () => answer(new Response()), fail }));
  };
  return { album: new Album({ fetch }), asked, answers };
};

test("what is said later is asked for later, wherever on the page, or it would be overtaken", async () => {
  const { album, asked, answers } = changing();
  const first = album.label("a", 3);
  const second = album.label("a", 5);
  const third = album.erase("a");
  await setImmediate();
  assert.deepEqual(asked, ['PUT a/label {"label":3}']);
  answers[0].answer();
  await first;
  await setImmediate();
  assert.deepEqual(asked.slice(1), ['PUT a/label {"label":5}']);
  answers[1].answer();
  await second;
  await setImmediate();
  answers[2].answer();
  await third;

  assert.deepEqual(asked.slice(2), ["DELETE a "]);
});

test("what could not be changed keeps nothing else from it", async () => {
  const { album, answers } = changing();
  const lost = assert.rejects(album.label("a", 3), TypeError);
  const erased = album.erase("a");
  await setImmediate();
  answers[0].fail(new TypeError("no connection"));
  await lost;
  await setImmediate();
  answers[1].answer();

  await erased;
});
