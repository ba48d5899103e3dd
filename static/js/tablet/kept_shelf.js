// Single things the tablet keeps under a name, such as the catalogue.

import { fromRow, toRow } from "./rows.js";

export class KeptShelf {
  #database;

  constructor(database) {
    this.#database = database;
  }

  /** What was put under `name`, or null. */
  async get(name) {
    const row = await this.#database.run(["kept"], "readonly", (tx) =>
      tx.objectStore("kept").get(name),
    );
    return row ? (await fromRow(row)).value : null;
  }

  /** Keep `value` under `name`, in place of what was there. */
  async put(name, value) {
    const row = await toRow({ name }, { value });
    await this.#database.run(["kept"], "readwrite", (tx) => {
      tx.objectStore("kept").put(row);
    });
  }
}
