// Whose tablet this is right now. Only the person's opaque id is remembered outside of their store.

const REMEMBERED = "palier-person";
const PATIENCE = 5_000;

/** The id of the person last seen signed in on this tablet, or null. */
export function rememberedPerson() {
  return localStorage.getItem(REMEMBERED);
}

/**
 * Ask the server who is signed in. Returns `{person, name, locale}`, or `{person: null, signIn}`
 * where `signIn` tells a closed session from a network that is not there.
 *
 * A closed session does not make the tablet forget whose work it holds.
 */
export async function askWhoIsThere() {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const reply = await fetch("/me.json", { redirect: "manual", cache: "no-store", signal });
    if (!reply.ok) return { person: null, signIn: reply.status === 401 };
    const told = await reply.json();
    if (typeof told?.person !== "string") return { person: null, signIn: false };
    localStorage.setItem(REMEMBERED, told.person);
    return told;
  } catch {
    return { person: null, signIn: false };
  }
}
