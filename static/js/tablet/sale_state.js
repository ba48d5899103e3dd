// Where one sale is, in one word.

/** What the act is called by which a sale is given up: no step of a journey has that name. */
export const GIVE_UP = "give_up";

/** The giving up of a sale that the server has not receipted yet, or undefined. */
export function givingUp(sale) {
  return sale.waiting.find((submission) => submission.step === GIVE_UP);
}

/**
 * `attention`, `given_up`, `sending`, `on_tablet`, `sent`, or `draft` for a sale the server has not
 * heard of. `sending` lists the submissions that are on their way. Once a sale is given up, what was
 * refused of it asks for nobody's attention.
 */
export function saleState(sale, sending) {
  const { waiting, state } = sale;
  const act = givingUp(sale);
  if (act) return act.errors ? "attention" : "given_up";
  if (waiting.some((submission) => submission.errors) || sale.refused.length > 0) return "attention";
  if (waiting.some((submission) => sending.includes(submission.id))) return "sending";
  if (waiting.length > 0 || (state !== null && sale.photos > 0)) return "on_tablet";
  return state === null ? "draft" : "sent";
}
