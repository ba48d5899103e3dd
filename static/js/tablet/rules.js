// Judging the answers to one step: what is asked, in which form, and what is wrong.
// The same on the server: wizard/rules.py, which has the last word.

import { checkCart } from "./cart.js";
import { check } from "./checks.js";
import { holds, isMapping } from "./conditions.js";
import { facts } from "./facts.js";
import { normalise } from "./normalise.js";
import { problem } from "./problems.js";
import { compileStep } from "./schema.js";

// One problem per field is enough to act on: the first of these.
const PRECEDENCE = ["required", "format", "not_offered", "too_long", "too_short", "characters"];
const CODE_OF_KEYWORD = {
  required: "required",
  const: "required",
  type: "format",
  enum: "not_offered",
  maxLength: "too_long",
  minLength: "too_short",
};

/** The rules of one journey, run by a JSON Schema `Validator` class (@cfworker/json-schema). */
export class Rules {
  constructor(Validator, journey) {
    this.Validator = Validator;
    this.journey = journey;
  }

  /** The step of that name, or undefined. */
  step(name) {
    return this.journey.steps.find((step) => step.name === name);
  }

  /**
   * Judge one step's answers, given those of the steps before it: `{values, problems}`.
   * `values` come back in their one form, without what this sale does not ask.
   */
  check(step, values, answers, catalogue, today) {
    if (!isMapping(values)) return { values: {}, problems: [problem("", "format")] };
    if (step.kind === "cart") return checkCart(values, catalogue);
    const { kept, asked, hidden } = this.ask(step, values, answers, catalogue);
    const known = new Set(step.fields.map(({ name }) => name));
    const unknown = Object.keys(values).filter((name) => !known.has(name)).sort();
    const wrong = this.runSchema(asked, kept);
    const here = { ...answers, [step.name]: kept };
    for (const { field } of asked) {
      if (typeof kept[field.name] !== "string" || wrong.has(field.name)) continue;
      const found = check(field, kept[field.name], here, today, this.journey.reference);
      if (found) wrong.set(field.name, found);
    }
    const problems = [
      ...asked.flatMap(({ field }) => wrong.get(field.name) ?? []),
      ...hidden.filter(({ secret }) => secret).map(({ name }) => problem(name, "not_asked")),
      ...unknown.map((name) => problem(name, "unknown_field")),
    ];
    return { values: kept, problems };
  }

  /**
   * What this sale asks of a step: `{kept, asked: [{field, values}], hidden}`: the normalised
   * values, the fields asked with the choices offered, the hidden fields answered all the same.
   */
  ask(step, values, answers, catalogue) {
    const kept = {};
    const asked = [];
    const hidden = [];
    const here = { ...answers, [step.name]: kept };
    for (const field of step.fields) {
      const known = facts(here, catalogue);
      const raw = Object.hasOwn(values, field.name) ? values[field.name] : null;
      let value = normalise(field, raw, this.journey.reference);
      if (!holds(field.when, here, known)) {
        if (value !== null) hidden.push(field);
        continue;
      }
      if (field.type === "tick") value ??= false;
      // An empty list stands for a value of no type an answer can have: every schema refuses it.
      if (value !== null) kept[field.name] = ["string", "boolean"].includes(typeof value) ? value : [];
      const offered = field.choices.filter((choice) => holds(choice.when, here, known));
      asked.push({ field, values: offered.map((choice) => choice.value) });
    }
    return { kept, asked, hidden };
  }

  runSchema(asked, kept) {
    const validator = new this.Validator(compileStep(asked), "2020-12", false);
    const fields = new Map(asked.map(({ field }) => [field.name, field]));
    const codes = new Map();
    const add = (name, code) => codes.set(name, [...(codes.get(name) ?? []), code]);
    for (const { keyword, instanceLocation } of validator.validate(kept).errors) {
      const field = fields.get(instanceLocation.slice(2));
      if (field) add(field.name, codeOf(keyword, field));
    }
    for (const { field } of asked) {
      if (field.required && !Object.hasOwn(kept, field.name)) add(field.name, "required");
    }
    return new Map([...codes].map(([name, found]) => [name, worded(fields.get(name), found)]));
  }
}

function codeOf(keyword, field) {
  if (keyword === "pattern") return field.charset ? "characters" : "format";
  return CODE_OF_KEYWORD[keyword];
}

function worded(field, codes) {
  const code = PRECEDENCE.find((one) => codes.includes(one));
  if (code === "too_long") return problem(field.name, code, { max: field.max_length });
  if (code === "too_short") return problem(field.name, code, { min: field.min_length });
  return problem(field.name, code);
}
