// The door of the tablet: whose is it right now, and may their store be opened?

import { Gone, Keyring } from "./keyring.js";
import { endLeftSession, keepSession, leaveSession, whoLeftSession } from "./left_session.js";
import { LockLeaf } from "./lock_leaf.js";
import { workLockSettings } from "./lock_settings.js";
import {
  askWhoIsThere,
  clearPassing,
  lastPassing,
  Passing,
  rememberedPerson,
  rememberPerson,
} from "./person.js";
import { Attempt } from "./post.js";
import { askStanding, fetchKey, registerTablet, Said } from "./registry.js";
import { Rows } from "./rows.js";
import { openStore } from "./store.js";
import { finishWipes } from "./wiping.js";

/**
 * Open the store of whoever this tablet belongs to: `{person, store, keyring, letSend}`, or null
 * when nobody is known here, or nobody who sells.
 *
 * Silent where it can be: the key is still open, or the server gives it to who is signed in.
 * Otherwise the lock leaf of `page` (`wizard/lock.html`) stands before everything else until
 * somebody unlocks. `letSend(outbox)` starts the outbox of the store once it is sure that nobody
 * else is signed in.
 */
export async function openDoor(page) {
  const address = location.href;
  const keyring = new Keyring();
  const leaf = new LockLeaf(page, keyring);
  const asked = askWhoIsThere();
  const gone = await finishWipes(keyring);
  const entry = (await openAtOnce(keyring)) ?? (await openAsked(keyring, leaf, await asked, gone));
  if (entry === null) return null;
  const { person, tablet, store: name, key } = entry;
  const store = await openStore({ name, person, tablet, rows: new Rows(key) });
  keyring.whenLocked(person, () => location.reload());
  workLockSettings(page, keyring, person);
  const heed = () => heedStanding(keyring, leaf, store);
  const settled = settle(keyring, store, asked, address);
  settled.then(heed);
  return { person, store, keyring, letSend: (outbox) => letSend(outbox, settled, heed) };
}

/** The entry of the person last seen here while their key is open and nobody passed the door since. */
async function openAtOnce(keyring) {
  const passing = lastPassing();
  if (passing === Passing.LEFT) {
    await keyring.lockAll();
    clearPassing();
  }
  const person = rememberedPerson();
  return passing === null && person !== null ? keyring.stillOpen(person) : null;
}

async function openAsked(keyring, leaf, told, gone) {
  const passing = lastPassing();
  if (told.person !== null || told.signIn) clearPassing();
  // Whoever came in by the sign-in page has a session of their own.
  const isFresh = passing === Passing.COMES || told.person !== whoLeftSession();
  if (told.signIn || (told.person !== null && isFresh)) await keepSession();
  const news = gone.find(({ person, seen }) => !seen && (told.person ?? person) === person);
  if (news) return leaf.tellGone(news);
  if (told.person !== null) {
    await keyring.lockAll({ but: told.person });
    return openSignedIn(keyring, leaf, told);
  }
  const person = rememberedPerson();
  return (person && (await keyring.stillOpen(person))) ?? unlock(keyring, leaf);
}

/** Somebody unlocks who need not be the one who was here last; null when nobody can. */
async function unlock(keyring, leaf) {
  const people = await keyring.people();
  const last = rememberedPerson();
  if (people.length === 0 && last === null) return null;
  // A power cut may take the memory of who was here last: one alone needs no asking.
  const entry = await leaf.unlock(people.length === 1 ? people[0].person : last);
  clearPassing();
  if (entry.person === whoLeftSession()) await keepSession();
  else if (last !== null && entry.person !== last) await leaveSession(last);
  rememberPerson(entry.person);
  await keyring.lockAll({ but: entry.person });
  return entry;
}

async function openSignedIn(keyring, leaf, { person, known_as: knownAs }) {
  if (person === whoLeftSession()) {
    await endLeftSession();
    return unlock(keyring, leaf);
  }
  rememberPerson(person);
  const entry = await keyring.of(person);
  const { said, tablet, raw } = await askForKey(entry);
  if (said === Said.KEY) {
    const admitted = await keyring.admit(person, tablet, raw).finally(() => raw.fill(0));
    return (await keyring.call(person, knownAs)) || admitted;
  }
  if (said === Said.REFUSED) return null;
  if (said === Said.REVOKED) {
    await keyring.condemn(person, Gone.REVOKED);
    return leaf.wipe(person);
  }
  return (await keyring.stillOpen(person)) ?? unlock(keyring, leaf);
}

/**
 * The key from the server, of a tablet registered now if it has to be. What lies under a key that
 * can still be unlocked here is not given up because the server has forgotten it.
 */
async function askForKey(entry) {
  if (!entry || entry.gone) return registerTablet();
  const { tablet, key, secret, passkey } = entry;
  const { said, raw } = await fetchKey(tablet);
  if (said === Said.UNKNOWN && !key && !secret && !passkey) return registerTablet();
  return { said, raw, tablet };
}

/** What follows from who is there, once that is known: the store may be open since long. */
async function settle(keyring, store, asked, address) {
  const told = await asked;
  if (told.signIn) await keepSession();
  if (told.person === null) return undefined;
  if (told.person !== store.person && told.person === whoLeftSession()) return endLeftSession();
  // Somebody else has signed in on this tablet: their work lies in their own store, and what lies
  // in this one must not leave under their name.
  if (told.person !== store.person) {
    rememberPerson(told.person);
    await keyring.lock(store.person);
    history.replaceState(null, "", address);
    location.reload();
    return new Promise(() => {}); // the page is leaving
  }
  await keepSession();
  await keyring.call(store.person, told.known_as);
  return keyring.stayOpen(store.person);
}

async function letSend(outbox, settled, heed) {
  await settled;
  outbox.addEventListener("status", () => {
    const { attempt, sending, nextTry } = outbox.status;
    const isVerdict = sending.length === 0 && nextTry === null;
    if (attempt === Attempt.SIGN_IN && isVerdict) heed();
  });
  await outbox.start();
}

/**
 * End the session somebody else left; ask the server how this tablet stands, and wipe it when it was
 * revoked. One the server no longer knows stops naming itself, so that what it holds is taken from
 * whoever is signed in.
 */
async function heedStanding(keyring, leaf, store) {
  await endLeftSession();
  if (store.tablet === null) return;
  const said = await askStanding(store.tablet);
  if (said === Said.UNKNOWN) store.tablet = null;
  if (said !== Said.REVOKED) return;
  await keyring.condemn(store.person, Gone.REVOKED);
  store.close();
  await leaf.wipe(store.person);
}
