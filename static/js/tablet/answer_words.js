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

const WORDS = {
  date: day,
  iban: (iban) => say("iban_ending", { end: iban.slice(-SHOWN_OF_IBAN) }),
  phone: readablePhone,
};

/** French numbers the way they are said, `06 12 34 56 78`; others as they are. */
function readablePhone(phone) {
  const national = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(phone);
  return national ? `0${national.slice(1).join("\u00a0")}` : phone;
}
