/** A row of figures over time. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pathOf, push } from "../../web/static/js/charts.js";

test("a series keeps the newest", () => {
  assert.deepEqual(push([1, 2, 3], 4, 3), [2, 3, 4]);
  assert.deepEqual(push([], 4, 3), [4]);
});

test("a path ends at the right, whatever it begins with", () => {
  assert.equal(pathOf([0, 50, 100], 5, false), "M2 100L3 50L4 0");
  assert.equal(pathOf([], 5, false), "");
});

test("a closed path goes down to the ground", () => {
  assert.equal(pathOf([25, 33.33], 5, true), "M3 100L3 75L4 66.7L4 100Z");
});
