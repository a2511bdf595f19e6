/** Has the drawing read: at a glance while it changes, and for good when it is sent. */

import { toImage } from "./ink.js";
import { Live } from "./live.js";
import { PREVIEWS } from "./note.js";
import { isLimit, isPassing, isRead } from "./outcomes.js";
import { Patience } from "./patience.js";
import { isEmpty, pictureOn } from "./strokes.js";

const ONE_PRESS = 500; // milliseconds: the next press of a double click, or of a burst, sends nothing more
const LASTING = ["idle", "silent", "refused", "heavy"]; // of any drawing: true of the next one, too

/** @typedef {import("./client.js").Client} Client */
/** @typedef {import("./client.js").Outcome} Outcome */
/** @typedef {import("./strokes.js").Drawing} Drawing */

/** Tells when a drawing was "sent" and answered; `imageId` then names it, if it was kept. */
export class Answering extends EventTarget {
  #sending = /** @type {symbol | null} */ (null); // which time
  #asked = /** @type {Drawing | null} */ (null); // about this one last
  #answered = /** @type {Drawing | null} */ (null); // of those that were sent, the last one
  #lastAt = 0; // as Date.now() tells it: when that was answered, or sent in vain since
  #seen = /** @type {Drawing | null} */ (null); // by the evidence
  #isUnanswered = false; // for now: the server may answer later
  #patience = new Patience();
  imageId = /** @type {string | null} */ (null);

  /**
   * @param {object} parts
   * @param {Client} parts.client
   * @param {import("./note.js").Note} parts.note
   * @param {import("./evidence.js").Evidence} parts.evidence
   * @param {() => Drawing} parts.drawing
   */
  constructor({ client, note, evidence, drawing }) {
    super();
    this.client = client;
    this.note = note;
    this.evidence = evidence;
    this.drawing = drawing;
    this.live = new Live({
      ask: (signal) => this.#ask(signal),
      show: (outcome) => this.#previewed(outcome),
    });
  }

  get isSending() {
    return this.#sending !== null;
  }

  /** The drawing has changed: what was said belongs to another one. */
  change() {
    this.imageId = null;
    this.note.forget();
    this.#end();
    this.evidence.cool();
    if (isEmpty(this.drawing())) {
      this.live.stop();
      this.#unsee();
      if (this.note.says !== "idle") this.note.say("idle");
      return;
    }
    if (PREVIEWS.includes(this.note.says)) this.note.stale = true;
    else if (!LASTING.includes(this.note.says)) this.note.say("idle", {}, false); // one draws already
    if (this.#patience.isAsked) this.#isUnanswered = true;
    else this.live.touch();
  }

  /** Nothing was put on the sheet; no answer under way may hide why. @param {string} why */
  refuse(why) {
    this.live.stop();
    this.#end();
    this.#isUnanswered = false;
    this.note.say(why);
  }

  /** Ask again what could not be answered. @param {boolean} isBack  the server, which was gone */
  retry(isBack = false) {
    if (isBack) this.#patience.renew();
    if (this.note.says === "silent") this.note.resume();
    if (this.#isUnanswered && this.#patience.isOver && !isEmpty(this.drawing())) this.live.touch();
  }

  async send() {
    if (this.#sending) return;
    if (isEmpty(this.drawing())) return this.note.say("blank");
    if (this.#isJustAnswered) {
      this.#lastAt = Date.now(); // who is impatient presses on
      return;
    }
    this.live.stop();
    this.#isUnanswered = false;
    const [mine, drawing] = [(this.#sending = Symbol("sending")), this.drawing()];
    this.note.say("sending");
    this.dispatchEvent(new Event("sending"));
    const outcome = await this.client.predict(toImage(drawing));
    if (mine === this.#sending) {
      this.imageId = "imageId" in outcome ? outcome.imageId : null;
      this.#isUnanswered = outcome.kind === "silent";
      [this.#answered, this.#lastAt] = [drawing, Date.now()];
      this.note.tell(outcome);
      this.#end();
    } // else nobody waits any more, but what was sent is kept
    this.dispatchEvent(new Event("sent"));
    if (drawing === this.drawing() && this.#seen !== drawing && isRead(outcome)) await this.#look();
  }

  /** Show what speaks for the digit. @returns {Promise<boolean>} whether it could */
  async explain() {
    const drawing = this.drawing();
    const outcome = await this.client.explain(toImage(drawing));
    if (drawing !== this.drawing()) return false;
    if (!("heat" in outcome)) return this.note.interrupt(outcome), false;
    this.note.resume();
    this.#seen = drawing;
    this.evidence.explain(/** @type {Required<import("./client.js").Preview>} */ (outcome), drawing);
    return true;
  }

  /** Whether what is there was answered, or pressed for, within one press: who sends it again has not read it. */
  get #isJustAnswered() {
    return this.#answered === this.drawing() && Date.now() - this.#lastAt < ONE_PRESS;
  }

  /** Show the evidence for what was sent faster than it was seen. */
  async #look() {
    const drawing = this.drawing();
    const outcome = await this.client.preview(toImage(drawing));
    if (drawing === this.drawing() && "seen" in outcome) this.evidence.show(outcome);
  }

  /** @param {AbortSignal} signal */
  #ask(signal) {
    this.#isUnanswered = false; // nobody knows yet: until then retry() asks nothing more
    return this.client.preview(toImage((this.#asked = this.drawing())), signal);
  }

  #end() {
    this.#sending = null;
    this.dispatchEvent(new Event("sending"));
  }

  /** @param {Outcome} outcome */
  #previewed(outcome) {
    this.#isUnanswered = isPassing(outcome);
    if (this.#isUnanswered) this.#wait(outcome);
    else this.#patience.succeed();
    if ("seen" in outcome) {
      this.#seen = this.#asked;
      this.evidence.show(outcome);
      this.note.tell(outcome);
      this.note.stale = this.#asked !== this.drawing();
    } else if (outcome.kind === "unsure") {
      this.#unsee();
      if (pictureOn(this.drawing())) this.note.tell(outcome);
      else this.note.say("idle"); // so little ink that nothing is drawn yet, or any more
    } else if (!PREVIEWS.includes(this.note.says) || !isLimit(outcome)) {
      if (!this.#isUnanswered || this.#seen !== this.drawing()) this.#unsee();
      this.note.tell(outcome);
    }
  }

  #unsee() {
    this.#seen = null;
    this.evidence.clear();
  }

  /** @param {Outcome} outcome */
  #wait(outcome) {
    const wait = "wait" in outcome ? outcome.wait : 0;
    this.#patience.fail(wait, "isLate" in outcome && outcome.isLate);
    if (wait > 0) this.live.stop(); // what has changed meanwhile is asked about by retry()
  }
}
