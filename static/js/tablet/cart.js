// The cart: lines and totals in integer cents, at the catalogue's prices.
// The same on the server: wizard/cart.py, which prices every cart again.

import { isMapping } from "./conditions.js";
import { line } from "./normalise.js";
import { problem } from "./problems.js";

export const PERIODS = ["once", "month", "quarter", "year"];
export const MAX_LINES = 50;
const LONGEST_VERSION = 100;

/**
 * Price lines `{product, quantity, unit_price_cents}`:
 * `{lines: [{product, quantity, total_cents}], totals: {once, …}, first_cents, problems}`.
 * Lines the catalogue does not know are left out, and said in `problems`.
 */
export function price(lines, catalogue) {
  const totals = Object.fromEntries(PERIODS.map((period) => [period, 0]));
  const cart = { lines: [], totals, first_cents: 0, problems: [] };
  const refused = whole(lines);
  if (refused) return { ...cart, problems: [refused] };
  const products = new Map(catalogue.map((product) => [product.code, product]));
  const seen = new Set();
  lines.forEach((raw, index) => {
    const where = `lines.${index}`;
    if (!readable(raw)) return cart.problems.push(problem(where, "format"));
    const product = products.get(raw.product);
    const wrong = lineProblem(where, product, seen.has(raw.product), raw.quantity);
    seen.add(raw.product);
    if (wrong) return cart.problems.push(wrong);
    const { price_cents: now, period } = product;
    const shown = raw.unit_price_cents;
    if (shown !== now) {
      cart.problems.push(problem(`${where}.unit_price_cents`, "price_changed", { shown, now }));
    }
    const total_cents = now * raw.quantity;
    totals[period] += total_cents;
    cart.first_cents += total_cents;
    return cart.lines.push({ product, quantity: raw.quantity, total_cents });
  });
  return cart;
}

/** The cart step's answers without anything a cart does not hold; null where unreadable. */
export function clean(values) {
  const lines = Object.hasOwn(values, "lines") ? values.lines : [];
  return {
    lines: Array.isArray(lines) ? lines.slice(0, MAX_LINES + 1).map(cleanLine) : null,
    catalogue: cleanText(values.catalogue),
  };
}

/** Judge the cart step's answers: `{values, problems}`. */
export function checkCart(values, catalogue) {
  const kept = clean(values);
  const problems = [...price(kept.lines, catalogue).problems];
  const version = kept.catalogue;
  if (!version || [...version].length > LONGEST_VERSION) {
    problems.push(problem("catalogue", "format"));
  }
  const unknown = Object.keys(values).filter((name) => !["lines", "catalogue"].includes(name));
  problems.push(...unknown.sort().map((name) => problem(name, "unknown_field")));
  return { values: kept, problems };
}

function whole(lines) {
  if (!Array.isArray(lines)) return problem("lines", "format");
  if (lines.length === 0) return problem("lines", "empty_cart");
  if (lines.length > MAX_LINES) return problem("lines", "too_many_lines", { max: MAX_LINES });
  return null;
}

function cleanLine(raw) {
  if (!isMapping(raw)) return null;
  return {
    product: cleanText(raw.product),
    quantity: cleanNumber(raw.quantity),
    unit_price_cents: cleanNumber(raw.unit_price_cents),
  };
}

const cleanText = (raw) => (typeof raw === "string" ? line(raw) : null);
const cleanNumber = (raw) => (Number.isSafeInteger(raw) ? raw : null);

function readable(raw) {
  return (
    isMapping(raw) &&
    typeof raw.product === "string" &&
    Number.isSafeInteger(raw.quantity) &&
    Number.isSafeInteger(raw.unit_price_cents)
  );
}

function lineProblem(where, product, twice, quantity) {
  if (!product) return problem(`${where}.product`, "unknown_product");
  if (!product.active) return problem(`${where}.product`, "inactive_product");
  if (twice) return problem(`${where}.product`, "duplicate_product");
  if (quantity < 1 || quantity > product.max_quantity) {
    return problem(`${where}.quantity`, "quantity_out_of_range", { max: product.max_quantity });
  }
  return null;
}
