// Opens a sale: from the tablet when it is here, from the server when it was begun elsewhere.

import { Resumed, resume } from "./resume.js";

/** What came of it: the sale is `here`, or the name of the leaf that says why not. */
export const Opened = Object.freeze({
  HERE: "here",
  UNKNOWN: "unknown-sale",
  OFFLINE: "sale-elsewhere",
  SIGN_IN: "sign-in",
});

const WHY_NOT = {
  [Resumed.UNKNOWN]: Opened.UNKNOWN,
  [Resumed.OFFLINE]: Opened.OFFLINE,
  [Resumed.SIGN_IN]: Opened.SIGN_IN,
};

/**
 * Read the sale `id` as `{how, sale}`.
 *
 * A sale kept here opens without asking anybody; if the server knows it and nothing of it waits to
 * be sent, news from another device are fetched behind. A sale of another journey, or of another
 * version of this one, moves the page to its own booklet.
 */
export async function openSale(store, journey, id) {
  const kept = await store.sales.read(id);
  if (kept) {
    const known = kept.state !== null && kept.waiting.length === 0;
    if (known) resume(store, id);
    return belongsHere(kept, journey) ? { how: Opened.HERE, sale: kept } : moveTo(kept);
  }
  const how = await resume(store, id);
  if (how !== Resumed.FOUND) return { how: WHY_NOT[how], sale: null };
  const sale = await store.sales.read(id);
  return belongsHere(sale, journey) ? { how: Opened.HERE, sale } : moveTo(sale);
}

function belongsHere(sale, journey) {
  return sale.journey === journey.name && sale.version === journey.version;
}

function moveTo(sale) {
  location.replace(`/booklets/${sale.journey}/${sale.version}${location.hash}`);
  return new Promise(() => {}); // the page is leaving
}
