// The photos taken on this tablet, until the server has them.

import { ofSale } from "./of_sale.js";
import { photoPlaces } from "./photo_places.js";
import { isSameBody } from "./rows.js";

const STORES = ["photos", "drafts"];

/** Lay out the shelf: a photo is found by its sale and its hash; what it shows is sealed. */
export function layOutPhotos(database) {
  database.createObjectStore("photos", { keyPath: ["sale", "sha256"] });
}

/** Find the refused ones without reading the photos: what was never refused has no place there. */
export function layOutRefusals(_database, transaction) {
  transaction.objectStore("photos").createIndex("refused", "refused");
}

export class PhotosShelf {
  #database;
  #rows;
  #changes;

  constructor(database, rows, changes) {
    this.#database = database;
    this.#rows = rows;
    this.#changes = changes;
  }

  /**
   * Keep a photo, and with it the draft that names it: both or neither. `photo` is what the answer
   * holds, `fields` everything that stands in the leaf of `step`, this photo included.
   */
  async keep(sale, step, photo, bytes, fields) {
    const keys = { sale, sha256: photo.sha256 };
    const saved = new Date().toISOString();
    const [body, draft] = await Promise.all([
      this.#rows.seal("photos", keys, bytes),
      this.#rows.toRow("drafts", { sale, step, saved }, { fields }),
    ]);
    await this.#database.run(STORES, "readwrite", (tx) => {
      tx.objectStore("photos").put({ ...keys, refused: null, body });
      tx.objectStore("drafts").put(draft);
    });
    this.#changes.tell({ what: "photo", sale });
  }

  /** The photo's `{bytes, refused}`, or null when it is not on this tablet (any more). */
  async read(sale, sha256) {
    const row = await this.#database.run(["photos"], "readonly", (tx) =>
      tx.objectStore("photos").get([sale, sha256]),
    );
    if (!row) return null;
    return { bytes: await this.#rows.open("photos", row, row.body), refused: row.refused };
  }

  /**
   * The photos that an answer names and the server does not have, as `[{sale, step, field, sha256,
   * bytes, refused}]`: how many bytes, and whether the server would not take these very ones.
   */
  waiting() {
    return this.#named(({ answers }) => answers);
  }

  /**
   * The photos that may leave: those that an answer names which the server has. The step goes
   * before the photo; a step that waits, or needs attention, holds its photos back.
   */
  due() {
    return this.#named(({ answers, unsent }) => answers.filter(({ step }) => !unsent.has(step)));
  }

  /** The server has it, or wants it no more: let it go. */
  async letGo(sale, sha256) {
    await this.#database.run(["photos"], "readwrite", (tx) => {
      tx.objectStore("photos").delete([sale, sha256]);
    });
    this.#changes.tell({ what: "photo", sale });
  }

  /** The server refused these very bytes: the photo must be taken again. */
  async refuse(sale, sha256, code) {
    await this.#database.run(["photos"], "readwrite", async (tx) => {
      const kept = await tx.objectStore("photos").get([sale, sha256]);
      if (kept) tx.objectStore("photos").put({ ...kept, refused: code });
    });
    this.#changes.tell({ what: "photo", sale });
  }

  /** Take off the tablet the photos that no answer and no draft of their sale names any more. */
  async sweep() {
    const { kept } = await this.#keys();
    for (const key of kept) if (!(await this.#isNamed(key))) await this.#dropUnnamed(key);
  }

  /** Another tab may take the very same picture just now: it is written anew, with what names it. */
  async #dropUnnamed(key) {
    const [sale] = key;
    const before = await this.#database.run(["photos"], "readonly", (tx) =>
      tx.objectStore("photos").get(key),
    );
    if (!before || (await this.#isNamed(key))) return;
    await this.#database.run(["photos"], "readwrite", async (tx) => {
      const now = await tx.objectStore("photos").get(key);
      if (now && isSameBody(now.body, before.body)) tx.objectStore("photos").delete(key);
    });
    this.#changes.tell({ what: "photo", sale });
  }

  async #isNamed([sale, sha256]) {
    const { answers, drafts } = await this.#words(sale);
    const named = [...photoPlaces(answers, "answers"), ...photoPlaces(drafts, "fields")];
    return named.some((place) => place.sha256 === sha256);
  }

  async #keys() {
    const [kept, refused] = await this.#database.run(["photos"], "readonly", (tx) => {
      const photos = tx.objectStore("photos");
      return Promise.all([photos.getAllKeys(), photos.index("refused").getAllKeys()]);
    });
    return { kept, refused: new Set(refused.map(String)) };
  }

  /** The photos named in the answers that `chosen` picks from the words of their sale, each once. */
  async #named(chosen) {
    const { kept, refused } = await this.#keys();
    const sales = [...new Set(kept.map(([sale]) => sale))];
    const words = await Promise.all(sales.map((sale) => this.#words(sale)));
    const places = new Map(
      sales.map((sale, index) => [sale, photoPlaces(chosen(words[index]), "answers")]),
    );
    return kept.flatMap((key) => {
      const [sale, sha256] = key;
      const place = places.get(sale).find((one) => one.sha256 === sha256);
      return place ? [{ sale, ...place, refused: refused.has(String(key)) }] : [];
    });
  }

  async #words(sale) {
    const stores = ["answers", "drafts", "outbox"];
    const [answers, drafts, outbox] = await this.#database.run(stores, "readonly", (tx) =>
      Promise.all([
        tx.objectStore("answers").getAll(ofSale(sale)),
        tx.objectStore("drafts").getAll(ofSale(sale)),
        tx.objectStore("outbox").index("sale").getAll(sale),
      ]),
    );
    return {
      answers: await this.#rows.fromRows("answers", answers),
      drafts: await this.#rows.fromRows("drafts", drafts),
      unsent: new Set(outbox.map(({ step }) => step)),
    };
  }
}
