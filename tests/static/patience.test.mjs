/** When it may be asked again. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Patience } from "../../web/static/js/patience.js";

/** @type {Patience} */
let patience;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"] });
  patience = new Patience();
});

/** How many seconds it takes until it is over. */
const seconds = () => {
  let passed = 0;
  for (; !patience.isOver; passed += 1) mock.timers.tick(1000);
  return passed;
};

test("the first question that fails may be repeated at once, the next ones later each time", () => {
  const waits = [];
  for (let i = 0; i < 8; i += 1) {
    patience.fail();
    waits.push(seconds());
  }

  assert.deepEqual(waits, [0, 2, 4, 8, 16, 30, 30, 30]);
});

test("a pause that the server asks for is kept", () => {
  patience.fail(7_000);
  assert.equal(patience.isAsked, true);
  mock.timers.tick(6_999);
  assert.deepEqual([patience.isAsked, patience.isOver], [true, false]);
  mock.timers.tick(1);

  assert.deepEqual([patience.isAsked, patience.isOver], [false, true]);
});

test("a pause of our own is not the server's", () => {
  patience.fail();
  patience.fail();

  assert.deepEqual([patience.isAsked, patience.isOver], [false, false]);
});

test("a server that is back is asked at once, unless it has asked for a pause", () => {
  for (let i = 0; i < 5; i += 1) patience.fail();
  patience.renew();
  assert.equal(patience.isOver, true);
  patience.fail(7_000);
  patience.renew();
  assert.deepEqual([patience.isAsked, patience.isOver], [true, false]);
  mock.timers.tick(7_000);

  assert.equal(patience.isOver, true);
});

test("a question that was given up as too long has the same pause, whatever seems to be back", () => {
  for (let i = 0; i < 5; i += 1) patience.fail(0, true);
  patience.renew();
  assert.equal(seconds(), 16);
  patience.fail();
  patience.renew();

  assert.equal(patience.isOver, true);
});

test("an answer ends it", () => {
  for (let i = 0; i < 5; i += 1) patience.fail();
  patience.succeed();
  assert.equal(patience.isOver, true);
  patience.fail();

  assert.equal(patience.isOver, true);
});
