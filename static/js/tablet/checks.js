// What a schema cannot say of one answer. The same on the server: wizard/checks.py.
// Runs after normalising, on values the schema accepted.

import { lookUp } from "./conditions.js";
import { equipped } from "./equipment.js";
import { readPhone } from "./phones.js";
import { problem } from "./problems.js";

const FIRST_YEAR = 1901;
const LONGEST_LOCAL_PART = 64;

/** The one problem of a value, or null. `today` is "2026-11-21". */
export function check(field, value, answers, today) {
  if (field.type === "phone") return checkPhone(field, value, answers);
  if (field.type === "date") return checkDate(field, value, today);
  if (field.type === "iban") return checkIban(field, value);
  if (field.type === "email" && value.indexOf("@") > LONGEST_LOCAL_PART) {
    return problem(field.name, "format");
  }
  return null;
}

function checkPhone(field, value, answers) {
  const found = readPhone(value);
  if (typeof found === "string") return problem(field.name, found);
  const wanted = field.kind_from ? lookUp(field.kind_from, answers, {}) : null;
  const misfit = ["mobile", "landline"].includes(wanted) && !found.kinds.includes(wanted);
  return misfit ? problem(field.name, `not_${wanted}`) : null;
}

function checkDate(field, value, today) {
  const [year, month, day] = value.split("-").map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return problem(field.name, "impossible_date");
  }
  if (year < FIRST_YEAR) return problem(field.name, "too_early");
  if (field.min_age === undefined) return null;
  if (value > today) return problem(field.name, "in_future");
  // Compared as figures: who was born on 29 February comes of age on 1 March.
  const ofAge = `${year + field.min_age}${value.slice(4)}`;
  return ofAge > today ? problem(field.name, "under_age", { min: field.min_age }) : null;
}

function daysIn(year, month) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function checkIban(field, value) {
  const { ibans } = equipped().reference;
  const country = value.slice(0, 2);
  if (!Object.hasOwn(ibans, country)) return problem(field.name, "not_sepa");
  const expected = ibans[country];
  if (value.length !== expected) {
    return problem(field.name, "iban_length", { expected, length: value.length });
  }
  return checkDigits(value) === value.slice(2, 4) ? null : problem(field.name, "iban_checksum");
}

/** The two figures that belong after the country of an IBAN (ISO 13616). */
export function checkDigits(iban) {
  let rest = 0;
  for (const sign of `${iban.slice(4)}${iban.slice(0, 2)}00`) {
    const figure = parseInt(sign, 36);
    rest = (rest * (figure > 9 ? 100 : 10) + figure) % 97;
  }
  return String(98 - rest).padStart(2, "0");
}
