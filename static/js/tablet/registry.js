// The server's register of tablets: it gives a person's data key for this tablet, and says when
// the tablet was revoked.

const PATIENCE = 8_000;
const KEY_BYTES = 32;

/** What the server said. `none` is no answer of ours at all: no network, trouble, a portal. */
export const Said = Object.freeze({
  KEY: "key",
  REVOKED: "revoked",
  UNKNOWN: "unknown",
  SIGN_IN: "sign_in",
  REFUSED: "refused",
  NONE: "none",
});

/** It was noted; there is no such tablet; it was not revoked. */
const HEARD = new Set([204, 404, 409]);
const VERDICTS = { 401: Said.SIGN_IN, 403: Said.REFUSED, 404: Said.UNKNOWN, 410: Said.REVOKED };

/** Register this tablet to whoever is signed in: `{said, tablet, raw}`, `raw` being the key's bytes. */
export async function registerTablet() {
  const { said, told } = await ask("/tablets", "POST");
  const isTold = said === Said.KEY && typeof told.tablet === "string";
  return isTold ? { said, tablet: told.tablet, raw: bytesOf(told.key) } : { said: orNone(said) };
}

/** The data key of a tablet, for the person it is registered to: `{said, raw}`. */
export async function fetchKey(tablet) {
  const { said, told } = await ask(`/tablets/${tablet}/key`, "GET");
  return said === Said.KEY ? { said, raw: bytesOf(told.key) } : { said };
}

/** How a tablet stands, signed in or not: `revoked`, `unknown`, or `none` when all is well or nobody says. */
export async function askStanding(tablet) {
  return (await ask(`/tablets/${tablet}/standing`, "GET")).said;
}

/** Tell that a revoked tablet was wiped; returns whether the server need not be told again. */
export async function tellWiped(tablet) {
  const reply = await send(`/tablets/${tablet}/wiped`, "POST");
  return HEARD.has(reply?.status);
}

/** End the session this tablet has, as the menu does; returns whether it has ended. */
export async function endSession() {
  const reply = await send("/sign-out", "POST");
  return reply?.type === "opaqueredirect" || Boolean(reply?.ok);
}

async function ask(path, method) {
  const reply = await send(path, method);
  if (!reply) return { said: Said.NONE };
  try {
    const told = reply.status === 204 ? {} : await reply.json();
    if (reply.ok) return { said: bytesOf(told.key) ? Said.KEY : Said.NONE, told };
    const said = VERDICTS[reply.status] ?? Said.NONE;
    // A wipe cannot be taken back: the status alone is not enough.
    return { said: said === Said.REVOKED && told.revoked !== true ? Said.NONE : said };
  } catch {
    return { said: Said.NONE }; // no words of ours
  }
}

async function send(path, method) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return await fetch(path, { method, redirect: "manual", cache: "no-store", signal });
  } catch {
    return null;
  }
}

/** A key's bytes, or null when this is none. */
function bytesOf(key) {
  if (typeof key !== "string") return null;
  const bytes = Uint8Array.from(atob(key), (one) => one.charCodeAt(0));
  return bytes.length === KEY_BYTES ? bytes : null;
}

function orNone(said) {
  return said === Said.KEY ? Said.NONE : said;
}
