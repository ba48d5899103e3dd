// Writing a step of a sale down, and what must go from the tablet with it.

import { isUnchanged, withoutDraft, withSubmission } from "./submissions.js";

/**
 * Write a step down; what did not change since it was last submitted is not sent again. `turnTo(sale)`
 * is told what the sale becomes while the browser writes.
 */
export function writeStep(sales, standing, step, values, turnTo) {
  const { sale, review } = standing;
  if (step === review ? standing.isReady() : isUnchanged(sale, step, values)) {
    return sales.dropDraft(sale.id, step, () => turnTo(withoutDraft(sale, step)));
  }
  return sales.submit(sale.id, step, values, (submission) =>
    turnTo(withSubmission(sale, submission, values)),
  );
}

/** What a sale no longer asks for leaves the tablet as it leaves the server: true if anything did. */
export async function forgetUnaskedSecrets(sales, standing) {
  const { sale } = standing;
  const gone = standing.withoutUnaskedSecrets();
  for (const [step, answers] of gone) {
    await sales.amend(sale.id, step, answers);
    sale.answers[step] = { ...sale.answers[step], answers };
  }
  return gone.length > 0;
}
