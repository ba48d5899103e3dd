// The communes of a postcode: the city fills itself where there is one, and is a tap away where
// there are several. Free text always works.

import { drawOffers, onOffer, typeInto } from "./offers.js";

let known = null;

/** The communes of a postcode, none while the table is neither kept on the tablet nor within reach. */
async function communesOf(source, postcode) {
  known ??= fetch(source).then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status)));
  try {
    return (await known)[postcode] ?? [];
  } catch {
    known = null; // there may be a network at the next try
    return [];
  }
}

/** Letters alone, so that « saint-e » finds « Saint-Étienne ». */
function letters(text) {
  const plain = text.normalize("NFD").toLowerCase();
  return plain.replace(/[^a-z]/g, "");
}

export class Communes {
  #group;
  #postcode;
  #city;
  #offered = [];
  #shown = [];
  #filled = "";

  /** Over the fields of an address in `form`; `group` is where the communes are shown. */
  constructor(group, form) {
    this.#group = group;
    this.#postcode = form.querySelector("[name$='.postcode']");
    this.#city = form.querySelector("[name$='.city']");
    this.#postcode.addEventListener("input", () => this.#look());
    this.#city.addEventListener("input", () => this.#draw());
    onOffer(group, (index) => this.#choose(this.#shown[index]));
  }

  /** Take what was offered for another address away. */
  clear() {
    this.#filled = "";
    this.#offer([]);
  }

  async #look() {
    const postcode = this.#postcode.value.replace(/\s/g, "");
    const whole = /^\d{5}$/.test(postcode);
    const communes = whole ? await communesOf(this.#group.dataset.communes, postcode) : [];
    if (this.#postcode.value.replace(/\s/g, "") !== postcode) return; // typed on meanwhile
    this.#offer(communes);
    const free = this.#city.value === "" || this.#city.value === this.#filled;
    if (communes.length === 1 && free) this.#write(communes[0]);
  }

  #offer(communes) {
    this.#offered = communes;
    this.#draw();
  }

  #choose(commune) {
    this.#write(commune);
    this.#city.focus();
  }

  #write(commune) {
    this.#filled = commune;
    typeInto(this.#city, commune);
  }

  /** Show those that what is typed may become; none once it is one of them. */
  #draw() {
    const typed = this.#city.value === this.#filled ? "" : letters(this.#city.value);
    const done = this.#offered.includes(this.#city.value);
    const fitting = this.#offered.filter((commune) => letters(commune).includes(typed));
    this.#shown = done || this.#offered.length < 2 ? [] : fitting;
    drawOffers(this.#group, this.#shown);
  }
}
