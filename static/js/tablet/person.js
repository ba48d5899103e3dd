// Whose tablet this is right now. Only the person's opaque id is remembered outside of their store.

import { tabletClock } from "./clock.js";
import { suspension } from "./suspension.js";

const REMEMBERED = "palier-person";
const COMING_AND_GOING = "palier-door";
const PATIENCE = 5_000;

/** What was last seen at the sign-in page: somebody `comes` in, whoever it is, or somebody `left`. */
export const Passing = Object.freeze({ COMES: "comes", LEFT: "left" });

/** The id of the person last seen signed in on this tablet, or null. */
export function rememberedPerson() {
  return localStorage.getItem(REMEMBERED);
}

/** Remember who opened this tablet. */
export function rememberPerson(person) {
  localStorage.setItem(REMEMBERED, person);
}

/** Forget a person, if it is they who are remembered. */
export function forgetPerson(person) {
  if (rememberedPerson() === person) localStorage.removeItem(REMEMBERED);
}

/** Note that somebody passes the door: the next page asks who it is before it opens anything. */
export function notePassing(what) {
  localStorage.setItem(COMING_AND_GOING, what);
}

/** Who has passed the door since somebody was last seen: `comes`, `left`, or null for nobody. */
export function lastPassing() {
  return localStorage.getItem(COMING_AND_GOING);
}

/** Whoever passed the door is known now. */
export function clearPassing() {
  localStorage.removeItem(COMING_AND_GOING);
}

/**
 * Ask the server who is signed in. Returns `{person, name, known_as, locale}`, or
 * `{person: null, signIn}` where `signIn` tells a closed session from a network that is not there.
 *
 * A closed session does not make the tablet forget whose work it holds.
 */
export async function askWhoIsThere() {
  const asked = Date.now();
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const reply = await fetch("/me.json", { redirect: "manual", cache: "no-store", signal });
    suspension.heed(reply);
    tabletClock.heed(reply, asked);
    if (!reply.ok) return { person: null, signIn: reply.status === 401 };
    const told = await reply.json();
    if (typeof told?.person !== "string") return { person: null, signIn: false };
    return told;
  } catch {
    return { person: null, signIn: false };
  }
}
