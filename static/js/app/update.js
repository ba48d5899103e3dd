// An update of the app takes over by itself from the home page, as soon as nobody is selling.

import { part } from "../tablet/dom.js";

const AGAIN = 5_000;

/**
 * Let an update in when no sale is open in any tab, and show on `notice` (`[data-update]`) that it
 * waits, then that it is done.
 */
export async function watchForUpdate(notice) {
  const container = navigator.serviceWorker;
  if (!container) return;
  let before = container.controller;
  container.addEventListener("controllerchange", () => {
    // The very first worker is no update.
    if (before !== null) show(notice, "done");
    before = container.controller;
  });
  const registration = await container.ready;
  const door = new Door(registration, () => show(notice, "waits"));
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => worker.state === "installed" && door.open());
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    registration.update().catch(() => {}); // no network: the next time will do
    door.open();
  });
  await door.open();
}

/** Lets a waiting worker in; `waits` is called each time it finds that somebody is selling. */
class Door {
  #registration;
  #waits;
  #timer = null;

  constructor(registration, waits) {
    this.#registration = registration;
    this.#waits = waits;
  }

  /** Ask the worker that waits, if there is one, to take over; ask again until it does. */
  async open() {
    const { waiting } = this.#registration;
    if (waiting === null) return;
    const selling = await isSelling(waiting);
    if (!selling || this.#registration.waiting !== waiting) return;
    this.#waits();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), AGAIN);
  }
}

/** Have a worker take over, unless it answers that a sale is open. */
function isSelling(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.selling);
    worker.postMessage("take_over", [port2]);
  });
}

/** Show one of the notice's two sentences; its region reads it aloud. */
function show(notice, name) {
  for (const state of ["waits", "done"]) part(notice, `update-${state}`).hidden = state !== name;
  notice.hidden = false;
}
