// One IndexedDB database, opened when needed and opened again when the browser has dropped it.

import { openDB } from "../../vendor/idb.js";

const ATTEMPTS = 3;
const LOST_CONNECTION = new Set(["AbortError", "InvalidStateError", "TimeoutError", "UnknownError"]);

/** The tablet could not keep or read something, after every retry. What was typed is still shown. */
export class StorageFailed extends Error {
  constructor(cause) {
    super(`the tablet's storage failed: ${cause}`, { cause });
    this.name = "StorageFailed";
  }
}

export class Database {
  #name;
  #version;
  #upgrade;
  #connection = null;
  #closed = false;

  /** `upgrade(db, oldVersion)` lays the stores out when `version` is newer than what is kept. */
  constructor(name, version, upgrade) {
    this.#name = name;
    this.#version = version;
    this.#upgrade = upgrade;
  }

  /**
   * Run `work(transaction)` and return its result once the browser has written it for good.
   *
   * Everything `work` asks for is kept or nothing is. A connection that the browser closed behind
   * our back (iOS does, on waking up) is opened again; what still fails raises `StorageFailed`.
   *
   * `meanwhile(result)` runs while the browser writes, once for each attempt: nothing is kept yet.
   */
  async run(stores, mode, work, meanwhile = () => {}) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(stores, mode, work, meanwhile);
      } catch (error) {
        this.#drop();
        if (attempt === ATTEMPTS || !LOST_CONNECTION.has(error.name)) {
          throw new StorageFailed(error);
        }
      }
    }
  }

  /** Close for good: nothing is kept or read any more. */
  close() {
    this.#closed = true;
    this.#drop();
  }

  async #once(stores, mode, work, meanwhile) {
    if (this.#closed) throw new Error("this database was closed for good");
    const connection = await this.#open();
    const transaction = connection.transaction(stores, mode, { durability: "strict" });
    const asked = this.#work(transaction, work).then((result) => {
      meanwhile(result);
      return result;
    });
    const [result] = await Promise.all([asked, transaction.done]);
    return result;
  }

  async #work(transaction, work) {
    try {
      const result = await work(transaction);
      // Committing by hand lets a write leave with a page that is being closed.
      transaction.commit();
      return result;
    } catch (error) {
      abort(transaction);
      throw error;
    }
  }

  #open() {
    this.#connection ??= openDB(this.#name, this.#version, {
      upgrade: this.#upgrade,
      blocking: () => this.#drop(),
      terminated: () => {
        this.#connection = null;
      },
    });
    return this.#connection;
  }

  #drop() {
    const connection = this.#connection;
    this.#connection = null;
    Promise.resolve(connection).then(
      (opened) => opened?.close(),
      () => {}, // it never opened: there is nothing to close
    );
  }
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // The browser has aborted it already, for the reason that is being thrown.
  }
}
