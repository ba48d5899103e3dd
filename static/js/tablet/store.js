// The tablet's store of one person: their sales, what was answered, and what waits to be sent.

import { afterPaint } from "./after_paint.js";
import { Database } from "./database.js";
import { KeptShelf } from "./kept_shelf.js";
import { OutboxShelf } from "./outbox_shelf.js";
import { SalesShelf } from "./sales_shelf.js";

const VERSION = 1;

/**
 * Open the store of `person`. Two people who share a tablet never see each other's.
 *
 * The shelves fire `changed` on `store.changes`, in every tab of the tablet, when something was
 * written that others show.
 */
export function openStore(person) {
  const name = `palier-${person}`;
  const database = new Database(name, VERSION, layOut);
  const changes = new Changes(name);
  return {
    person,
    name,
    changes,
    sales: new SalesShelf(database, changes),
    kept: new KeptShelf(database),
    outbox: new OutboxShelf(database, changes),
    close() {
      changes.close();
      database.close();
    },
  };
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

function layOut(database) {
  database.createObjectStore("sales", { keyPath: "id" });
  database.createObjectStore("answers", { keyPath: ["sale", "step"] });
  database.createObjectStore("drafts", { keyPath: ["sale", "step"] });
  const outbox = database.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
  outbox.createIndex("id", "id", { unique: true });
  outbox.createIndex("sale", "sale");
  database.createObjectStore("attention", { keyPath: "id" });
  database.createObjectStore("kept", { keyPath: "name" });
}
