/** A drawing as data. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { EMPTY, addPoint, curves, isEmpty, pictureOn, startStroke } from "../../web/static/js/strokes.js";

/** @param {[number, number][]} points */
const drawn = (...points) =>
  points.slice(1).map(at).reduce(addPoint, startStroke(EMPTY, at(points[0])));
const at = ([x, y]) => ({ x, y });

describe("a drawing", () => {
  test("is empty until the pen is put down", () => {
    assert.equal(isEmpty(EMPTY), true);
    assert.equal(isEmpty(drawn([1, 2])), false);
  });

  test("keeps what the pen did, stroke by stroke, in order", () => {
    const drawing = addPoint(startStroke(drawn([0, 0], [1, 1]), at([5, 5])), at([6, 5]));

    assert.deepEqual(
      drawing.map((stroke) => stroke.points),
      [
        [at([0, 0]), at([1, 1])],
        [at([5, 5]), at([6, 5])],
      ],
    );
  });

  test("is never changed, so that an earlier one can be shown again", () => {
    const before = drawn([0, 0]);
    addPoint(before, at([9, 9]));
    startStroke(before, at([9, 9]));

    assert.deepEqual(before[0].points, [at([0, 0])]);
    assert.equal(before.length, 1);
  });

  test("stays the same drawing while the pen rests", () => {
    const drawing = drawn([3, 4]);

    assert.equal(addPoint(drawing, at([3, 4])), drawing);
  });

  test("may go over the edge of the sheet", () => {
    assert.deepEqual(drawn([0, 0], [-20, 300])[0].points[1], at([-20, 300]));
  });

  test("has a picture, or has none", () => {
    const picture = { picture: {} };
    assert.equal(pictureOn(drawn([1, 2])), undefined);
    assert.equal(pictureOn([picture, ...drawn([1, 2])]), picture);
  });

  test("remembers the pen of each stroke", () => {
    const fine = startStroke(drawn([0, 0]), at([5, 5]), { width: 10, erases: false });
    const { width, erases } = addPoint(fine, at([6, 6]))[1];

    assert.deepEqual([width, erases], [10, false]);
  });

  test("is empty as long as there is only the eraser", () => {
    const rubbed = startStroke(EMPTY, at([5, 5]), { width: 40, erases: true });

    assert.equal(isEmpty(rubbed), true);
    assert.equal(isEmpty(startStroke(rubbed, at([5, 5]))), false);
  });

  for (const wrong of [NaN, Infinity, undefined]) {
    test(`takes no point at ${wrong}`, () => {
      assert.throws(() => startStroke(EMPTY, { x: wrong, y: 0 }), RangeError);
      assert.throws(() => addPoint(drawn([0, 0]), { x: 0, y: wrong }), RangeError);
    });
  }
});

describe("curves", () => {
  test("of a dot are none", () => {
    assert.deepEqual(curves([at([1, 1])]), []);
  });

  test("of two points are the straight line to the second", () => {
    const [line, ...rest] = curves([at([0, 0]), at([8, 4])]);

    assert.deepEqual(line, { bend: at([8, 4]), end: at([8, 4]) });
    assert.deepEqual(rest, []);
  });

  test("bend at each point, meet halfway between two, and end at the last", () => {
    assert.deepEqual(curves([at([0, 0]), at([4, 0]), at([4, 8])]), [
      { bend: at([4, 0]), end: at([4, 4]) },
      { bend: at([4, 8]), end: at([4, 8]) },
    ]);
  });
});
