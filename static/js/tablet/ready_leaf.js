// The leaf after the last answer: everything is given, and waits for the server to have it.

import { answerWords } from "./answer_words.js";
import { copyOf, part, write } from "./dom.js";
import { Attempt } from "./post.js";
import { routeTo } from "./route.js";
import { suspension } from "./suspension.js";
import { inOurLanguage, say } from "./words.js";

/** The leaf over its `section`. It holds no answer: it shows what still has to leave the tablet. */
export class ReadyLeaf {
  #section;

  constructor(section, sendNow, onPhone) {
    this.#section = section;
    this.step = section.dataset.leaf;
    part(section, "ready-send").addEventListener("click", sendNow);
    part(section, "ready-phone").addEventListener("click", () => {
      part(section, "ready-choice").hidden = true; // a second tap is no second choice
      onPhone();
    });
  }

  /** Draw what of a sale waits to be sent, given how the outbox stands. */
  draw(standing, { attempt }) {
    const { sale, journey } = standing;
    const title = standing.isSigned() ? "ready_to_sign" : "ready_to_end";
    write(this.#section, "ready-title", say(title));
    const shelved = sale.waiting.filter((submission) => submission.errors);
    const stuck = !navigator.onLine || (attempt !== null && attempt !== Attempt.RECEIVED);
    const onPhone = standing.signsOnPhone();
    const words = shelved.length > 0 ? "ready_attention" : wordsOf(stuck, onPhone);
    const to = destination(standing);
    write(this.#section, "ready-words", say(words, { n: sale.waiting.length, to }));
    write(this.#section, "ready-to", say("ready_link_to", { to }));
    const waits = stuck && !suspension.on && shelved.length === 0;
    const asks = standing.isSigned() && !onPhone && waits;
    part(this.#section, "ready-choice").hidden = !asks;
    part(this.#section, "ready-new").hidden = !onPhone;
    part(this.#section, "ready-send").hidden = sale.waiting.length === 0 || suspension.on;
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
    const link = step.kind === "signature";
    write(row, "waiting-step", link ? say("phone_link") : inOurLanguage(step.title));
    write(row, "waiting-state", say(problem ? "state_attention" : "state_on_tablet"));
    part(row, "waiting-state").dataset.tone = problem ? "error" : "neutral";
    const change = part(row, "waiting-link");
    change.hidden = !problem || link;
    change.href = routeTo(sale.id, step.name, true);
    return row;
  }
}

function wordsOf(stuck, onPhone) {
  if (suspension.on) return "ready_inactive";
  if (onPhone) return stuck ? "ready_phone_offline" : "ready_phone";
  return stuck ? "ready_offline" : "ready_sending";
}

/** Where the link will go, as the server decides it (wizard/signing/channels.py). */
function destination(standing) {
  const contact = standing.path.answers.contact ?? {};
  const name = contact.phone_kind === "mobile" ? "phone" : "email";
  const field = standing.step("contact")?.fields.find((one) => one.name === name);
  return field && contact[name] ? answerWords(field, contact[name]) : "";
}
