// Seals what the first version of the store kept as it was typed; once, at opening.

import { isSealed, STORES_WITH_BODIES } from "./rows.js";

/** The row of `kept` that stands while there may be plain rows. */
const MARK = "plain";

/** Note, while the store is laid out, that what it holds was written before there was a key. */
export function markPlain(transaction) {
  transaction.objectStore("kept").put({ name: MARK });
}

/**
 * Seal every plain row of `database`. All of them change in one transaction, or none; a row that
 * another tab wrote or removed meanwhile is left to the next round.
 */
export async function sealPlainRows(database, rows) {
  for (;;) {
    const plain = await readPlain(database);
    if (plain === null) return;
    const sealed = await Promise.all(
      plain.map(async ({ store, row }) => {
        const { body, ...keys } = row;
        return { store, before: JSON.stringify(row), row: await rows.toRow(store, keys, body) };
      }),
    );
    const left = await database.run(STORES_WITH_BODIES, "readwrite", (tx) => write(tx, sealed));
    if (left === 0) return;
  }
}

/** The rows that are not sealed, or null when it is known that there are none. */
function readPlain(database) {
  return database.run(STORES_WITH_BODIES, "readonly", async (tx) => {
    if (!(await tx.objectStore("kept").get(MARK))) return null;
    const found = await Promise.all(
      STORES_WITH_BODIES.map(async (store) => {
        const rows = await tx.objectStore(store).getAll();
        return rows.filter((row) => row.body && !isSealed(row)).map((row) => ({ store, row }));
      }),
    );
    return found.flat();
  });
}

/** Put sealed rows where their plain ones still stand; returns how many were not as they were read. */
async function write(tx, sealed) {
  let left = 0;
  for (const { store, before, row } of sealed) {
    const shelf = tx.objectStore(store);
    const now = await shelf.get(keyOf(shelf, row));
    if (JSON.stringify(now) === before) shelf.put(row);
    else left += 1;
  }
  if (left === 0) tx.objectStore("kept").delete(MARK);
  return left;
}

function keyOf({ keyPath }, row) {
  return Array.isArray(keyPath) ? keyPath.map((name) => row[name]) : row[keyPath];
}
