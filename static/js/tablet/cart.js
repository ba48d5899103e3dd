// The cart: lines and totals in integer cents, at the catalogue's prices.
// The same on the server: wizard/cart.py, which prices every cart again.

import { isMapping } from "./conditions.js";
import { line as oneLine } from "./normalise.js";
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
  for (const [index, raw] of lines.entries()) {
    const where = `lines.${index}`;
    const line = cleanLine(raw);
    const product = products.get(line?.product);
    const wrong = lineProblem(where, line, product, seen);
    if (line) seen.add(line.product);
    if (wrong) {
      cart.problems.push(wrong);
      continue;
    }
    const { price_cents: now, period } = product;
    const { quantity, unit_price_cents: shown } = line;
    if (shown !== now) {
      cart.problems.push(problem(`${where}.unit_price_cents`, "price_changed", { shown, now }));
    }
    const total_cents = now * quantity;
    totals[period] += total_cents;
    cart.first_cents += total_cents;
    cart.lines.push({ product, quantity, total_cents });
  }
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
  const line = {
    product: cleanText(raw.product),
    quantity: cleanNumber(raw.quantity),
    unit_price_cents: cleanNumber(raw.unit_price_cents),
  };
  return Object.values(line).includes(null) ? null : line;
}

const cleanText = (raw) => (typeof raw === "string" ? oneLine(raw) : null);
const cleanNumber = (raw) => (Number.isSafeInteger(raw) ? raw : null);

function lineProblem(where, line, product, seen) {
  if (line === null) return problem(where, "format");
  if (!product) return problem(`${where}.product`, "unknown_product");
  if (!product.active) return problem(`${where}.product`, "inactive_product");
  if (seen.has(line.product)) return problem(`${where}.product`, "duplicate_product");
  if (line.quantity < 1 || line.quantity > product.max_quantity) {
    return problem(`${where}.quantity`, "quantity_out_of_range", { max: product.max_quantity });
  }
  return null;
}
