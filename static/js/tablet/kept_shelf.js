// Single things the tablet keeps under a name, such as the catalogue.

export class KeptShelf {
  #database;
  #rows;

  constructor(database, rows) {
    this.#database = database;
    this.#rows = rows;
  }

  /** What was put under `name`, or null. */
  async get(name) {
    const row = await this.#database.run(["kept"], "readonly", (tx) =>
      tx.objectStore("kept").get(name),
    );
    return row ? (await this.#rows.fromRow("kept", row)).value : null;
  }

  /** Keep `value` under `name`, in place of what was there. */
  async put(name, value) {
    const row = await this.#rows.toRow("kept", { name }, { value });
    await this.#database.run(["kept"], "readwrite", (tx) => {
      tx.objectStore("kept").put(row);
    });
  }
}
