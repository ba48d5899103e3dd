// The session of who locked this tablet, or left it locked and somebody else opened it: it has to end
// at the next contact. Until then the service worker opens no page of the server, which would be theirs.

import { endSession } from "./registry.js";

const WHOSE = "palier-session-ends";
/** What the service worker reads: that there is such a session, not whose. */
const NOTES = "palier.notes";
const NOTE = "/session-ends";

/** Whose session has to end, or null. */
export function whoLeftSession() {
  return localStorage.getItem(WHOSE);
}

/** The session that `person` may still have has to end. One that was left before them is the same one. */
export async function leaveSession(person) {
  if (whoLeftSession() === null) localStorage.setItem(WHOSE, person);
  const notes = await globalThis.caches?.open(NOTES);
  await notes?.put(NOTE, new Response());
}

/** No session is left: it has ended, or who left it is back. */
export async function keepSession() {
  if (whoLeftSession() === null) return;
  const notes = await globalThis.caches?.open(NOTES);
  await notes?.delete(NOTE);
  localStorage.removeItem(WHOSE);
}

let ending = null;

/** End the session that was left, if there is one and the server can be told: it is told once. */
export function endLeftSession() {
  ending ??= end().finally(() => {
    ending = null;
  });
  return ending;
}

async function end() {
  if (whoLeftSession() !== null && (await endSession())) await keepSession();
}
