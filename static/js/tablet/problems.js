// The words for what is wrong with an answer. The same on the server: wizard/problems.py.
// A problem is {field, code, params?}; the field is "" for the whole step, and inside a cart a
// path such as "lines.0.quantity".

const MONEY = ["shown", "now"];

/** A problem; `params` only where its message needs figures. */
export function problem(field, code, params) {
  return params ? { field, code, params } : { field, code };
}

/** The sentence for a problem: the field's own, else its type's, else the shared one. */
export function message(journey, step, field, code, locale, params = {}) {
  const found = journey.steps.find((one) => one.name === step);
  const asked = found?.fields.find((one) => one.name === field);
  const kind = asked?.type ?? (found?.kind === "cart" ? "cart" : "step");
  const keys = [`${kind}.${code}`, code, "format"];
  if (asked?.charset && code === "characters") keys.unshift(`${asked.charset}.${code}`);
  const key = keys.find((one) => Object.hasOwn(journey.messages, one));
  const words = asked?.messages[code] ?? journey.messages[key];
  let sentence = words[locale === "en" ? "en" : "fr"];
  for (const [name, value] of Object.entries(params)) {
    const text = MONEY.includes(name) ? money(value, locale) : String(value);
    sentence = sentence.replaceAll(`{${name}}`, () => text);
  }
  return sentence;
}

/** Cents as the reader writes an amount. */
export function money(cents, locale) {
  const sign = cents < 0 ? "-" : "";
  const euros = Math.floor(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return locale === "en" ? `${sign}€${euros}.${rest}` : `${sign}${euros},${rest}\u00a0€`;
}
