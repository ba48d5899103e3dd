// Where a sale stands: which leaves it has, which may be opened, and what comes after each.

import { holds } from "./conditions.js";
import { facts } from "./facts.js";
import { walk } from "./path.js";
import { problem } from "./problems.js";
import { ask, checkValues } from "./rules.js";
import { givingUp } from "./sale_state.js";

const ON_THE_TABLET = new Set(["cart", "form", "review"]);

/** The leaf after the last answer; it belongs to no step. */
export const READY = "ready";

/** The leaf of a sale that was given up; it belongs to no step, and shows no other. */
export const GIVEN_UP = "given-up";

/** The steps at which the refusal list is asked (wizard/no_visit/asking.py). */
const [ADDRESS, LAST_WORD] = ["address", "review"];

export class Standing {
  /**
   * `sale` as the store reads it, seen through its journey, the products sold today and the
   * addresses refused; `verdicts` remember what was judged of it before.
   */
  constructor(journey, sale, { catalogue, refusals }, today, verdicts) {
    const { products } = catalogue;
    this.journey = journey;
    this.sale = sale;
    this.products = products;
    this.refusals = refusals;
    this.today = today;
    const judge = (...judged) => verdicts.judge(...judged);
    this.path = walk(journey, answersOf(sale, journey), products, today, judge);
    this.leaves = this.path.steps.filter((name) => ON_THE_TABLET.has(this.step(name).kind));
    this.review = this.leaves.find((name) => this.step(name).kind === "review");
  }

  /** The step of that name. */
  step(name) {
    return this.journey.steps.find((step) => step.name === name);
  }

  /** Judge what was typed on a leaf, given the steps before it: `{values, problems}`. */
  check(name, typed) {
    const step = this.step(name);
    const verdict = checkValues(step, typed, this.#before(name), this.products, this.today);
    const refused = verdict.problems.length === 0 && this.#isRefused(name, verdict.values);
    return refused ? { ...verdict, problems: [problem("", "address_refused")] } : verdict;
  }

  /** C. conso. L221-10-1: whether the sale is at an address that wants none. */
  #isRefused(name, values) {
    if (name !== ADDRESS && name !== LAST_WORD) return false;
    const address = name === ADDRESS ? values : this.path.answers[ADDRESS];
    return address !== undefined && this.refusals.has(address, this.today);
  }

  /** Tell what a leaf shows while it is being typed: a function for `showOnly`. */
  shown(name, typed) {
    const step = this.step(name);
    const before = this.#before(name);
    const { kept, asked } = ask(step, typed, before, this.products);
    const here = { ...before, [name]: kept };
    const known = facts(here, this.products);
    const offered = new Map(asked.map(({ field, values }) => [field.name, values]));
    return (kind, item, choice) => {
      if (kind === "notice") {
        return holds(step.notices.find((notice) => notice.name === item).when, here, known);
      }
      return offered.has(item) && (kind === "field" || offered.get(item).includes(choice));
    };
  }

  /** The leaf to open when `wanted` is asked for: itself, or the first one that must come before. */
  open(wanted) {
    if (givingUp(this.sale)) return GIVEN_UP;
    const first = this.firstOpen();
    if (wanted === READY) return this.isReady() ? READY : first;
    const index = this.leaves.indexOf(wanted);
    const last = first === READY ? this.leaves.length - 1 : this.leaves.indexOf(first);
    return index >= 0 && index <= last ? wanted : first;
  }

  /** Where the sale goes on: the first leaf not complete, or `READY`. */
  firstOpen() {
    const first = this.leaves.find((name) => !this.path.complete.has(name));
    return first ?? (this.isReady() ? READY : this.review);
  }

  /** Whether the review was the last answer submitted, with every leaf before it complete. */
  isReady() {
    const complete = this.leaves.every((name) => this.path.complete.has(name));
    const answers = answersAlone(this.sale, this.journey).map(([, answer]) => answer.seq);
    return complete && this.sale.answers[this.review]?.seq === Math.max(...answers);
  }

