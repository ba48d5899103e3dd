// Wraps a data key so that it can lie on the tablet: by what somebody knows, or by a passkey.

const KEY = "AES-GCM";
const KEY_BITS = 256;
const HASH = "SHA-256";
const ROUNDS = 600_000;
const SALT_BYTES = 32;
const IV_BYTES = 12;

const encoder = new TextEncoder();

/** What was given does not open this wrapping. */
export class WrongSecret extends Error {
  name = "WrongSecret";
}

/** The data key as the browser works with it: it encrypts and decrypts, and is never handed out. */
export function importKey(raw) {
  return crypto.subtle.importKey("raw", raw, KEY, false, ["encrypt", "decrypt"]);
}

/**
 * Wrap the bytes of a data key by a PIN or passphrase (PBKDF2). `owner` says whose key it is: the
 * wrapping opens for nobody else's. Returns what `unwrapBySecret` asks for; nothing in it is secret.
 */
export async function wrapBySecret(secret, raw, owner) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const wrapping = await fromSecret(secret, salt, ROUNDS);
  return { salt, rounds: ROUNDS, ...(await wrap(wrapping, raw, owner)) };
}

/** The data key, not to be handed out again. Raises `WrongSecret`. */
export async function unwrapBySecret(secret, { salt, rounds, iv, wrapped }, owner) {
  return unwrap(await fromSecret(secret, salt, rounds), iv, wrapped, owner);
}

/** Wrap the bytes of a data key by what a passkey gives for a salt (WebAuthn PRF, then HKDF). */
export async function wrapByPasskey(prf, raw, owner) {
  return wrap(await fromPasskey(prf), raw, owner);
}

/** The data key, not to be handed out again. Raises `WrongSecret`. */
export async function unwrapByPasskey(prf, { iv, wrapped }, owner) {
  return unwrap(await fromPasskey(prf), iv, wrapped, owner);
}

async function fromSecret(secret, salt, iterations) {
  // The same words typed on another keyboard are the same words.
  const words = encoder.encode(secret.normalize("NFKC").trim());
  const known = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  return derive({ name: "PBKDF2", hash: HASH, salt, iterations }, known);
}

async function fromPasskey(prf) {
  const given = await crypto.subtle.importKey("raw", prf, "HKDF", false, ["deriveKey"]);
  const info = encoder.encode("palier data key");
  return derive({ name: "HKDF", hash: HASH, salt: new Uint8Array(SALT_BYTES), info }, given);
}

function derive(way, from) {
  const kind = { name: KEY, length: KEY_BITS };
  return crypto.subtle.deriveKey(way, from, kind, false, ["encrypt", "unwrapKey"]);
}

async function wrap(wrapping, raw, owner) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const wrapped = await crypto.subtle.encrypt(how(iv, owner), wrapping, raw);
  return { iv, wrapped: new Uint8Array(wrapped) };
}

async function unwrap(wrapping, iv, wrapped, owner) {
  const uses = ["encrypt", "decrypt"];
  try {
    const way = how(iv, owner);
    return await crypto.subtle.unwrapKey("raw", wrapped, wrapping, way, KEY, false, uses);
  } catch (error) {
    throw new WrongSecret("this does not open the key", { cause: error });
  }
}

function how(iv, owner) {
  return { name: KEY, iv, additionalData: encoder.encode(owner) };
}
