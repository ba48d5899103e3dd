// Names every object of JavaScript inherits, as names of steps, answers and drafts: they are names
// like others and reach no prototype. Run by wizard/tests/test_tablet_modules.py.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { lookUp } from "../../static/js/tablet/conditions.js";
import { equip } from "../../static/js/tablet/equipment.js";
import { facts } from "../../static/js/tablet/facts.js";
import { checkSubmission, walk } from "../../static/js/tablet/path.js";
import { checkValues } from "../../static/js/tablet/rules.js";
import { isUnchanged, withoutDraft, withSubmission } from "../../static/js/tablet/submissions.js";
import { Validator } from "../../static/vendor/json-schema/index.js";

const INHERITED = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];
const PLAIN = JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort());
const STEP = { name: "contact", kind: "form", when: {}, fields: [] };
const JOURNEY = { steps: [STEP], messages: {} };
const SALE = { id: "1", seq: 1, answers: {}, drafts: {}, waiting: [] };

equip(Validator, {});

/** As a server or the store gives it: `JSON.parse` makes `__proto__` an own name. */
const given = (name, value) => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`);

afterEach(() => {
  assert.equal({}.polluted, undefined);
  assert.equal(JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort()), PLAIN);
});

for (const name of INHERITED) {
  const hostile = given(name, { polluted: "yes", doubt: true });

  test(`an answer named ${name} is an unknown field`, () => {
    const { values, problems } = checkValues(STEP, hostile, {}, {}, "2026-11-29");
    assert.deepEqual(problems, [{ field: name, code: "unknown_field" }]);
    assert.equal(values.polluted, undefined);
  });

  test(`a step named ${name} is unknown, and says nothing of the sale`, () => {
    const { problems } = checkSubmission(JOURNEY, name, {}, hostile, {}, "2026-11-29");
    assert.deepEqual(problems, [{ field: "", code: "unknown_step" }]);
    const path = walk(JOURNEY, hostile, {}, "2026-11-29");
    assert.deepEqual(path.steps, ["contact"]);
    assert.deepEqual(Object.keys(path.answers), []);
    assert.equal(facts(hostile, {}).doubt, false);
  });

  test(`a condition sees nothing that is inherited as ${name}`, () => {
    assert.equal(lookUp(`contact.${name}`, { contact: {} }, {}), undefined);
    assert.equal(lookUp(`${name}.polluted`, {}, {}), undefined);
  });

  test(`what is submitted and drafted as ${name} lies under that name alone`, () => {
    const sale = withSubmission(SALE, { id: "2", step: name, seq: 2 }, hostile);
    assert.ok(Object.hasOwn(sale.answers, name));
    assert.equal(sale.answers.polluted, undefined);
    assert.ok(isUnchanged(sale, name, hostile));
    const drafts = given(name, { polluted: "yes" });
    assert.deepEqual(Object.keys(withoutDraft({ ...SALE, drafts }, name).drafts), []);
  });
}
