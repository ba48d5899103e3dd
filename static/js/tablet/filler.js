// Fills the leaves with what a sale says, the one that will be shown next before it is shown.

import { typedAnswers } from "./answer_words.js";

export class Filler {
  #turner;
  #ahead = null;

  constructor(turner) {
    this.#turner = turner;
  }

  /** Fill and set a leaf while it is not seen; `fill` then finds its work done. */
  prepare(leaf, standing) {
    if (!leaf?.read || this.#turner.isOpen(leaf.step)) return;
    this.fill(leaf, standing);
    this.#ahead = { leaf, standing };
    this.#turner.setAhead(leaf.step);
  }

  /** Put into a leaf what was typed there last, or what was answered. */
  fill(leaf, standing) {
    const done = this.#ahead?.leaf === leaf && this.#ahead.standing === standing;
    this.#ahead = null; // once it is shown, somebody types in it
    if (done) return;
    const { answers, drafts } = standing.sale;
    const answered = typedAnswers(standing.step(leaf.step), answers[leaf.step]?.answers);
    leaf.fill?.(drafts[leaf.step]?.fields ?? answered);
    this.suit(leaf, standing);
  }

  /** Make a leaf show what belongs to the sale as it stands with what is being typed. */
  suit(leaf, standing) {
    leaf.showOnly?.(standing.shown(leaf.step, leaf.read()));
    leaf.draw?.(standing);
  }

  /** Take everything off every leaf. */
  blank(leaves) {
    this.#ahead = null;
    for (const leaf of leaves.values()) leaf.blank();
  }
}
