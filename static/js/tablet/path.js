// The way through a journey: which steps this sale has, which are complete, what comes next.
// The same on the server: wizard/path.py.

import { holds } from "./conditions.js";
import { facts } from "./facts.js";
import { problem } from "./problems.js";

/**
 * Walk a sale from its first step: `{steps, complete, reachable, first_incomplete, answers, facts}`.
 * A step is complete once submitted (its name is in `answers`) while its answers still fit what
 * the steps before it say. `answers` come back without hidden steps and fields.
 */
export function walk(rules, answers, catalogue, today) {
  const steps = [];
  const complete = [];
  const kept = {};
  for (const step of rules.journey.steps) {
    if (!holds(step.when, kept, facts(kept, catalogue))) continue;
    steps.push(step.name);
    if (!Object.hasOwn(answers, step.name) || step.kind === "done") continue;
    const { values, problems } = rules.check(step, answers[step.name], kept, catalogue, today);
    kept[step.name] = values;
    // A secret kept from before the cart changed is dropped here, not held against the sale.
    if (problems.every(({ code }) => code === "not_asked")) complete.push(step.name);
  }
  const first_incomplete = steps.find((name) => !complete.includes(name));
  const reachable = steps.slice(0, steps.indexOf(first_incomplete) + 1);
  return { steps, complete, reachable, first_incomplete, answers: kept, facts: facts(kept, catalogue) };
}

/** The step after this one, null after the last or for a step this sale does not have. */
export function nextAfter(path, step) {
  return path.steps.includes(step) ? (path.steps[path.steps.indexOf(step) + 1] ?? null) : null;
}

/** The step before this one, null before the first or for a step this sale does not have. */
export function previousOf(path, step) {
  return path.steps[path.steps.indexOf(step) - 1] ?? null;
}

/**
 * Judge a submitted step in its place: `unknown_step`, `not_asked` (hidden in this sale),
 * `out_of_order`, or the verdict on its values.
 */
export function checkSubmission(rules, name, values, answers, catalogue, today) {
  const refuse = (code) => ({ values: {}, problems: [problem("", code)] });
  const step = rules.step(name);
  if (!step) return refuse("unknown_step");
  const path = walk(rules, answers, catalogue, today);
  const before = rules.journey.steps.slice(0, rules.journey.steps.indexOf(step));
  const names = before.map((one) => one.name);
  const waiting = names.some((one) => path.steps.includes(one) && !path.complete.includes(one));
  if (waiting || step.kind === "done") return refuse("out_of_order");
  if (!path.steps.includes(name)) return refuse("not_asked");
  const earlier = Object.fromEntries(
    names.filter((one) => Object.hasOwn(path.answers, one)).map((one) => [one, path.answers[one]]),
  );
  return rules.check(step, values, earlier, catalogue, today);
}
