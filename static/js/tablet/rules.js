// Judging the answers to one step: what is asked, in which form, and what is wrong.
// The same on the server: wizard/rules.py, which has the last word.

import { checkCart } from "./cart.js";
import { check } from "./checks.js";
import { aboutFacts, holds, isMapping } from "./conditions.js";
import { equipped } from "./equipment.js";
import { facts } from "./facts.js";
import { normalise } from "./normalise.js";
import { problem } from "./problems.js";
import { compileStep } from "./schema.js";

// One problem per field is enough to act on: the first of these.
const PRECEDENCE = [
  "required",
  "too_long",
  "too_short",
  "too_many",
  "format",
  "not_offered",
  "characters",
];
const CODE_OF_KEYWORD = {
  const: "required",
  type: "format",
  enum: "not_offered",
  maxLength: "too_long",
  minLength: "too_short",
  maxItems: "too_many",
};

// Compiling a schema costs more than running it: a validator for each set of questions ever asked.
const validators = new WeakMap();

/**
 * Judge one step's answers, given those of the steps before it: `{values, problems}`.
 * `values` come back in their one form, without what this sale does not ask.
 */
export function checkValues(step, values, answers, catalogue, today) {
  if (!isMapping(values)) return { values: {}, problems: [problem("", "format")] };
  if (step.kind === "cart") return checkCart(values, catalogue);
  const { kept, asked, hidden } = ask(step, values, answers, catalogue);
  const known = new Set(step.fields.map(({ name }) => name));
  const unknown = Object.keys(values).filter((name) => !known.has(name));
  const wrong = runSchema(step, asked, kept);
  const here = { ...answers, [step.name]: kept };
  for (const { field } of asked) {
    if (typeof kept[field.name] !== "string" || wrong.has(field.name)) continue;
    const found = check(field, kept[field.name], here, today);
    if (found) wrong.set(field.name, found);
  }
  const problems = [
    ...asked.flatMap(({ field }) => wrong.get(field.name) ?? []),
    ...hidden.filter(({ secret }) => secret).map(({ name }) => problem(name, "not_asked")),
    ...unknown.sort().map((name) => problem(name, "unknown_field")),
  ];
  return { values: kept, problems };
}

/**
 * What this sale asks of a form step: `{kept, asked: [{field, values}], hidden}`: the normalised
 * values, the fields asked with the choices offered, the hidden fields answered all the same.
 */
export function ask(step, values, answers, catalogue) {
  const kept = {};
  const asked = [];
  const hidden = [];
  const here = { ...answers, [step.name]: kept };
  for (const field of step.fields) {
    const conditions = [field.when, ...field.choices.map((choice) => choice.when)];
    const known = aboutFacts(...conditions) ? facts(here, catalogue) : {};
    let value = normalise(field, Object.hasOwn(values, field.name) ? values[field.name] : null);
    if (!holds(field.when, here, known)) {
      if (value !== null) hidden.push(field);
      continue;
    }
    if (field.type === "tick") value ??= false;
    if (value !== null) kept[field.name] = readable(field, value);
    const offered = field.choices.filter((choice) => holds(choice.when, here, known));
    asked.push({ field, values: offered.map((choice) => choice.value) });
  }
  return { kept, asked, hidden };
}

/** The value, or an empty list for one of no type an answer can have: every schema refuses it. */
function readable(field, value) {
  return field.type === "photo" || ["string", "boolean"].includes(typeof value) ? value : [];
}

function runSchema(step, asked, kept) {
  const { errors } = validatorOf(step, asked).validate(kept);
  const wrong = new Map();
  for (const { field } of asked) {
    const own = errors.filter(({ instanceLocation }) => instanceLocation === `#/${field.name}`);
    const codes = own.map(({ keyword }) => codeOf(keyword, field));
    if (field.required && !Object.hasOwn(kept, field.name)) codes.push("required");
    const code = PRECEDENCE.find((one) => codes.includes(one));
    if (code) wrong.set(field.name, problem(field.name, code, figures(field, code)));
  }
  return wrong;
}

function validatorOf(step, asked) {
  const { Validator } = equipped();
  const question = JSON.stringify(asked.map(({ field, values }) => [field.name, values]));
  if (!validators.has(step)) validators.set(step, new Map());
  const known = validators.get(step);
  if (!known.has(question)) {
    known.set(question, new Validator(compileStep(asked), "2020-12", false));
  }
  return known.get(question);
}

function codeOf(keyword, field) {
  if (keyword === "pattern") return field.charset ? "characters" : "format";
  return CODE_OF_KEYWORD[keyword];
}

function figures(field, code) {
  if (code === "too_long") return { max: field.max_length };
  if (code === "too_many") return { max: field.most };
  return code === "too_short" ? { min: field.min_length } : undefined;
}
