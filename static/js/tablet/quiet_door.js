// The way into the store from a page of the server that a customer may be looking at: it opens in
// silence or not at all, and shows nothing.

import { Gone, Keyring } from "./keyring.js";
import { askWhoIsThere, lastPassing, rememberedPerson } from "./person.js";
import { Attempt } from "./post.js";
import { askStanding, Said } from "./registry.js";
import { Rows } from "./rows.js";
import { openStore } from "./store.js";
import { finishWipes } from "./wiping.js";

/**
 * Open the store of whoever is signed in if their tablet is unlocked: `{store, letSend}`, else null.
 *
 * `letSend(outbox)` has what waits leave until the tablet is locked. One that was revoked is wiped;
 * its person is told of it at the door.
 */
export async function openQuietly() {
  const keyring = new Keyring();
  const told = await askWhoIsThere();
  // Where nobody answers, the page itself came a moment ago, for who was here last.
  const person = told.person ?? (lastPassing() === null ? rememberedPerson() : null);
  const entry = person === null ? null : await keyring.stillOpen(person);
  if (!entry) return null;
  if (told.person !== null) await keyring.stayOpen(person);
  const { tablet, store: name, key } = entry;
  const store = await openStore({ name, person, tablet, rows: new Rows(key) });
  return { store, letSend: (outbox) => letSend(outbox, store, keyring) };
}

async function letSend(outbox, store, keyring) {
  const stop = () => {
    outbox.stop();
    store.close();
  };
  await keyring.whenLocked(store.person, stop);
  outbox.addEventListener("status", async () => {
    const { attempt, sending, nextTry } = outbox.status;
    const isVerdict = sending.length === 0 && nextTry === null;
    if (attempt !== Attempt.SIGN_IN || !isVerdict || !(await isRevoked(store.tablet))) return;
    stop();
    await keyring.condemn(store.person, Gone.REVOKED);
    await finishWipes(keyring);
  });
  await outbox.start();
}

async function isRevoked(tablet) {
  return tablet !== null && (await askStanding(tablet)) === Said.REVOKED;
}
