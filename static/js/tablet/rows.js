// How a record lies in the tablet's store: what it is found by in the open, what a customer said in `body`.
//
// These two functions are the only way in and out. They run outside of transactions, because
// IndexedDB commits a transaction that waits for anything but itself.

/** Lay out a row: `keys` find and order it, `body` holds everything somebody typed. */
export async function toRow(keys, body) {
  return { ...keys, body };
}

/** Read a row back as one record, keys and body together. */
export async function fromRow({ body, ...keys }) {
  return { ...keys, ...body };
}

/** Read many rows back, in their order. */
export function fromRows(rows) {
  return Promise.all(rows.map(fromRow));
}
