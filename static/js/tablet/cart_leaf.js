// The leaf where the customer chooses: products, quantities, and what they come to.

import { price } from "./cart.js";
import { copyOf, part, write } from "./dom.js";
import { clearErrors } from "./errors.js";
import { ProductFilter } from "./product_filter.js";
import { inOurLanguage, money, say } from "./words.js";

/** The cart leaf over its `section`; `changed()` is called whenever a quantity changes. */
export class CartLeaf {
  #section;
  #foot;
  #changed;
  #catalogue = { version: "", products: [] };
  #lines = new Map();
  #filter;

  constructor(section, changed) {
    this.#section = section;
    this.#changed = changed;
    this.step = section.dataset.leaf;
    this.#foot = document.querySelector(`[data-with-leaf="${this.step}"]`);
    this.#filter = new ProductFilter(section);
    const products = part(section, "products");
    products.addEventListener("click", (event) => this.#onClick(event));
    products.addEventListener("change", (event) => this.#onChange(event));
    products.addEventListener("keydown", (event) => this.#onArrow(event));
    part(section, "lines").addEventListener("click", (event) => this.#onRemove(event));
  }

  /** Draw the products of a catalogue; what is in the cart stays, at the price that was shown. */
  offer(catalogue) {
    this.#catalogue = catalogue;
    const template = part(this.#section, "product-template");
    const cards = catalogue.products
      .filter((product) => product.active)
      .map((product) => drawProduct(copyOf(template), product));
    part(this.#section, "products").replaceChildren(...cards);
    part(this.#section, "no-catalogue").hidden = cards.length > 0;
    this.#filter.offer(catalogue.products.filter((product) => product.active));
    this.#draw();
  }

  /** Put a cart on the leaf. */
  fill({ lines = [] }) {
    this.#lines = new Map(lines.map((line) => [line.product, { ...line }]));
    this.#draw();
  }

  /** Empty the cart. */
  blank() {
    this.fill({});
  }

  /** The cart as it stands, with the prices that were shown. */
  read() {
    return { lines: [...this.#lines.values()], catalogue: this.#catalogue.version };
  }

  /** The card of the product that the problem of a line (`lines.0.quantity`) is about. */
  boxOf(field) {
    const line = this.read().lines[Number(field.split(".")[1])];
    return line ? (this.#card(line.product) ?? this.#row(line.product)) : null;
  }

  /** The new prices have been shown: from now on the cart holds them. */
  acceptPrices() {
    for (const line of this.#lines.values()) {
      line.unit_price_cents = this.#product(line.product)?.price_cents ?? line.unit_price_cents;
    }
    this.#draw();
  }

  #onClick(event) {
    const button = event.target.closest("[data-less], [data-more]");
    if (!button) return;
    const card = button.closest("[data-product]");
    const before = this.#lines.get(card.dataset.product)?.quantity ?? 0;
    this.#put(card.dataset.product, before + ("more" in button.dataset ? 1 : -1));
  }

  #onArrow(event) {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || !event.target.matches("input")) return;
    event.preventDefault();
    this.#put(event.target.closest("[data-product]").dataset.product, Number(event.target.value) + step);
  }

  #onChange(event) {
    const card = event.target.closest("[data-product]");
    this.#put(card.dataset.product, Math.trunc(Number(event.target.value)) || 0);
  }

  #onRemove(event) {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    this.#put(button.closest("[data-line]").dataset.line, 0);
    const title = part(this.#section, "cart-title");
    (title.checkVisibility() ? title : this.#section.querySelector("h1")).focus();
  }

  #put(code, wanted) {
    const product = this.#product(code);
    const quantity = Math.min(Math.max(wanted, 0), product?.max_quantity ?? 0);
    if (quantity === 0) this.#lines.delete(code);
    else {
      this.#lines.set(code, { product: code, quantity, unit_price_cents: product.price_cents });
    }
    // What was said of the cart as it was no longer holds.
    clearErrors(this.#section);
    this.#draw();
    this.#changed();
  }

  #draw() {
    for (const card of part(this.#section, "products").children) this.#drawQuantity(card);
    const template = part(this.#section, "line-template");
    const rows = [...this.#lines.values()].map((line) =>
      drawLine(copyOf(template), line, this.#product(line.product)),
    );
    part(this.#section, "lines").replaceChildren(...rows);
    part(this.#section, "cart").hidden = rows.length === 0;
    this.#drawTotals(price(this.read().lines, this.#catalogue.products));
  }

  #drawQuantity(card) {
    const product = this.#product(card.dataset.product);
    const quantity = this.#lines.get(product.code)?.quantity ?? 0;
    card.toggleAttribute("data-chosen", quantity > 0);
    part(card, "quantity").querySelector("input").value = quantity;
    // A button under the finger keeps the focus: it says that it is at its end, and does nothing.
    part(card, "less").setAttribute("aria-disabled", String(quantity === 0));
    part(card, "more").setAttribute("aria-disabled", String(quantity >= product.max_quantity));
  }

  #drawTotals(cart) {
    const template = part(this.#section, "total-template");
    const totals = Object.entries(cart.totals)
      .filter(([, cents]) => cents > 0)
      .map(([period, cents]) => {
        const row = copyOf(template);
        write(row, "period", say(`total_${period}`));
        write(row, "amount", money(cents));
        return row;
      });
    part(this.#section, "totals").replaceChildren(...totals);
    const exempt = cart.lines.length > 0 && cart.lines.every((line) => line.product.exempt_39bis);
    write(this.#section, "when-paid", cart.lines.length === 0 ? "" : paidWhen(exempt));
    const pieces = cart.lines.reduce((sum, line) => sum + line.quantity, 0);
    write(this.#foot, "cart-sum", pieces ? money(cart.first_cents) : "");
    write(this.#foot, "cart-count", say(pieces ? "cart_count" : "cart_empty", { n: pieces }));
  }

  #product(code) {
    return this.#catalogue.products.find((product) => product.code === code);
  }

  #card(code) {
    return this.#section.querySelector(`[data-product="${CSS.escape(code)}"]`);
  }

  #row(code) {
    return this.#section.querySelector(`[data-line="${CSS.escape(code)}"]`);
  }
}

function paidWhen(exempt) {
  return say(exempt ? "payable_today" : "nothing_before_seven_days");
}

function drawProduct(card, product) {
  const name = inOurLanguage(product.label);
  card.dataset.product = product.code;
  if (product.picture) showPicture(part(card, "picture"), product.picture);
  write(card, "name", name);
  write(card, "partner", product.partner_name);
  write(card, "text", inOurLanguage(product.description));
  write(card, "price", money(product.price_cents));
  write(card, "per", perPeriod(product));
  const flag = part(card, "flag");
  flag.textContent = paidWhen(product.exempt_39bis);
  flag.dataset.tone = product.exempt_39bis ? "success" : "neutral";
  const quantity = part(card, "quantity");
  quantity.setAttribute("aria-label", name);
  quantity.querySelector("input").setAttribute("aria-label", say("quantity_of", { product: name }));
  part(card, "less").setAttribute("aria-label", say("one_less", { product: name }));
  part(card, "more").setAttribute("aria-label", say("one_more", { product: name }));
  return card;
}

/** The drawing below it is seen until the picture is there, and where it cannot be had. */
function showPicture(picture, address) {
  picture.onerror = () => {
    picture.hidden = true;
  };
  picture.src = address;
  picture.hidden = false;
}

function perPeriod(product) {
  const commitment = product.commitment_months
    ? say("commitment", { n: product.commitment_months })
    : "";
  return [say(`per_${product.period}`), commitment].filter(Boolean).join(", ");
}

function drawLine(row, line, product) {
  const name = product ? inOurLanguage(product.label) : line.product;
  row.dataset.line = line.product;
  write(row, "name", name);
  write(row, "detail", `${line.quantity} × ${money(line.unit_price_cents)}`);
  write(row, "amount", money(line.quantity * line.unit_price_cents));
  part(row, "remove").setAttribute("aria-label", say("remove_product", { product: name }));
  return row;
}
