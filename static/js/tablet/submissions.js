// What submitting a step makes of a sale, without reading the store back.

/** The sale with a step just submitted. */
export function withSubmission(sale, { id, step, seq }, answers) {
  return {
    ...withoutDraft(sale, step),
    seq,
    answers: { ...sale.answers, [step]: { step, seq, answers } },
    waiting: [...sale.waiting, { id, step, seq, errors: null }],
  };
}

/** The sale without the draft of a step. */
export function withoutDraft(sale, step) {
  const { [step]: _dropped, ...drafts } = sale.drafts;
  return { ...sale, drafts };
}

/** Whether these values are what was last submitted of a step, and nobody refused them. */
export function isUnchanged(sale, step, values) {
  const submitted = sale.answers[step]?.answers;
  const refused = sale.waiting.some((one) => one.step === step && one.errors);
  return !refused && submitted && canonical(submitted) === canonical(values);
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}