  /** The leaf after one that was just submitted; a changed one leads straight back to the review. */
  after(name, change) {
    if (name === this.review) return READY;
    const first = this.leaves.find((leaf) => !this.path.complete.has(leaf)) ?? this.review;
    const next = this.leaves[this.leaves.indexOf(name) + 1];
    if (change) return first;
    return this.leaves.indexOf(next) < this.leaves.indexOf(first) ? next : first;
  }

  /** The leaf that will most likely follow one that is being filled, or null after the last. */
  following(name, change) {
    return (change ? this.review : this.leaves[this.leaves.indexOf(name) + 1]) ?? null;
  }

  /** The leaf before, or null on the first. */
  before(name) {
    return this.leaves[this.leaves.indexOf(name) - 1] ?? null;
  }

  /** `{number, total}` of a leaf; `total` is null while later answers may still change it. */
  position(name) {
    const number = this.leaves.indexOf(name) + 1;
    const { steps } = this.journey;
    const later = steps.slice(steps.indexOf(this.step(name)) + 1);
    const open = later.some((step) => ON_THE_TABLET.has(step.kind) && hasCondition(step));
    return { number, total: open ? null : this.leaves.length };
  }

  /** The steps the review shows: every answered leaf before it. */
  answered() {
    const answered = (name) => Object.hasOwn(this.path.answers, name);
    const names = this.leaves.filter((name) => name !== this.review && answered(name));
    return names.map((name) => this.step(name));
  }

  /** The fields of a step that this sale asks, with the choices offered. */
  asked(step) {
    const { answers } = this.path;
    return ask(step, answers[step.name], answers, this.products).asked;
  }

  /** Whether the customer signs after the review; a paper contract or a doubt ends the sale there. */
  isSigned() {
    return this.signing !== undefined;
  }

  /** The step in which the customer signs, undefined where nobody does. */
  get signing() {
    const name = this.path.steps.find((one) => this.step(one).kind === "signature");
    return name && this.step(name);
  }

  /** Whether the adviser chose that the customer signs on their own phone. */
  signsOnPhone() {
    return this.sale.answers[this.signing?.name]?.answers.where === "phone";
  }

  /**
   * The submitted steps that hold a secret this sale no longer asks for, as `[step, answers]` without
   * it: a cart that lost the right to a mandate takes the account with it.
   */
  withoutUnaskedSecrets() {
    const cleaned = this.journey.steps.map(({ name, fields }) => {
      const answers = this.sale.answers[name]?.answers ?? {};
      const counting = this.path.answers[name] ?? {};
      const gone = fields
        .filter(({ secret }) => secret)
        .map((field) => field.name)
        .filter((field) => Object.hasOwn(answers, field) && !Object.hasOwn(counting, field));
      const kept = Object.entries(answers).filter(([field]) => !gone.includes(field));
      return gone.length > 0 ? [name, Object.fromEntries(kept)] : null;
    });
    return cleaned.filter((one) => one !== null);
  }

  #before(name) {
    const names = this.path.steps.slice(0, this.path.steps.indexOf(name));
    return Object.fromEntries(
      names
        .filter((one) => Object.hasOwn(this.path.answers, one))
        .map((one) => [one, this.path.answers[one]]),
    );
  }
}

function answersOf(sale, journey) {
  return Object.fromEntries(
    answersAlone(sale, journey).map(([step, record]) => [step, record.answers]),
  );
}

/** What was answered on leaves: where the customer signs is no answer (wizard/phone_choice.py). */
function answersAlone(sale, journey) {
  const kinds = new Map(journey.steps.map((step) => [step.name, step.kind]));
  return Object.entries(sale.answers).filter(([step]) => ON_THE_TABLET.has(kinds.get(step)));
}

function hasCondition(step) {
  return Object.keys(step.when ?? {}).length > 0;
}
