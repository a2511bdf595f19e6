/** The client against a real HTTP server, which answers what each test tells it to. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { Client } from "../../web/static/js/client.js";
import { Http } from "../../web/static/js/http.js";

/** @type {(request: object, response: import("node:http").ServerResponse) => void} */
let answer;
/** @type {Client} */
let client;

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  answer({ method: request.method, url: request.url, headers: request.headers, body }, response);
});

const json = (status, body) => (_request, response) =>
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
const connected = () =>
  new Client(new Http(`http://127.0.0.1:${server.address().port}/behind/proxy/`, "fr"));
const predict = () => client.predict("data:image/png;base64,AAAA", new AbortController().signal);

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = connected();
});
after(() => {
  server.closeAllConnections();
  server.close();
});

describe("predict", () => {
  test("posts the image as JSON, beneath the page, in its language", async () => {
    let seen;
    answer = (request, response) => {
      seen = request;
      json(200, { prediction: 5, certainty: 75.32 })(request, response);
    };
    await predict();

    assert.equal(`${seen.method} ${seen.url}`, "POST /behind/proxy/api/predict");
    assert.equal(seen.headers["content-type"], "application/json");
    assert.equal(seen.headers["accept-language"], "fr");
    assert.deepEqual(JSON.parse(seen.body), { image: "data:image/png;base64,AAAA" });
  });

  test("tells the digit and its certainty", async () => {
    answer = json(200, { prediction: 0, certainty: 75.32, probabilities: [], model: "m" });

    const told = { kind: "told", digit: 0, certainty: 75.32, imageId: null, warning: "" };
    assert.deepEqual(await predict(), told);
  });

  test("passes on a warning that comes with the digit", async () => {
    answer = json(200, { prediction: 0, certainty: 75.32, warning: "Pas gardée." });

    assert.equal((await predict()).warning, "Pas gardée.");
  });

  test("is unsure, in the server's words, of a drawing that can not be told", async () => {
    const code = "certainty_too_low";
    answer = json(422, { error: "Essayez à nouveau.", code, image_id: "20250131" });

    const message = "Essayez à nouveau.";
    const unsure = { kind: "unsure", message, code, imageId: "20250131", wait: 0 };
    assert.deepEqual(await predict(), unsure);
  });

  for (const status of [400, 413, 429, 500, 503, 507]) {
    test(`passes on why a request is refused with ${status}`, async () => {
      answer = json(status, { error: "Pas maintenant.", code: "any" });

      const { kind, message } = await predict();
      assert.deepEqual([kind, message], ["refused", "Pas maintenant."]);
    });
  }

  for (const [header, wait] of [["7", 7000], ["Fri, 31 Jan 2025 14:25:01 GMT", 0]]) {
    test(`waits for ${wait} milliseconds if the server says ${header}`, async () => {
      answer = (request, response) => {
        response.setHeader("Retry-After", header);
        json(429, { error: "Plus tard.", code: "too_many_requests" })(request, response);
      };

      assert.equal((await predict()).wait, wait);
    });
  }

  test("takes a proxy's limit for one, and says how much was sent", async () => {
    answer = (_, response) => response.writeHead(413).end("<h1>Request Entity Too Large</h1>");
    const photo = new Blob(["x".repeat(1_400_000)], { type: "image/jpeg" });
    const outcome = await client.predict(photo, new AbortController().signal);

    assert.deepEqual(outcome, { kind: "heavy", bytes: 1_400_000 });
  });

  const misunderstood = {
    "a proxy's HTML": (_, response) => response.writeHead(502).end("<h1>Bad gateway</h1>"),
    "JSON that says nothing": json(200, {}),
    "JSON that is no object": json(500, null),
    "a cut connection": (_, response) => response.destroy(),
  };
  for (const [what, behaviour] of Object.entries(misunderstood)) {
    test(`takes ${what} for silence`, async () => {
      answer = behaviour;

      assert.deepEqual(await predict(), { kind: "silent", isLate: false });
    });
  }

  test("posts a file as it is", async () => {
    let seen;
    answer = (request, response) => {
      seen = request;
      json(200, { prediction: 5, certainty: 75.32 })(request, response);
    };
    await client.predict(new Blob(["pixels"], { type: "image/webp" }), new AbortController().signal);

    assert.equal(seen.headers["content-type"], "image/webp");
    assert.equal(seen.body, "pixels");
  });

  for (const [told, kind] of [[true, "guess"], [false, "doubt"]]) {
    test(`takes a preview for a ${kind} where told is ${told}`, async () => {
      let url;
      answer = (request, response) => {
        url = request.url;
        const preview = { probabilities: [1], seen: "AAAA", told, image_id: null };
        json(200, { prediction: 0, certainty: 41.7, ...preview })(request, response);
      };
      const outcome = await client.preview("data:,", new AbortController().signal);

      assert.equal(url, "/behind/proxy/api/predict?live=1");
      assert.equal(outcome.kind, kind);
      assert.deepEqual([outcome.probabilities, outcome.seen], [[1], "AAAA"]);
    });
  }

  test("takes a server that is gone for silence", async () => {
    const lost = new Client(new Http("http://127.0.0.1:1/", "fr"));

    assert.deepEqual(await lost.predict("", new AbortController().signal), {
      kind: "silent",
      isLate: false,
    });
  });

  test("tells an answer that is waited for in vain from a server that is not there", async () => {
    const late = new Client({ fetch: async () => { throw new DOMException("", "TimeoutError"); } });

    assert.deepEqual(await late.predict(""), { kind: "silent", isLate: true });
  });

  test("is rejected once it is given up", async () => {
    const giveUp = new AbortController();
    answer = () => giveUp.abort();

    await assert.rejects(client.predict("", giveUp.signal), { name: "AbortError" });
  });
});

describe("load", () => {
  test("reads the percentages", async () => {
    answer = json(200, { memory: "65%", cpu: "45%", memory_percent: 65.2, cpu_percent: 45.1 });

    assert.deepEqual(await client.load(), { cpu: 45, memory: 65 });
  });

  test("is left as it was by a limit, and not asked for until that is over", async (t) => {
    t.mock.timers.enable({ apis: ["Date"] });
    const client = connected();
    answer = (_, response) => response.writeHead(429, { "Retry-After": "7" }).end();
    assert.equal(await client.load(), undefined);
    answer = json(200, { memory: "65%", cpu: "45%" });
    t.mock.timers.tick(6_999);
    assert.equal(await client.load(), undefined);
    t.mock.timers.tick(1);

    assert.deepEqual(await client.load(), { cpu: 45, memory: 65 });
  });

  for (const [what, behaviour] of Object.entries({
    "an error": json(500, { error: "Non.", code: "internal_error" }),
    "a cut connection": (_, response) => response.destroy(),
  })) {
    test(`takes ${what} for no answer`, async () => {
      answer = behaviour;

      assert.equal(await client.load(), null);
    });
  }
});
