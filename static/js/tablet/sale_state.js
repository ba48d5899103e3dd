// Where one sale is, in one word.

/**
 * `attention`, `sending`, `on_tablet`, `sent`, or `draft` for a sale the server has not heard of.
 * `sending` lists the submissions that are on their way.
 */
export function saleState(sale, sending) {
  const { waiting, state } = sale;
  if (waiting.some((submission) => submission.errors) || sale.refused.length > 0) return "attention";
  if (waiting.some((submission) => sending.includes(submission.id))) return "sending";
  if (waiting.length > 0 || (state !== null && sale.photos > 0)) return "on_tablet";
  return state === null ? "draft" : "sent";
}
