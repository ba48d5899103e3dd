// Who has a key on this tablet: one entry per person, and nothing personal in it but what the lock
// calls them where several share it.
//
// An entry is `{person, known_as, tablet, store, key, locks_at, secret, passkey, tries, put_off}`:
// `known_as` a first name and an initial, `tablet` as the server calls it, `store` the name of the
// database, `key` the open data key (never to be handed out) until `locks_at`, `secret` and `passkey`
// the key wrapped. Of somebody whose store is being wiped it keeps
// `{person, tablet, gone, wiped, told, seen}` only.

import { Database } from "./database.js";
import { askPasskey } from "./passkey.js";
import { importKey, unwrapByPasskey, unwrapBySecret, WrongSecret } from "./wrapping.js";

const NAME = "palier-keys";
const LAST_PLAIN_VERSION = 1;
const OPEN_FOR = 12 * 3600 * 1000;

/** So many wrong codes in a row wipe what the tablet keeps of a person. */
export const MOST_TRIES = 10;

/** Why somebody's store was wiped. */
export const Gone = Object.freeze({ REVOKED: "revoked", TRIES: "tries" });

const BLANK = { known_as: null, secret: null, passkey: null, tries: 0, put_off: null };

export class Keyring {
  #database = new Database(NAME, 1, (database) => {
    database.createObjectStore("people", { keyPath: "person" });
  });
  #tabs = new BroadcastChannel(NAME);

  /** The entry of a person, or null. */
  async of(person) {
    return (await this.#read((people) => people.get(person))) ?? null;
  }

  /** Every entry. */
  all() {
    return this.#read((people) => people.getAll());
  }

  /** The entry of a person whose key is open, or null; a key whose time has come is locked now. */
  async stillOpen(person) {
    const entry = await this.of(person);
    if (!entry?.key) return null;
    if (entry.locks_at > Date.now()) return entry;
    await this.lock(person);
    return null;
  }

  /**
   * Take the key the server gave for a tablet, and open it. Returns the entry.
   *
   * For a tablet registered anew a store begins; what lies sealed under a key that is lost stays
   * where it is, and nothing of the new key is mixed in.
   */
  async admit(person, tablet, raw) {
    const key = await importKey(raw);
    const begun = { ...BLANK, person, tablet, store: await storeFor(person, tablet) };
    return this.#change(person, (kept) => {
      const isSame = kept && !kept.gone && kept.tablet === tablet;
      return { ...(isSame ? kept : begun), ...opened(key) };
    });
  }

  /** Whoever was seen again has the tablet for another while. */
  stayOpen(person) {
    return this.#change(person, (kept) => kept?.key && { ...kept, ...opened(kept.key) });
  }

  /** Note what the lock calls a person, as the server told. */
  call(person, known_as) {
    return this.#change(person, (kept) => {
      const isNews = kept && !kept.gone && known_as && kept.known_as !== known_as;
      return isNews && { ...kept, known_as };
    });
  }

  /** The entries of whoever may open this tablet. */
  async people() {
    return (await this.all()).filter(({ gone }) => !gone);
  }

  /** Keep the key wrapped: `{secret}` or `{passkey}`, beside or in place of what there was. */
  protect(person, wrapped) {
    return this.#change(person, (kept) => kept && { ...kept, ...wrapped, tries: 0 });
  }

  /** Note that a person would rather choose a code later. */
  putOff(person) {
    const put_off = new Date().toISOString();
    return this.#change(person, (kept) => kept && { ...kept, put_off });
  }

  /**
   * Open by a PIN or passphrase; returns the entry. Raises `WrongSecret`, after the last try with
   * everything of that person condemned: read the entry to know. A try counts before it is judged,
   * so that no reload takes it back.
   */
  async unlock(person, secret) {
    const entry = await this.#change(person, (kept) => ({ ...kept, tries: kept.tries + 1 }));
    try {
      const key = await unwrapBySecret(secret, entry.secret, ownerOf(entry));
      return await this.#open(person, key);
    } catch (error) {
      if (error instanceof WrongSecret && entry.tries >= MOST_TRIES) {
        await this.condemn(person, Gone.TRIES);
      }
      throw error;
    }
  }

  /** Open by the passkey of this tablet; returns the entry. Raises `NoPasskey` or `WrongSecret`. */
  async unlockByPasskey(person) {
    const { passkey, ...entry } = await this.of(person);
    const prf = await askPasskey(passkey.id, passkey.salt);
    return this.#open(person, await unwrapByPasskey(prf, passkey, ownerOf(entry)));
  }

  /** Lock now, in every tab. */
  async lock(person) {
    await this.#change(person, (kept) => kept && { ...kept, ...closed() });
    this.#tabs.postMessage(person);
  }

  /** Lock everybody's; or everybody's `but` one person's. */
  async lockAll({ but = null } = {}) {
    for (const { person, key } of await this.all()) {
      if (person !== but && key) await this.lock(person);
    }
  }

  /** Throw away the key of a person, in every wrapping: what lies under it is to be wiped. */
  async condemn(person, gone) {
    await this.#change(
      person,
      (kept) => kept && { person, tablet: kept.tablet, gone, wiped: false, told: false, seen: false },
    );
    this.#tabs.postMessage(person);
  }

  /** Note how far a wipe has come: `{wiped}` here, `{told}` to the server, `{seen}` by somebody. */
  note(person, progress) {
    return this.#change(person, (kept) => kept?.gone && { ...kept, ...progress });
  }

  /** Call `act` once the key of `person` is locked or thrown away, here or in another tab. */
  async whenLocked(person, act) {
    this.#tabs.addEventListener("message", ({ data }) => data === person && act());
    const look = async () => {
      const entry = await this.stillOpen(person);
      if (entry === null) act();
      else setTimeout(look, Math.max(0, entry.locks_at - Date.now()));
    };
    // A tablet that slept hears no timer.
    document.addEventListener("visibilitychange", async () => {
      if (document.visibilityState === "visible" && !(await this.stillOpen(person))) act();
    });
    await look();
  }

  #open(person, key) {
    return this.#change(person, (kept) => kept && { ...kept, ...opened(key), tries: 0 });
  }

  #read(work) {
    return this.#database.run(["people"], "readonly", (tx) => work(tx.objectStore("people")));
  }

  /** Put what `change` makes of an entry; nothing when it makes none. Returns it. */
  #change(person, change) {
    return this.#database.run(["people"], "readwrite", async (tx) => {
      const people = tx.objectStore("people");
      const changed = change(await people.get(person));
      if (changed) await people.put(changed);
      return changed;
    });
  }
}

/** What a wrapping is bound to. */
export function ownerOf({ person, tablet }) {
  return `${person}/${tablet}`;
}

/** The database of a person; another than that one if it is sealed already. */
async function storeFor(person, tablet) {
  const first = `palier-${person}`;
  const there = (await indexedDB.databases()).find(({ name }) => name === first);
  return there?.version > LAST_PLAIN_VERSION ? `${first}-${tablet}` : first;
}

function opened(key) {
  return { key, locks_at: Date.now() + OPEN_FOR };
}

function closed() {
  return { key: null, locks_at: 0 };
}
