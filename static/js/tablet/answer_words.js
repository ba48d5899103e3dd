// How an answer reads back to the customer.

import { day, inOurLanguage, say } from "./words.js";

const SHOWN_OF_IBAN = 4;

/** The words for the answer given to a field of the journey; empty when none was given. */
export function answerWords(field, value) {
  if (field.type === "tick") return say(value === true ? "yes" : "no");
  if (value === undefined || value === null || value === "") return "";
  if (field.choices?.length) {
    const choice = field.choices.find((one) => one.value === value);
    return choice ? inOurLanguage(choice.label) : "";
  }
  return (WORDS[field.type] ?? String)(value);
}

/** An answer as somebody would type it, for the field it came from; what is no answer stays. */
export function typedWords(field, value) {
  return typeof value === "string" ? (TYPED[field.type]?.(value) ?? value) : value;
}

const TYPED = {
  date: (date) => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1"),
  iban: (iban) => iban.replace(/(.{4})(?=.)/g, "$1 "),
  phone: (phone) => readablePhone(phone, " "),
};

const WORDS = {
  date: day,
  iban: (iban) => say("iban_ending", { end: iban.slice(-SHOWN_OF_IBAN) }),
  phone: (phone) => readablePhone(phone, "\u00a0"),
};

/** French numbers the way they are said, `06 12 34 56 78`; others as they are. */
function readablePhone(phone, space) {
  const national = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(phone);
  return national ? `0${national.slice(1).join(space)}` : phone;
}
