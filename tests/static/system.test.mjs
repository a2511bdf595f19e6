/** The watch over the server's load: every question is counted, none is waited for in vain. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";

import { watch } from "../../web/static/js/system.js";

/** A page that can be hidden, and a server that answers when it is told to. */
class Scene extends EventTarget {
  hidden = false;
  questions = 0;
  shown = [];

  watch() {
    watch({
      ask: () => {
        this.questions += 1;
        this.dispatchEvent(new Event("asked"));
        return new Promise((resolve) => (this.answer = resolve));
      },
      show: (load) => this.shown.push(load),
      pause: 1,
      page: this,
    });
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

const LOAD = { cpu: 1, memory: 2 };

describe("watch", () => {
  test("asks at once, shows the answer, and asks again", async () => {
    const scene = new Scene();
    scene.watch();
    const again = once(scene, "asked");
    scene.answer(LOAD);
    await again;
    scene.hide(true);

    assert.equal(scene.questions, 2);
    assert.deepEqual(scene.shown, [LOAD]);
  });

  test("goes on after a question that was not answered", async () => {
    const scene = new Scene();
    scene.watch();
    const again = once(scene, "asked");
    scene.answer(null);
    await again;
    scene.hide(true);

    assert.deepEqual(scene.shown, [null]);
  });

  test("has one question under way at most, however often the page is shown", () => {
    const scene = new Scene();
    scene.watch();
    scene.hide(true);
    scene.hide(false);
    scene.hide(false);

    assert.equal(scene.questions, 1);
  });

  test("asks nothing while the page is hidden, and at once when it is back", async () => {
    const scene = new Scene();
    scene.watch();
    scene.hide(true);
    scene.answer(LOAD);
    await setImmediate(); // the answer has been dealt with
    assert.equal(scene.questions, 1);
    scene.hide(false);

    assert.equal(scene.questions, 2);
  });

  test("waits for a page that is opened in the background", () => {
    const scene = new Scene();
    scene.hidden = true;
    scene.watch();
    assert.equal(scene.questions, 0);
    scene.hide(false);

    assert.equal(scene.questions, 1);
  });
});
