// The words for what is wrong: the journey's for what the tablet finds, the server's for what it refuses.

import { message } from "./problems.js";
import { inOurLanguage, language, say, wellSet } from "./words.js";

/** What the answer's rule is not to blame for: the day, or what else the sale says. */
const OTHER_CAUSES = new Set(["in_future", "under_age", "not_asked", "unknown_field"]);

/**
 * A problem found by the rules, as `{field, text, mayEnd, title}`: `mayEnd` where it may be the end
 * of the sale, and no slip; `title` where one stands above all others.
 */
export function problemWords(journey, leaf, { field, code, params }) {
  const text = wellSet(message(journey, leaf.step, field, code, language, params));
  return { field, text, mayEnd: code === "address_refused", title: titleOf(code) };
}

/**
 * What the server refused of a leaf, as `[{field, text, mayEnd, title}]`: its latest answers, and the
 * photos that stand on it. A later edit of it makes that moot.
 */
export function refusalOf(sale, leaf) {
  const submissions = sale.waiting.filter((one) => one.step === leaf.step);
  const latest = submissions.reduce((one, other) => (other.seq > (one?.seq ?? 0) ? other : one), null);
  const answers = (latest?.errors ?? []).map((error) => ({
    field: error.field,
    text: refusalWords(error),
    mayEnd: true,
    title: titleOf(error.code),
  }));
  return [...answers, ...refusedPhotos(sale, leaf)];
}

/** The words for what the server refused. */
export function refusalWords(error) {
  if (!error.message) return say("refused", { status: error.status });
  const words = inOurLanguage(error.message);
  return isOfAnotherRule(error) ? say("rule_changed", { words }) : words;
}

/**
 * Whether the rule of the field has changed since: the tablet submits only what its own rules
 * accepted. The catalogue has words of its own for what moved on in a cart.
 */
function isOfAnotherRule({ field, code }) {
  return Boolean(field) && !field.startsWith("lines") && !OTHER_CAUSES.has(code);
}

/** Where nobody may sell there is nothing to correct. */
function titleOf(code) {
  return code === "address_refused" ? say("no_sale_here") : null;
}

/** A field says it once, however many of its photos were refused: each of them bears the word. */
function refusedPhotos(sale, leaf) {
  const shown = JSON.stringify(leaf.read());
  const fields = sale.refused
    .filter(({ step, sha256 }) => step === leaf.step && shown.includes(sha256))
    .map(({ field }) => field);
  return [...new Set(fields)].map((field) => ({ field, text: say("photo_refused_here") }));
}
