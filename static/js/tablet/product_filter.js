// Finds a product: by words, by partner. Accents and case do not matter.

import { copyOf, part, write } from "./dom.js";
import { inOurLanguage, say } from "./words.js";

/** The search and the partners of the cart leaf; it hides the cards that do not match. */
export class ProductFilter {
  #section;
  #texts = new Map();

  constructor(section) {
    this.#section = section;
    part(section, "search").addEventListener("input", () => this.#apply());
    part(section, "partners").addEventListener("change", () => this.#apply());
    // Enter looks for a product; it does not go to the next step.
    part(section, "search").addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  /** Offer the partners of these products, and look among them. */
  offer(products) {
    this.#texts = new Map(products.map((product) => [product.code, textOf(product)]));
    const names = new Map(products.map((product) => [product.partner, product.partner_name]));
    const chosen = this.#partner();
    const template = part(this.#section, "partner-template");
    const chips = [["", say("every_partner")], ...names].map(([partner, name]) => {
      const chip = copyOf(template);
      const radio = chip.querySelector("input");
      radio.value = partner;
      radio.checked = partner === (names.has(chosen) ? chosen : "");
      write(chip, "partner-name", name);
      return chip;
    });
    part(this.#section, "partner-list").replaceChildren(...chips);
    this.#apply();
  }

  #apply() {
    const wanted = plain(part(this.#section, "search").value).split(/\s+/);
    const partner = this.#partner();
    let found = 0;
    for (const card of part(this.#section, "products").children) {
      const { partner: from, text } = this.#texts.get(card.dataset.product);
      card.hidden = (partner && from !== partner) || !wanted.every((word) => text.includes(word));
      if (!card.hidden) found += 1;
    }
    write(this.#section, "found", this.#texts.size ? say("products_found", { n: found }) : "");
  }

  #partner() {
    return part(this.#section, "partners").querySelector("input:checked")?.value ?? "";
  }
}

function textOf(product) {
  const words = [inOurLanguage(product.label), inOurLanguage(product.description)];
  return { partner: product.partner, text: plain([...words, product.partner_name].join(" ")) };
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
