// Giving up the sale that is open: offered quietly on every leaf, done after one question.

import { part, put } from "./dom.js";
import { givingUp } from "./sale_state.js";

export class GivingUp {
  #page;
  #store;
  #outbox;
  #booklet;
  #sale = null;

  /**
   * `booklet` is what happens around it: `settled()` waits until nothing typed is on its way,
   * `reopen()` shows the sale as it stands, `failed(error)` hears what went wrong.
   */
  constructor(page, store, outbox, booklet) {
    this.#page = page;
    this.#store = store;
    this.#outbox = outbox;
    this.#booklet = booklet;
    const dialog = page.getElementById("give-up");
    for (const opener of page.querySelectorAll("[data-give-up-open]")) {
      opener.addEventListener("click", () => dialog.showModal());
    }
    for (const closer of dialog.querySelectorAll("[data-dialog-close]")) {
      closer.addEventListener("click", () => dialog.close());
    }
    part(dialog, "give-up-confirm").addEventListener("click", () => {
      dialog.close();
      if (this.#sale !== null) this.#try(() => this.#giveUp(this.#sale));
    });
  }

  /** Offer to give up the sale `id` from now on, or none (null). */
  offer(id) {
    this.#sale = id;
    put(part(this.#page, "bar-give-up"), "hidden", id === null);
  }

  /** The server did not take it: let go of the act, and see how the sale stands. */
  keep(sale) {
    return this.#try(async () => {
      await this.#store.outbox.withdraw(givingUp(sale).id);
      location.replace(`/sales/${sale.id}`);
    });
  }

  async #giveUp(sale) {
    await this.#booklet.settled();
    if (await this.#store.sales.giveUp(sale)) return location.replace("/");
    await this.#booklet.reopen();
    return this.#outbox.nudge();
  }

  async #try(act) {
    try {
      await act();
    } catch (error) {
      this.#booklet.failed(error);
    }
  }
}
