/** The steps of a drawing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Steps } from "../../web/static/js/steps.js";

/** Drawings that can be told apart. */
const [none, one, two, other] = [[], [1], [1, 2], [1, 3]];

const taken = () => {
  const steps = new Steps();
  steps.take(none);
  steps.take(one);
  return steps;
};

test("steps lead back to the beginning, and no further", () => {
  const steps = taken();

  assert.equal(steps.back(two), one);
  assert.equal(steps.back(one), none);
  assert.equal(steps.hasPast, false);
  assert.equal(steps.back(none), none);
});

test("steps lead forth to the end, and no further", () => {
  const steps = taken();
  steps.back(steps.back(two));

  assert.equal(steps.forth(none), one);
  assert.equal(steps.forth(one), two);
  assert.equal(steps.hasFuture, false);
  assert.equal(steps.forth(two), two);
});

test("who draws on after a step back leaves the rest behind", () => {
  const steps = taken();
  steps.back(two);
  steps.take(one);

  assert.equal(steps.hasFuture, false);
  assert.equal(steps.back(other), one);
});

test("a step that changes nothing is none", () => {
  const steps = new Steps();
  steps.take(none);
  steps.take(none);
  steps.back(one);

  assert.equal(steps.hasPast, false);
});

test("a step that is dropped leaves no trace", () => {
  const steps = taken();
  steps.back(two);
  steps.take(one);
  steps.drop();

  assert.equal(steps.forth(one), two);
  assert.equal(steps.back(two), one);
  assert.equal(steps.back(one), none);
});

test("only so many steps are kept", () => {
  const steps = new Steps();
  for (let i = 0; i < 1000; i += 1) steps.take([i]);
  let back = 0;
  for (let drawing = [1000]; steps.hasPast; back += 1) drawing = steps.back(drawing);

  assert.equal(back, 200);
});
