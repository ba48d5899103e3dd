// The way through a journey: which steps this sale has, which are complete, what comes next.
// The same on the server: wizard/path.py.

import { aboutFacts, holds } from "./conditions.js";
import { facts } from "./facts.js";
import { problem } from "./problems.js";
import { checkValues } from "./rules.js";

/**
 * Walk a sale from its first step. A step is complete once submitted (its name is in `answers`)
 * while its answers still fit what the steps before it say; `done` is never complete. Returns
 * `{steps, complete (a Set), reachable, first_incomplete, answers, facts}`; the answers come back
 * as they count now, without hidden steps and fields. `judge` stands in for `checkValues`.
 */
export function walk(journey, answers, catalogue, today, judge = checkValues) {
  const steps = [];
  const complete = new Set();
  const kept = {};
  for (const step of journey.steps) {
    const known = aboutFacts(step.when) ? facts(kept, catalogue) : {};
    if (!holds(step.when, kept, known)) continue;
    steps.push(step.name);
    if (!Object.hasOwn(answers, step.name) || step.kind === "done") continue;
    const verdict = judge(step, answers[step.name], kept, catalogue, today);
    kept[step.name] = verdict.values;
    // A secret kept from before the cart changed is dropped here, not held against the sale.
    if (verdict.problems.every(({ code }) => code === "not_asked")) complete.add(step.name);
  }
  const first = steps.findIndex((name) => !complete.has(name));
  return {
    steps,
    complete,
    reachable: steps.slice(0, first + 1),
    first_incomplete: steps[first],
    answers: kept,
    facts: facts(kept, catalogue),
  };
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
 * Judge a submitted step in its place: `unknown_step`, `out_of_order`, `not_asked` (hidden in this
 * sale), or the verdict on its values.
 */
export function checkSubmission(journey, name, values, answers, catalogue, today) {
  const refuse = (code) => ({ values: {}, problems: [problem("", code)] });
  const step = journey.steps.find((one) => one.name === name);
  if (!step) return refuse("unknown_step");
  const path = walk(journey, answers, catalogue, today);
  const before = journey.steps.slice(0, journey.steps.indexOf(step)).map((one) => one.name);
  const waiting = before.some((one) => path.steps.includes(one) && !path.complete.has(one));
  if (waiting || step.kind === "done") return refuse("out_of_order");
  if (!path.steps.includes(name)) return refuse("not_asked");
  const earlier = Object.fromEntries(
    before.filter((one) => Object.hasOwn(path.answers, one)).map((one) => [one, path.answers[one]]),
  );
  return checkValues(step, values, earlier, catalogue, today);
}
