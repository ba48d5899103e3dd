// What fits on this tablet, and whether the browser may throw it away.

/** A sale with its photos, generously: what is promised must fit. */
const ONE_SALE = 4_000_000;
/** With room for fewer sales than this, somebody should make some. */
export const FEW = 25;
/** Beyond this nobody counts. */
export const MANY = 1_000;

/** About how many sales still fit, in a round number; null when the browser does not tell. */
export async function roomForSales() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota === undefined) return null;
  const sales = Math.max(0, Math.floor((quota - usage) / ONE_SALE));
  const step = sales < 50 ? 1 : sales < 200 ? 10 : 50;
  return sales - (sales % step);
}

/** Ask that the browser never deletes by itself what is kept here; resolves to whether it agreed. */
export async function protect() {
  const { storage } = navigator;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || storage.persist();
}
