// The leaf of a sale that was given up: whether the server has it, or why it did not take it.

import { part, put, write } from "./dom.js";
import { refusalWords } from "./problem_words.js";
import { givingUp } from "./sale_state.js";
import { say } from "./words.js";

/** The leaf over its `section`; `keepSale()` hears that the sale is not to be given up after all. */
export class GivenUpLeaf {
  #section;

  constructor(section, keepSale) {
    this.#section = section;
    this.step = section.dataset.leaf;
    part(section, "given-up-keep").addEventListener("click", keepSale);
  }

  /** Draw where the giving up of a sale stands. */
  draw({ sale }) {
    const act = givingUp(sale);
    const refused = act?.errors ?? null;
    const title = refused ? "given_up_refused" : "given_up_title";
    const words = act ? say("given_up_waiting") : say("given_up_done");
    write(this.#section, "given-up-title", say(title));
    write(this.#section, "given-up-words", refused ? refused.map(refusalWords).join(" ") : words);
    put(part(this.#section, "given-up-keep"), "hidden", refused === null);
    put(part(this.#section, "given-up-new"), "hidden", refused !== null);
  }

  /** Nothing of a sale stands on it. */
  blank() {}
}
