// Turns the leaves: shows one, hides the others, moves the focus, says where one is.

import { part, write } from "./dom.js";
import { say } from "./words.js";

export class Turner {
  #sections;
  #title = document.title;

  constructor(root) {
    this.#sections = new Map(
      Array.from(root.querySelectorAll("[data-leaf]"), (leaf) => [leaf.dataset.leaf, leaf]),
    );
  }

  /** Every leaf of the page. */
  sections() {
    return [...this.#sections.values()];
  }

  /** Call `again` when somebody asks to try opening the sale once more. */
  onRetry(again) {
    part(this.section("sale-elsewhere"), "retry").addEventListener("click", again);
  }

  /** The section of a leaf. */
  section(name) {
    return this.#sections.get(name);
  }

  /**
   * Show a leaf and nothing else, and put the focus on its heading, or on `field` when that is what
   * somebody came for.
   */
  show(name, { back = null, position = null, field = null } = {}) {
    for (const [leaf, section] of this.#sections) section.hidden = leaf !== name;
    for (const one of document.querySelectorAll("[data-with-leaf]")) {
      one.hidden = one.dataset.withLeaf !== name;
    }
    this.#drawBack(back);
    this.#drawFlight(position);
    const section = this.section(name);
    const heading = section.querySelector("h1");
    document.title = `${heading.textContent} · ${this.#title}`;
    scrollTo(0, 0);
    const target = field?.querySelector("input:not(:disabled), select, textarea");
    (target ?? heading).focus();
  }

  #drawBack(address) {
    const link = part(document, "back");
    link.hidden = address === null;
    if (address !== null) link.href = address;
  }

  #drawFlight(position) {
    const place = part(document, "flight-place");
    part(place, "flight").hidden = position === null;
    if (position === null) return;
    const { number, total } = position;
    write(place, "flight-words", say(total ? "step_of" : "step", { number, total }));
    const steps = part(place, "flight").querySelectorAll("li");
    for (const [index, step] of steps.entries()) {
      step.hidden = index >= (total ?? 0);
      step.dataset.state = index + 1 < number ? "done" : index + 1 === number ? "here" : "ahead";
    }
  }
}
