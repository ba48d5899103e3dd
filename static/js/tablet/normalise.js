// Answers in one form, whatever way they were typed. The same on the server: wizard/normalise.py.
// Normalising never refuses: what it cannot read it leaves, and the checks say what is wrong.

import { readPhone } from "./phones.js";
import { inOneForm } from "./photo_answer.js";

const SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const LINE_BREAKS = /\r\n|[\n-\r\x85\u2028\u2029]/;
// Controls, invisible and direction-changing characters, tags, halves of a pair.
const UNSEEN = new RegExp(
  String.raw`[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e` +
    String.raw`\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]`,
  "gu",
);
const WRITTEN_DATE = /^([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})$/;
const DIALLED_DATE = /^([0-9]{2})([0-9]{2})([0-9]{4})$/;

/** One line: NFC, single plain spaces, nothing invisible, trimmed. */
export function line(text) {
  const seen = text.replace(UNSEEN, "").replace(SPACES, " ");
  return seen.normalize("NFC").replace(/^ | $/g, "");
}

/** Several lines, each as `line`; at most one empty line between two. */
function block(text) {
  const lines = text.split(LINE_BREAKS).map(line).join("\n");
  return lines.replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");
}

function email(text) {
  const at = text.lastIndexOf("@") + 1;
  return text.slice(0, at) + text.slice(at).replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

function phone(text) {
  return readPhone(text).e164 ?? text;
}

function date(text) {
  const found = WRITTEN_DATE.exec(text) ?? DIALLED_DATE.exec(text);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : text;
}

function iban(text) {
  return text.replace(/[ .-]/g, "").replace(/[a-z]+/g, (part) => part.toUpperCase());
}

const compact = (text) => text.replaceAll(" ", "");
const NORMALISERS = { line, block, compact, email, phone, date, iban };

/**
 * The value in its one form; null where there is no answer. Not-strings come back as they are; what
 * names no photos comes back as false.
 */
export function normalise(field, value) {
  if (field.type === "photo") return inOneForm(value);
  if (typeof value !== "string") return value ?? null;
  return field.normalise.reduce((text, name) => NORMALISERS[name](text), value) || null;
}
