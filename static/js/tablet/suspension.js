// Whether the account of whoever holds this tablet is suspended, as the server's replies tell it.

import { isOurs } from "./ours.js";

const WHY = "Palier-Refusal";
const PATIENCE = 5_000;
const AGAIN = 5 * 60_000;
const AT_MOST_EVERY = 60_000;

/**
 * Fires `changed` when `on` changes. While it is on nothing need be sent: it asks by itself, now and
 * then, whether the account is active again.
 */
class Suspension extends EventTarget {
  on = false;
  #timer = null;
  #asked = 0;

  /** Take note of what a reply says; those of strangers, and of trouble, say nothing of it. */
  heed(reply) {
    if (!isOurs(reply) || !(reply.ok || reply.status === 401)) return;
    const on = reply.headers.get(WHY) === "inactive";
    clearTimeout(this.#timer);
    if (on) this.#askLater();
    if (on === this.on) return;
    this.on = on;
    this.dispatchEvent(new Event("changed"));
  }

  /** Something says that it may have ended: ask, once a minute at most. */
  async ask() {
    if (!this.on || performance.now() - this.#asked < AT_MOST_EVERY) return;
    this.#askLater();
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const how = { redirect: "manual", cache: "no-store", signal };
      this.heed(await fetch("/me.json", how));
    } catch {
      // no network: the next time will do
    }
  }

  #askLater() {
    this.#asked = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), AGAIN * (1 + Math.random()));
  }
}

/** The one of this page. */
export const suspension = new Suspension();

/**
 * Show on `page`, while the account is suspended, what that means (`[data-suspended]`) in the place of
 * what would then be untrue (`[data-unless-suspended]`).
 */
export function tellSuspension(page) {
  const draw = () => {
    for (const told of page.querySelectorAll("[data-suspended]")) told.hidden = !suspension.on;
    for (const told of page.querySelectorAll("[data-unless-suspended]")) told.hidden = suspension.on;
  };
  suspension.addEventListener("changed", draw);
  draw();
}
