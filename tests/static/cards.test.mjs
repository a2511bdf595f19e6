/** What the kept drawings are called. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Cards } from "../../web/static/js/cards.js";

const cards = new Cards({ dataset: { blank: "vide" } }, "fr");

/** A drawing that a five was told of, but for what is said. */
function drawing(what) {
  return { image_id: "20250131T142501.123456Z", prediction: 5, told: true, blank: false, ...what };
}

test("a drawing is called by its time and its digit", () => {
  assert.match(cards.nameOf(drawing()), /^31 janv\. 2025, \d\d:25:01, 5$/);
  assert.match(cards.nameOf(drawing({ told: false })), /, \?$/);
  assert.match(cards.nameOf(drawing({ blank: true })), /, vide$/);
});

test("one that somebody named is called by that, and hides no other", () => {
  assert.equal(cards.nameOf(drawing({ image_id: "20259999T000000.000000Z" })), "20259999T000000.000000Z, 5");
});
