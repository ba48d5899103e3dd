// Once everything is answered: the sale goes to its signature, on this tablet or on the customer's
// own phone.

import { readRoute } from "./route.js";

const ON_PHONE = { where: "phone" };

/**
 * Everything is with the server: go where the customer signs, or where it says why not. Of one who
 * signs on their phone the page of the sale tells how far they are.
 */
export async function handOver(store, standing) {
  const { id } = standing.sale;
  await store.sales.handOver(id);
  // Who has opened another sale meanwhile is not taken away from it.
  if (readRoute(location.hash).sale !== id) return;
  location.replace(standing.signsOnPhone() ? `/sales/${id}` : `/sales/${id}/signature`);
}

/**
 * The customer will sign on their own phone: a submission like any step, which waits its turn. The
 * server sends them the link once it has the sale whole.
 */
export async function signOnPhone(store, outbox, standing) {
  if (!standing || standing.signsOnPhone()) return;
  await store.sales.submit(standing.sale.id, standing.signing.name, ON_PHONE);
  outbox.nudge();
}
