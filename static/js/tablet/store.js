// The tablet's store of one person: their sales, what was answered, and what waits to be sent.

import { afterPaint } from "./after_paint.js";
import { Database } from "./database.js";
import { KeptShelf } from "./kept_shelf.js";
import { OutboxShelf } from "./outbox_shelf.js";
import { layOutPhotos, layOutRefusals, PhotosShelf } from "./photos_shelf.js";
import { SalesShelf } from "./sales_shelf.js";
import { markPlain, sealPlainRows } from "./sealing.js";

/**
 * How the database is laid out: each version adds to the one before. The second keeps the layout of
 * the first, and seals what lies in it.
 */
const LAYOUTS = [
  layOutShelves,
  (_database, transaction) => markPlain(transaction),
  layOutPhotos,
  layOutRefusals,
];

/**
 * Open the store `name` of `person`, whose `rows` seal what is kept. Two people who share a tablet
 * never see each other's: other databases, other keys. `tablet` is what the server calls this one.
 *
 * The shelves fire `changed` on `store.changes`, in every tab of the tablet, when something was
 * written that others show.
 */
export async function openStore({ name, person, tablet, rows }) {
  const database = new Database(name, LAYOUTS.length, layOut);
  await sealPlainRows(database, rows);
  const changes = new Changes(name);
  return {
    person,
    tablet,
    name,
    changes,
    sales: new SalesShelf(database, rows, changes),
    kept: new KeptShelf(database, rows),
    outbox: new OutboxShelf(database, rows, changes),
    photos: new PhotosShelf(database, rows, changes),
    close() {
      changes.close();
      database.close();
    },
  };
}

/**
 * How many submissions and photos of a store the server does not have, as `{answers, photos}`; no
 * key is needed to count them.
 */
export async function countKept(name) {
  const database = new Database(name, LAYOUTS.length, layOut);
  const shelves = ["outbox", "photos"];
  const [answers, photos] = await database.run(shelves, "readonly", (tx) =>
    Promise.all(shelves.map((shelf) => tx.objectStore(shelf).count())),
  );
  database.close();
  return { answers, photos };
}

/** News of the store, told in this tab at once and in the other tabs by the browser. */
class Changes extends EventTarget {
  #channel;

  constructor(name) {
    super();
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (message) => this.#fire(message.data);
  }

  /**
   * Tell every tab; `news` says what happened, never what somebody typed. This tab hears it after
   * the next leaf has been painted: nobody waits for the strip.
   */
  tell(news) {
    this.#channel.postMessage(news);
    afterPaint(() => this.#fire(news));
  }

  close() {
    this.#channel.close();
  }

  #fire(news) {
    this.dispatchEvent(new CustomEvent("changed", { detail: news }));
  }
}

function layOut(database, oldVersion, _newVersion, transaction) {
  for (const layout of LAYOUTS.slice(oldVersion)) layout(database, transaction);
}

function layOutShelves(database) {
  database.createObjectStore("sales", { keyPath: "id" });
  database.createObjectStore("answers", { keyPath: ["sale", "step"] });
  database.createObjectStore("drafts", { keyPath: ["sale", "step"] });
  const outbox = database.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
  outbox.createIndex("id", "id", { unique: true });
  outbox.createIndex("sale", "sale");
  database.createObjectStore("attention", { keyPath: "id" });
  database.createObjectStore("kept", { keyPath: "name" });
}
