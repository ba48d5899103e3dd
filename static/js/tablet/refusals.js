// The refusal list (C. conso. L221-10-1): addresses where nobody is to sell at the door. The tablet
// carries no address, only what one is recognised by (docs/decisions/0013-refusals-on-the-tablet.md).
// The same on the server: wizard/no_visit/, which has the last word.

import { addressKey } from "./address_key.js";
import { sha256 } from "./sha256.js";

const KEPT = "refusals";
const SIGNS = 11;
const NONE = { version: "", salt: "", until: {} };

/** A list as the server tells it: `{version, salt, until: {day: digests, one after the other}}`. */
export class Refusals {
  #salt;
  #until = new Map();

  constructor({ version, salt, until }) {
    this.version = version;
    this.#salt = salt;
    for (const [day, digests] of Object.entries(until)) {
      for (let at = 0; at < digests.length; at += SIGNS) {
        this.#until.set(digests.slice(at, at + SIGNS), day);
      }
    }
  }

  /** Whether the people of an address want no visit, `today` being "2026-11-21". */
  has({ line1, postcode }, today) {
    if (this.#until.size === 0) return false;
    const until = this.#until.get(digestOf(this.#salt, addressKey(line1, postcode)));
    return until !== undefined && until >= today;
  }
}

/** What an address is recognised by: the first 66 bits of a salted hash, in base64. */
export function digestOf(salt, key) {
  return btoa(String.fromCharCode(...sha256(`${salt} ${key}`).subarray(0, 9))).slice(0, SIGNS);
}

/** The list kept on this tablet; an empty one when there is none yet. */
export async function keptRefusals(store) {
  return new Refusals((await store.kept.get(KEPT)) ?? NONE);
}

/**
 * Fetch the list and keep it. Returns it when it differs from `known`, else null: offline, signed
 * out or unchanged, the kept one goes on serving. It passes no cache: those are not encrypted.
 */
export async function refreshRefusals(store, known) {
  try {
    const headers = known.version ? { "If-None-Match": `"${known.version}"` } : {};
    const how = { headers, redirect: "manual", cache: "no-store" };
    const reply = await fetch("/refused-addresses.json", how);
    if (!reply.ok) return null;
    const told = await reply.json();
    const refusals = new Refusals(told);
    await store.kept.put(KEPT, told);
    return refusals;
  } catch {
    return null;
  }
}
