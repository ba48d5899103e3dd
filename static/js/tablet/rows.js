// How a record lies in the tablet's store: what it is found by in the open, what somebody typed in
// `body`, encrypted.
//
// Rows are the only way in and out. They work outside of transactions, because IndexedDB commits a
// transaction that waits for anything but itself.

const ALGORITHM = "AES-GCM";
const IV_BYTES = 12;

/**
 * What a row is, store by store: a body opens only in the row it was sealed for. `seq` and `order`
 * are counted while a row is written, after its body was sealed: they order rows, and say nothing.
 */
const BOUND = {
  answers: ["sale", "step"],
  drafts: ["sale", "step"],
  outbox: ["id", "sale", "step"],
  attention: ["id"],
  kept: ["name"],
  photos: ["sale", "sha256"],
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A row that this key does not open: another's, moved, or altered. */
export class Unreadable extends Error {
  constructor(store, cause) {
    super(`a row of ${store} cannot be opened with this key`, { cause });
    this.name = "Unreadable";
  }
}

/** The rows of one person on one tablet, under their data key (a `CryptoKey` for AES-GCM). */
export class Rows {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** Lay out a row of `store`: `keys` find and order it, `body` holds everything somebody typed. */
  async toRow(store, keys, body) {
    return { ...keys, body: await this.seal(store, keys, encoder.encode(JSON.stringify(body))) };
  }

  /** Read a row back as one record, keys and body together. */
  async fromRow(store, { body, ...keys }) {
    return { ...keys, ...JSON.parse(decoder.decode(await this.open(store, keys, body))) };
  }

  /** Read many rows back, in their order. */
  fromRows(store, rows) {
    return Promise.all(rows.map((row) => this.fromRow(store, row)));
  }

  /** Encrypt bytes for the row of `store` that has these keys: a fresh iv, then the cipher. */
  async seal(store, keys, bytes) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const cipher = await crypto.subtle.encrypt(how(iv, store, keys), this.#key, bytes);
    const sealed = new Uint8Array(IV_BYTES + cipher.byteLength);
    sealed.set(iv);
    sealed.set(new Uint8Array(cipher), IV_BYTES);
    return sealed;
  }

  /** The bytes that were sealed for this row. Raises `Unreadable`. */
  async open(store, keys, sealed) {
    try {
      const iv = sealed.subarray(0, IV_BYTES);
      const cipher = sealed.subarray(IV_BYTES);
      return await crypto.subtle.decrypt(how(iv, store, keys), this.#key, cipher);
    } catch (error) {
      throw new Unreadable(store, error);
    }
  }
}

/** Whether two sealed bodies were sealed at once: no iv comes twice. */
export function isSameBody(one, other) {
  return one.subarray(0, IV_BYTES).every((byte, index) => byte === other[index]);
}

function how(iv, store, keys) {
  const bound = [store, ...BOUND[store].map((name) => keys[name])];
  return { name: ALGORITHM, iv, additionalData: encoder.encode(JSON.stringify(bound)) };
}

/** Whether the body of a row is sealed: rows of the first version of the store were not. */
export function isSealed(row) {
  return row.body instanceof Uint8Array;
}

/** The names of the stores whose rows have a body. */
export const STORES_WITH_BODIES = Object.keys(BOUND);
