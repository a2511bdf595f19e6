/** Asking about what changes. */

import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";

import { Live } from "../../web/static/js/live.js";

/** What was asked and not yet answered, and what was shown. */
let asked, shown, live;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  [asked, shown] = [[], []];
  const ask = (signal) =>
    new Promise((answer, refuse) => {
      asked.push({ signal, answer });
      signal.addEventListener("abort", () => refuse(signal.reason));
    });
  live = new Live({ ask, show: (answer) => shown.push(answer), pause: 60, patience: 300 });
});

const settle = () => new Promise((done) => setImmediate(done));
const wait = async (milliseconds) => {
  mock.timers.tick(milliseconds);
  await settle();
};
const answer = async (what) => {
  asked.at(-1).answer(what);
  await settle();
};

describe("live", () => {
  test("asks once, soon after the last of several changes", async () => {
    for (let i = 0; i < 4; i += 1) {
      live.touch();
      await wait(50);
    }
    assert.equal(asked.length, 0);
    await wait(10);

    assert.equal(asked.length, 1);
    await answer("a five");
    assert.deepEqual(shown, ["a five"]);
  });

  test("asks while changes go on and on", async () => {
    for (let i = 0; i < 7; i += 1) {
      live.touch();
      await wait(50);
    }

    assert.equal(asked.length, 1);
  });

  test("has one question under way, and asks about what came meanwhile after it", async () => {
    live.touch();
    await wait(60);
    live.touch();
    await wait(1000);
    assert.equal(asked.length, 1);
    await answer("the older");
    await wait(60);

    assert.equal(asked.length, 2);
    await answer("the newer");
    assert.deepEqual(shown, ["the older", "the newer"]);
    await wait(1000);
    assert.equal(asked.length, 2);
  });

  test("shows no answer after it was stopped, and asks no more", async () => {
    live.touch();
    await wait(60);
    live.touch();
    live.stop();
    await settle();

    assert.equal(asked[0].signal.aborted, true);
    await wait(1000);
    assert.equal(asked.length, 1);
    assert.deepEqual(shown, []);
  });

  test("asks again after it was stopped, once something changes", async () => {
    live.touch();
    live.stop();
    live.touch();
    await wait(60);
    await answer("anew");

    assert.deepEqual(shown, ["anew"]);
  });
});
