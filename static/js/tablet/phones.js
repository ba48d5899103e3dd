// Reading a French phone number, mainland or overseas. The same on the server: wizard/phones.py.
// The number plans come with the journey, from the server's library.

import { equipped } from "./equipment.js";

const WRITTEN = /^\+?[0-9 ./()-]+$/;
const NATIONAL_LENGTH = 10;

/** `{e164, kinds}`, or what is wrong: "format", "foreign_phone". */
export function readPhone(text) {
  const plans = equipped().reference.phones;
  if (!WRITTEN.test(text)) return "format";
  const digits = text.replace(/[ ./()+-]/g, "");
  if (text.startsWith("+")) return international(digits, plans);
  if (digits.startsWith("00")) return international(digits.slice(2), plans);
  if (digits.length !== NATIONAL_LENGTH || !digits.startsWith("0")) return "format";
  return first(plans.filter((plan) => plan.trunk), digits.slice(1));
}

function international(digits, plans) {
  const plan = plans.find(({ prefix }) => digits.startsWith(prefix));
  if (!plan) return /^[1-9]/.test(digits) ? "foreign_phone" : "format";
  const number = digits.slice(plan.prefix.length);
  return first([plan], plan.trunk ? number.replace(/^0/, "") : number);
}

function first(plans, number) {
  for (const plan of plans) {
    const kinds = ["mobile", "landline"].filter((kind) =>
      new RegExp(`^(?:${plan[kind]})$`).test(number),
    );
    if (kinds.length > 0) return { e164: `+${plan.prefix}${number}`, kinds };
  }
  return "format";
}
