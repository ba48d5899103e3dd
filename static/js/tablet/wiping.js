// Takes everything of a person off this tablet. It goes on where it was interrupted.

import { deleteDB } from "../../vendor/idb.js";
import { Gone } from "./keyring.js";
import { forgetPerson } from "./person.js";
import { tellWiped } from "./registry.js";

/** Wipe the stores of everybody whose key was thrown away; returns their entries. */
export async function finishWipes(keyring) {
  const gone = (await keyring.all()).filter((entry) => entry.gone);
  for (const { person, wiped } of gone) {
    if (wiped) continue;
    await wipe(person);
    await keyring.note(person, { wiped: true });
  }
  tellServer(keyring, gone);
  return gone;
}

/** Nobody waits for it: what the server has not heard it hears at the next opening. */
async function tellServer(keyring, gone) {
  const revoked = gone.filter((entry) => entry.gone === Gone.REVOKED && !entry.told);
  for (const { person, tablet } of revoked) {
    if (await tellWiped(tablet)) await keyring.note(person, { told: true });
  }
}

/** Databases, caches and what is remembered: all that bears the id of a person. */
async function wipe(person) {
  const databases = await indexedDB.databases();
  const theirs = databases.map(({ name }) => name).filter((name) => name.includes(person));
  await Promise.all(theirs.map((name) => deleteDB(name)));
  const caches = await globalThis.caches?.keys();
  for (const name of caches ?? []) {
    if (name.includes(person)) await globalThis.caches.delete(name);
  }
  for (const name of Object.keys(localStorage)) {
    if (name.includes(person)) localStorage.removeItem(name);
  }
  forgetPerson(person);
}
