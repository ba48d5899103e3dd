// A sale of another device that could not be fetched: asked for again by whoever reads so, and by the
// page itself as soon as the server may be reached.

import { part } from "./dom.js";
import { Opened } from "./opening.js";
import { Attempt } from "./post.js";

const EVERY = 10_000;
const CONTACT = new Set([Attempt.RECEIVED, Attempt.SIGN_IN, Attempt.INACTIVE]);

/** Call `open` again while the page shows no more than that the sale is elsewhere. */
export function followElsewhere(turner, outbox, open) {
  const isShown = () => turner.isOpen(Opened.OFFLINE) && document.visibilityState === "visible";
  const again = () => isShown() && open({ unasked: true });
  part(turner.section(Opened.OFFLINE), "retry").addEventListener("click", () => open());
  outbox.addEventListener("status", () => CONTACT.has(outbox.status.attempt) && again());
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  setInterval(again, EVERY);
}
