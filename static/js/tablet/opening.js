// Opens a sale: from the tablet when it is here, from the server when it was begun elsewhere.

import { Resumed, resume } from "./resume.js";

/** What came of it: the sale is `here`, or the name of the leaf that says why not. */
export const Opened = Object.freeze({
  HERE: "here",
  UNKNOWN: "unknown-sale",
  OFFLINE: "sale-elsewhere",
  SIGN_IN: "sign-in",
  INACTIVE: "inactive",
});

const WHY_NOT = {
  [Resumed.UNKNOWN]: Opened.UNKNOWN,
  [Resumed.OFFLINE]: Opened.OFFLINE,
  [Resumed.SIGN_IN]: Opened.SIGN_IN,
  [Resumed.INACTIVE]: Opened.INACTIVE,
};

// After these nothing of a sale changes any more: its page says what became of it.
const CLOSED = new Set(["signed", "to_print", "dropped"]);

/**
 * Read the sale `id` as `{how, sale}`.
 *
 * A sale kept here opens without asking anybody; if the server knows it and nothing of it waits to
 * be sent, news from another device are fetched behind. A sale that is closed, or of another
 * journey or version, moves the page to where it belongs.
 */
export async function openSale(store, journey, id) {
  const kept = await store.sales.read(id);
  if (kept) {
    const known = kept.state !== null && kept.waiting.length === 0;
    if (known) resume(store, id);
    return settle(kept, journey);
  }
  const how = await resume(store, id);
  if (how !== Resumed.FOUND) return { how: WHY_NOT[how], sale: null };
  return settle(await store.sales.read(id), journey);
}

/** Whether the server has closed a sale of which nothing waits here. */
export function isClosed(sale) {
  return CLOSED.has(sale.state) && sale.waiting.length === 0;
}

function settle(sale, journey) {
  if (isClosed(sale)) return leaveFor(`/sales/${sale.id}`);
  const here = sale.journey === journey.name && sale.version === journey.version;
  if (here) return { how: Opened.HERE, sale };
  return leaveFor(`/booklets/${sale.journey}/${sale.version}${location.hash}`);
}

function leaveFor(address) {
  location.replace(address);
  return new Promise(() => {}); // the page is leaving
}
