// Sends what waits, until the server has receipted it: at start, on focus, when the network is back,
// by a timer, and on demand.

import { sendPhotos } from "./photo_courier.js";
import { Attempt, post } from "./post.js";
import { suspension } from "./suspension.js";

const BATCH = 50;
const FIRST_DELAY = 2_000;
const LONGEST_DELAY = 5 * 60_000;
const SPREAD = 10_000;

/**
 * The outbox of one store. It fires `status` whenever what it knows of the network changes:
 * `status` is `{sending: [submission ids], attempt, nextTry}`, `attempt` being the last outcome.
 */
export class Outbox extends EventTarget {
  #store;
  #running = null;
  #again = false;
  #withAttention = false;
  #delay = FIRST_DELAY;
  #askedToWait = 0;
  #notBefore = 0;
  #timer = null;
  #stop = new AbortController();

  constructor(store) {
    super();
    this.#store = store;
    this.status = { sending: [], attempt: null, nextTry: null };
  }

  /** Begin: send what waits now, and whenever something says that sending may work. */
  start() {
    const { signal } = this.#stop;
    const eager = () => this.#eager();
    addEventListener("online", eager, { signal });
    addEventListener("focus", eager, { signal });
    addEventListener("offline", () => this.#tell({ attempt: Attempt.OFFLINE }), { signal });
    suspension.addEventListener("changed", () => this.#reconsider(), { signal });
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.#eager(),
      { signal },
    );
    return this.nudge();
  }

  /** Stop listening and trying; what waits stays in the store. */
  stop() {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  /**
   * Something was written: send it. Calls made while sending are served by one more round; those made
   * while the account is suspended wait until it is active again.
   */
  nudge() {
    if (suspension.on) return this.#rest();
    this.#again = true;
    this.#running ??= this.#rounds()
      .catch((error) => this.#tell({ sending: [], attempt: Attempt.STORAGE, error }))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Send everything now, and offer again what needed attention: the reason may have gone. */
  sendNow() {
    this.#delay = FIRST_DELAY;
    this.#notBefore = 0;
    this.#withAttention = true;
    return this.nudge();
  }

  #eager() {
    this.#delay = FIRST_DELAY;
    suspension.ask();
    this.nudge();
  }

  /** The account was suspended, or is active again: whoever signs in now finds everything leaving. */
  #reconsider() {
    if (!suspension.on) this.#tell({ attempt: null });
    this.nudge();
  }

  async #rest() {
    clearTimeout(this.#timer);
    this.#notBefore = 0;
    this.#tell({ sending: [], attempt: Attempt.INACTIVE });
  }

  async #rounds() {
    while (this.#again && !this.#stop.signal.aborted && !suspension.on) {
      this.#again = false;
      // The server asked to be left alone until then, and the timer runs; a person is obeyed.
      if (performance.now() < this.#notBefore) return;
      clearTimeout(this.#timer);
      const withAttention = this.#withAttention;
      this.#withAttention = false;
      // One tab at a time: the others wait here, then find the queue empty.
      const left = await navigator.locks.request(`${this.#store.name}-outbox`, () =>
        this.#sendAll(withAttention),
      );
      if (left && !suspension.on) this.#tryLater();
      else this.#delay = FIRST_DELAY;
    }
  }

  /** Send the steps, then the photos they name; true when something is left for a later attempt. */
  async #sendAll(withAttention) {
    this.#askedToWait = 0;
    const { failed, unanswered } = await this.#empty(withAttention);
    if (failed) return true;
    // A step written meanwhile goes first: it has its next round at once.
    const goOn = () => !this.#again && !this.#stop.signal.aborted;
    const { attempt, left } = await sendPhotos(this.#store, withAttention, goOn);
    if (attempt !== null) this.#tell({ sending: [], attempt });
    return unanswered || left;
  }

  /**
   * Send batch after batch: whether an attempt `failed`, or went through and left something
   * `unanswered` that a later one may send.
   */
  async #empty(withAttention) {
    const tried = new Set();
    let size = BATCH;
    let unanswered = false;
    for (;;) {
      const batch = await this.#store.outbox.next(size, { withAttention, skip: tried });
      if (batch.length === 0) {
        this.#tell({ sending: [] });
        return { failed: false, unanswered };
      }
      this.#tell({ sending: batch.map((submission) => submission.id) });
      const { attempt, receipts, status, wait = 0 } = await post(this.#store, batch);
      this.#askedToWait = wait;
      const answers = receipts.filter((receipt) => !isBusy(receipt));
      let freed = [];
      if (attempt === Attempt.REFUSED && batch.length > 1) {
        size = 1; // one of them poisons the batch: each goes alone, so that the others get through
        continue;
      }
      if (attempt === Attempt.REFUSED) {
        await this.#store.outbox.settle([refusal(batch[0], status)]);
      } else if (attempt === Attempt.RECEIVED) {
        freed = await this.#store.outbox.settle(answers);
      } else {
        this.#tell({ sending: [], attempt });
        return { failed: true, unanswered: true };
      }
      this.#tell({ attempt: Attempt.RECEIVED });
      const answered = new Set(answers.map((receipt) => receipt.id));
      for (const { id } of batch) {
        tried.add(id);
        unanswered ||= attempt === Attempt.RECEIVED && !answered.has(id);
      }
      for (const id of freed) tried.delete(id);
    }
  }

  #tryLater() {
    clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) return;
    // Half fixed, half chance: tablets that lost the same network do not come back all at once; nor
    // do those that somebody told the same.
    const own = this.#delay * (0.5 + Math.random() / 2);
    const asked = this.#askedToWait + Math.random() * Math.min(this.#askedToWait / 4, SPREAD);
    const wait = Math.max(own, asked);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
    this.#notBefore = asked > 0 ? performance.now() + wait : 0;
    this.#timer = setTimeout(() => {
      this.#notBefore = 0;
      this.nudge();
    }, wait);
    this.#tell({ nextTry: Date.now() + wait });
  }

  #tell(news) {
    this.status = { ...this.status, nextTry: null, ...news };
    this.dispatchEvent(new Event("status"));
  }
}

/** The server had its hands full with this very sale: nobody need look, only try again. */
function isBusy({ outcome, errors }) {
  return outcome === "needs_attention" && errors.every((error) => error.code === "busy");
}

function refusal(submission, status) {
  return {
    id: submission.id,
    outcome: "needs_attention",
    errors: [{ field: null, code: "refused", status, message: null }],
  };
}
