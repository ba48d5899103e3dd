// Thinks a step through before it is submitted: a finger that goes down on a button needs a while to
// lift again, and the next leaf is ready by then.

import { withSubmission } from "./submissions.js";

export class Foresight {
  #filler;
  #stand;
  #last = null;

  /** `stand(sale)` tells where a sale stands; `filler` prepares the leaf that comes next. */
  constructor(filler, stand) {
    this.#filler = filler;
    this.#stand = stand;
  }

  /**
   * What submitting `leaf` as it reads now would bring: `{values, problems}`, and without problems
   * the `standing` of the sale afterwards and the `name` of the leaf that follows, which is filled
   * and set. Asking again costs next to nothing while nobody types.
   */
  of(leaf, leaves, standing, change) {
    const typed = leaf.read();
    const on = JSON.stringify([typed, change]);
    const last = this.#last;
    if (last?.from === standing && last.leaf === leaf && last.on === on) return last;
    const seen = { from: standing, leaf, on, ...standing.check(leaf.step, typed) };
    if (seen.problems.length === 0) {
      const { sale } = standing;
      const submission = { id: null, step: leaf.step, seq: sale.seq + 1 };
      seen.standing = this.#stand(withSubmission(sale, submission, seen.values));
      seen.name = seen.standing.after(leaf.step, change);
      this.#filler.prepare(leaves.get(seen.name), seen.standing);
    }
    this.#last = seen;
    return seen;
  }

  /** Forget the sale that was open. */
  forget() {
    this.#last = null;
  }
}
