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
  const offer = () => letIn(registration, notice);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => worker.state === "installed" && offer());
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    registration.update().catch(() => {}); // no network: the next time will do
    offer();
  });
  await offer();
}

/** Ask the worker that waits to take over; ask again while it says that somebody is selling. */
async function letIn(registration, notice) {
  const { waiting } = registration;
  if (waiting === null || (await isLetIn(waiting))) return;
  if (registration.waiting !== null) show(notice, "waits");
  clearTimeout(letIn.timer);
  letIn.timer = setTimeout(() => letIn(registration, notice), AGAIN);
}

function isLetIn(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(!data.selling);
    worker.postMessage("take_over", [port2]);
  });
}

/** Show one of the notice's two sentences; its region reads it aloud. */
function show(notice, name) {
  for (const state of ["waits", "done"]) part(notice, `update-${state}`).hidden = state !== name;
  notice.hidden = false;
}
