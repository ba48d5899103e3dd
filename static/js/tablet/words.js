// What the tablet says, in the language of the page. The words come with the page, as data; those
// of its lock come with the lock.

const LOCALES = { fr: "fr-FR", en: "en-GB" };

export const language = document.documentElement.lang || "fr";
const locale = LOCALES[language] ?? language;
const pages = [...document.querySelectorAll("#words, #lock-words")];
const words = Object.assign({}, ...pages.map((given) => JSON.parse(given.textContent)));
const plural = new Intl.PluralRules(locale);
const euros = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const dayAndHour = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const fullDay = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });

/**
 * The sentence called `name`, with `values` in the places named `{value}`; `n` picks the plural. A
 * number stays beside what it counts, and a time beside what it dates.
 */
export function say(name, values = {}) {
  const found = words[name];
  const text = typeof found === "string" ? found : found[plural.select(values.n)];
  return text
    .replace("{n} ", "{n}\u00a0")
    .replace(" {time}", "\u00a0{time}")
    .replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

/** The one of `{fr, en}` that the page speaks, well set. */
export function inOurLanguage(texts) {
  return wellSet(texts[language] ?? texts.fr);
}

/** A sentence with the no-break spaces French asks for, as extranet/core/i18n.py sets them. */
export function wellSet(text) {
  if (language !== "fr") return text;
  return text
    .replace(/[ \u00a0]([;!?»])/g, "\u202f$1")
    .replace(/[ \u00a0]:(?=\s|$)/g, "\u00a0:")
    .replace(/«[ \u00a0]/g, "«\u202f");
}

/** Cents as an amount. */
export function money(cents) {
  return euros.format(cents / 100);
}

/** A moment as the adviser's watch shows it, with the day when it was not today. */
export function moment(iso) {
  const when = new Date(iso);
  const today = when.toDateString() === new Date().toDateString();
  return (today ? hour : dayAndHour).format(when);
}

/** A calendar day `YYYY-MM-DD` in words. */
export function day(iso) {
  return fullDay.format(new Date(`${iso}T00:00:00Z`));
}
