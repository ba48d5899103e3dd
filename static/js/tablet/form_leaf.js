// A leaf of questions.

import { Communes } from "./communes.js";
import { Completion } from "./completion.js";
import { part } from "./dom.js";
import { boxOf, fillFields, readFields, showOnly } from "./fields.js";
import { PhotoField } from "./photo_field.js";

/**
 * The leaf over its `section`; `changed()` is called at every keystroke, tick and photo, `album` is
 * the store's shelf of photos.
 */
export class FormLeaf {
  #section;
  #form;
  #photos;
  #offers = [];

  constructor(section, changed, album) {
    this.#section = section;
    this.#form = section.querySelector("form");
    this.step = section.dataset.leaf;
    this.#form.addEventListener("input", changed);
    for (const [name, Kind] of Object.entries({ communes: Communes, completion: Completion })) {
      const group = part(section, name);
      if (group) this.#offers.push(new Kind(group, this.#form));
    }
    const around = { step: this.step, read: () => this.read(), changed };
    this.#photos = Array.from(
      section.querySelectorAll("[data-photos]"),
      (box) => new PhotoField(box, album, around),
    );
  }

  /** Put what was typed, or what was answered, into the fields. */
  fill(values) {
    fillFields(this.#form, values);
    for (const offers of this.#offers) offers.clear();
  }

  /** Empty every field. */
  blank() {
    this.fill({});
    for (const field of this.#photos) field.blank();
  }

  /** Show the photos taken. */
  draw(standing) {
    for (const field of this.#photos) field.draw(standing.sale);
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
