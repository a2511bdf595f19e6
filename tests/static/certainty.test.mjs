/** How certain the page says it is. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { certaintyIn } from "../../web/static/js/certainty.js";

describe("a certainty", () => {
  const exact = certaintyIn("en", 2);
  const rough = certaintyIn("en");

  test("is told with all its decimals", () => {
    for (let hundredths = 0; hundredths < 10_000; hundredths += 1) {
      assert.equal(exact(hundredths / 100), `${(hundredths / 100).toFixed(2)}%`);
    }
  });

  test("is never told as more than it is, so that what is refused does not look as if it were not", () => {
    assert.equal(rough(59.99), "59%");
    assert.equal(rough(60), "60%");
    assert.equal(rough(0.4), "0%");
  });

  test("is never all that there is", () => {
    assert.equal(exact(100), "99.99%");
    assert.equal(rough(100), "99%");
    assert.equal(rough(99.99), "99%");
  });
});
