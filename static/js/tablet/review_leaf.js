// "Check the answers": everything the customer said, each with a way to change it and come back.

import { answerWords } from "./answer_words.js";
import { price } from "./cart.js";
import { copyOf, part, put, write } from "./dom.js";
import { routeTo } from "./route.js";
import { inOurLanguage, money, say } from "./words.js";

/** The review leaf over its `section`. Its own answer is the act of going on. */
export class ReviewLeaf {
  #section;
  #cards = new Map();

  constructor(section) {
    this.#section = section;
    this.step = section.dataset.leaf;
  }

  /** Draw the answers of a sale, as they count now, step by step; what has not changed stays. */
  draw(standing) {
    const cards = standing.answered().map((step) => this.#card(standing, step));
    const list = part(this.#section, "answers-list");
    for (const [index, card] of cards.entries()) {
      if (list.children[index] !== card) list.insertBefore(card, list.children[index] ?? null);
    }
    while (list.children.length > cards.length) list.lastElementChild.remove();
    const act = standing.isSigned() ? "go_to_signature" : "finish_sale";
    put(part(this.#section, "review-submit"), "textContent", say(act));
  }

  /** Take what was drawn off the leaf. */
  blank() {
    this.#cards.clear();
    part(this.#section, "answers-list").replaceChildren();
  }

  read() {
    return {};
  }

  boxOf() {
    return null;
  }

  /** The card of a step, drawn anew only when something on it reads otherwise. */
  #card(standing, step) {
    const rows =
      step.kind === "cart"
        ? cartRows(standing.path.answers[step.name], standing.products)
        : formRows(step, standing);
    const shown = JSON.stringify([standing.sale.id, rows]);
    const drawn = this.#cards.get(step.name);
    if (drawn?.shown === shown) return drawn.card;
    const card = copyOf(part(this.#section, "answers-template"));
    write(card, "answers-title", inOurLanguage(step.title));
    part(card, "answers").append(
      ...rows.map((row) => this.#row(standing.sale.id, step.name, row)),
    );
    this.#cards.set(step.name, { shown, card });
    return card;
  }

  #row(sale, step, { label, words, field = "", fixed = false }) {
    const row = copyOf(part(this.#section, "answer-template"));
    write(row, "answer-label", label);
    write(row, "answer-words", words || say("not_given"));
    row.toggleAttribute("data-empty", !words);
    const change = part(row, "answer-change");
    change.hidden = fixed;
    change.href = routeTo(sale, step, true, field);
    write(row, "answer-about", label);
    return row;
  }
}

function formRows(step, standing) {
  return standing.asked(step).map(({ field }) => ({
    field: field.name,
    label: inOurLanguage(field.label),
    words: answerWords(field, standing.path.answers[step.name][field.name]),
  }));
}

function cartRows(answer, products) {
  const cart = price(answer.lines, products);
  const lines = cart.lines.map(({ product, quantity }) => ({
    label: inOurLanguage(product.label),
    words: `${quantity} × ${money(product.price_cents)} ${say(`per_${product.period}`)}`,
  }));
  const totals = Object.entries(cart.totals)
    .filter(([, cents]) => cents > 0)
    .map(([period, cents]) => ({ label: say(`total_${period}`), words: money(cents), fixed: true }));
  return [...lines, ...totals];
}
