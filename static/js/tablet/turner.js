// Turns the leaves: shows one, hides the others, moves the focus, says where one is.

import { part, put, write } from "./dom.js";
import { say } from "./words.js";

/** The leaf that stands on the page while a sale is being opened. */
export const OPENING = "opening";

export class Turner {
  #sections;
  #withLeaf = [...document.querySelectorAll("[data-with-leaf]")];
  #title = document.title;
  #open;
  #ahead = null;

  constructor(root) {
    this.#sections = new Map(
      Array.from(root.querySelectorAll("[data-leaf]"), (leaf) => [leaf.dataset.leaf, leaf]),
    );
    this.#open = this.section(OPENING);
  }

  /** Every leaf of the page. */
  sections() {
    return [...this.#sections.values()];
  }

  /** The section of a leaf. */
  section(name) {
    return this.#sections.get(name);
  }

  /** Whether a leaf is the one on the screen. */
  isOpen(name) {
    return this.section(name) === this.#open;
  }

  /** Set a leaf, unseen, so that showing it later costs little more than painting it. */
  setAhead(name) {
    const section = this.section(name);
    if (this.#ahead !== section) this.#ahead?.removeAttribute("data-ahead");
    this.#ahead = section;
    section.toggleAttribute("data-ahead", true);
    heading(section).getBoundingClientRect(); // asking where it lies sets the whole leaf
  }

  /**
   * Show a leaf and nothing else, and put the focus on its heading, or on `field` when that is what
   * somebody came for.
   */
  show(name, { back = null, position = null, field = null } = {}) {
    const section = this.section(name);
    // A caret left in the leaf that goes would be looked for a place all over the page, three times.
    getSelection()?.removeAllRanges();
    section.hidden = false;
    section.removeAttribute("data-ahead");
    if (section !== this.#open) this.#open.hidden = true;
    this.#open = section;
    for (const one of this.#withLeaf) put(one, "hidden", one.dataset.withLeaf !== name);
    this.#drawBack(back);
    this.#drawFlight(position);
    document.title = `${heading(section).textContent} · ${this.#title}`;
    // Everything is written: the focus makes the browser set the page, and it does so once.
    const target = field?.querySelector("input:not(:disabled), select, textarea");
    if (!target) heading(section).focus({ preventScroll: true });
    scrollTo(0, 0);
    target?.focus();
  }

  #drawBack(address) {
    const link = part(document, "back");
    put(link, "hidden", address === null);
    if (address !== null) link.href = address;
  }

  #drawFlight(position) {
    const place = part(document, "flight-place");
    put(part(place, "flight"), "hidden", position === null);
    if (position === null) return;
    const { number, total } = position;
    write(place, "flight-words", say(total ? "step_of" : "step", { number, total }));
    const steps = part(place, "flight").querySelectorAll("li");
    for (const [index, step] of steps.entries()) {
      put(step, "hidden", index >= (total ?? 0));
      const state = index + 1 < number ? "done" : index + 1 === number ? "here" : "ahead";
      put(step.dataset, "state", state);
    }
  }
}

function heading(section) {
  return section.querySelector("h1");
}
