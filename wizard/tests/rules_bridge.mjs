// The tablet's rules as a process: one JSON request a line, one JSON answer a line.
// Started by wizard/tests/bridge.py; the first line is {validator, reference}: the address of the
// vendored JSON Schema validator, and the tables of the journey.

import { createInterface } from "node:readline";

import { addressKey } from "../../static/js/tablet/address_key.js";
import { price } from "../../static/js/tablet/cart.js";
import { equip } from "../../static/js/tablet/equipment.js";
import { facts } from "../../static/js/tablet/facts.js";
import { normalise } from "../../static/js/tablet/normalise.js";
import { checkSubmission, nextAfter, previousOf, walk } from "../../static/js/tablet/path.js";
import { readPhone } from "../../static/js/tablet/phones.js";
import { message } from "../../static/js/tablet/problems.js";
import { Refusals } from "../../static/js/tablet/refusals.js";
import { ask, checkValues } from "../../static/js/tablet/rules.js";
import { compileStep } from "../../static/js/tablet/schema.js";
import { sha256 } from "../../static/js/tablet/sha256.js";

const journeys = new Map();

const OPERATIONS = {
  keep: ({ journey }) => journeys.set(journey.name, journey) && true,
  check: ({ step, values, answers, catalogue, today }) =>
    checkValues(step, values, answers, catalogue, today),
  schema: ({ step, values, answers, catalogue }) =>
    compileStep(ask(step, values, answers, catalogue).asked),
  walk: ({ journey, answers, catalogue, today }) => {
    const path = walk(journeys.get(journey), answers, catalogue, today);
    const next = path.steps.map((step) => nextAfter(path, step));
    const previous = path.steps.map((step) => previousOf(path, step));
    return { ...path, complete: [...path.complete], next, previous };
  },
  submit: ({ journey, name, values, answers, catalogue, today }) =>
    checkSubmission(journeys.get(journey), name, values, answers, catalogue, today),
  message: ({ journey, step, field, code, locale, params }) =>
    message(journeys.get(journey), step, field, code, locale, params),
  normalise: ({ field, value }) => normalise(field, value),
  phone: ({ text }) => readPhone(text),
  price: ({ lines, catalogue }) => price(lines, catalogue),
  facts: ({ answers, catalogue }) => facts(answers, catalogue),
  hash: ({ text }) => Buffer.from(sha256(text)).toString("hex"),
  address_key: ({ line1, postcode }) => addressKey(line1, postcode),
  refuses: ({ carried, address, today }) => new Refusals(carried).has(address, today),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.validator) {
    const { Validator } = await import(request.validator);
    equip(Validator, request.reference);
    process.stdout.write("true\n");
  } else {
    process.stdout.write(`${JSON.stringify(OPERATIONS[request.op](request))}\n`);
  }
}
