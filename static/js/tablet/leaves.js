// Brings each leaf of the booklet to life, by its kind.

import { CartLeaf } from "./cart_leaf.js";
import { FormLeaf } from "./form_leaf.js";
import { GivenUpLeaf } from "./given_up_leaf.js";
import { ReadyLeaf } from "./ready_leaf.js";
import { ReviewLeaf } from "./review_leaf.js";
import { GIVEN_UP, READY } from "./standing.js";
import { answerTaps } from "./tap.js";

const KINDS = { cart: CartLeaf, form: FormLeaf, review: ReviewLeaf };

/**
 * The leaves of the page by name. `changed(leaf)` hears every keystroke, `press(leaf)` that somebody
 * is about to submit it, `submit(leaf)` every "Continue", `sendNow()` the wish to send,
 * `onPhone()` that the customer signs on their own phone, `keepSale()` that a sale is not to be given
 * up after all. Photos taken on them are kept in `album`.
 */
export function makeLeaves(turner, { changed, press, submit, sendNow, onPhone, keepSale, album }) {
  const leaves = new Map([
    [READY, new ReadyLeaf(turner.section(READY), sendNow, onPhone)],
    [GIVEN_UP, new GivenUpLeaf(turner.section(GIVEN_UP), keepSale)],
  ]);
  for (const section of turner.sections()) {
    const Kind = KINDS[section.dataset.kind];
    if (!Kind) continue;
    const leaf = new Kind(section, () => changed(leaf), album);
    const form = section.querySelector("form");
    for (const button of form.elements) {
      if (button.type === "submit") answerTaps(button, () => press(leaf));
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(leaf);
    });
    leaves.set(leaf.step, leaf);
  }
  return leaves;
}
