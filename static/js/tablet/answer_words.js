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

/** The answers of a step as somebody would type them: kept are dates and numbers in one form. */
export function typedAnswers(step, answers = {}) {
  const typed = { ...answers };
  for (const field of step.fields) {
    if (Object.hasOwn(typed, field.name)) typed[field.name] = typedWords(field, typed[field.name]);
  }
  return typed;
}

/** What is no answer stays as it is. */
function typedWords(field, value) {
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
  photo: (photos) => say("photos", { n: photos.length }),
};

/** French numbers the way they are said, `06 12 34 56 78`; others as they are. */
function readablePhone(phone, space) {
  const national = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(phone);
  return national ? `0${national.slice(1).join(space)}` : phone;
}
