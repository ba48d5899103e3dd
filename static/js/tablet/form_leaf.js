// A leaf of questions.

import { boxOf, fillFields, readFields, showOnly } from "./fields.js";

/** The leaf over its `section`; `changed()` is called at every keystroke and tick. */
export class FormLeaf {
  #section;
  #form;

  constructor(section, changed) {
    this.#section = section;
    this.#form = section.querySelector("form");
    this.step = section.dataset.leaf;
    this.#form.addEventListener("input", changed);
  }

  /** Put what was typed, or what was answered, into the fields. */
  fill(values) {
    fillFields(this.#form, values);
  }

  /** Empty every field. */
  blank() {
    this.fill({});
  }

  /** What stands in the fields that are part of this sale. */
  read() {
    return readFields(this.#form);
  }

  /** Show only what belongs to the sale as it stands; see `showOnly`. */
  showOnly(shown) {
    showOnly(this.#section, shown);
  }

  /** The element that holds a field. */
  boxOf(field) {
    return boxOf(this.#section, field) ?? null;
  }
}
