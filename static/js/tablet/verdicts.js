// What was already judged of the open sale: a step is judged again only when something it rests on
// has changed, so that walking a sale costs one step and not all of them.

import { checkValues } from "./rules.js";

/** The verdicts on the steps of one sale; forget them with the sale, for they hold its answers. */
export class Verdicts {
  #last = new Map();

  /** `checkValues` of the same arguments, which must not be changed afterwards. */
  judge(step, values, answers, catalogue, today) {
    const on = JSON.stringify([values, answers, today]);
    const kept = this.#last.get(step.name);
    if (kept?.on === on && kept.catalogue === catalogue) return kept.verdict;
    const verdict = checkValues(step, values, answers, catalogue, today);
    this.#last.set(step.name, { on, catalogue, verdict });
    return verdict;
  }
}
