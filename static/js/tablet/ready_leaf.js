// The leaf after the last answer: everything is given, and waits for the server to have it.

import { copyOf, part, write } from "./dom.js";
import { Attempt } from "./post.js";
import { routeTo } from "./route.js";
import { inOurLanguage, say } from "./words.js";

/** The leaf over its `section`. It holds no answer: it shows what still has to leave the tablet. */
export class ReadyLeaf {
  #section;

  constructor(section, sendNow) {
    this.#section = section;
    this.step = section.dataset.leaf;
    part(section, "ready-send").addEventListener("click", sendNow);
  }

  /** Draw what of a sale waits to be sent, given how the outbox stands. */
  draw(standing, { attempt }) {
    const { sale, journey } = standing;
    const title = standing.isSigned() ? "ready_to_sign" : "ready_to_end";
    write(this.#section, "ready-title", say(title));
    const shelved = sale.waiting.filter((submission) => submission.errors);
    const stuck = !navigator.onLine || (attempt !== null && attempt !== Attempt.RECEIVED);
    const words = shelved.length > 0 ? "ready_attention" : stuck ? "ready_offline" : "ready_sending";
    write(this.#section, "ready-words", say(words, { n: sale.waiting.length }));
    part(this.#section, "ready-send").hidden = sale.waiting.length === 0;
    const template = part(this.#section, "waiting-template");
    const rows = journey.steps
      .filter((step) => sale.waiting.some((submission) => submission.step === step.name))
      .map((step) => this.#row(copyOf(template), sale, step, shelved));
    part(this.#section, "waiting").replaceChildren(...rows);
    part(this.#section, "waiting-card").hidden = rows.length === 0;
  }

  /** Take what was drawn off the leaf. */
  blank() {
    part(this.#section, "waiting").replaceChildren();
  }

  #row(row, sale, step, shelved) {
    const problem = shelved.some((submission) => submission.step === step.name);
    write(row, "waiting-step", inOurLanguage(step.title));
    write(row, "waiting-state", say(problem ? "state_attention" : "state_on_tablet"));
    part(row, "waiting-state").dataset.tone = problem ? "error" : "neutral";
    const link = part(row, "waiting-link");
    link.hidden = !problem;
    link.href = routeTo(sale.id, step.name, true);
    return row;
  }
}
