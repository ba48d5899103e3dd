// When our own script fails: say so, rather than leave somebody before a page that does nothing.

import { announce } from "./announce.js";
import { part } from "./dom.js";

/** Show the alarm of `page` when an error reaches the window; the button loads the page again. */
export function watchForBreakdown(page) {
  const alarm = part(page, "breakdown");
  const show = () => {
    if (!alarm.hidden) return;
    alarm.hidden = false;
    announce(part(alarm, "breakdown-words").textContent);
  };
  addEventListener("error", show);
  addEventListener("unhandledrejection", show);
  part(alarm, "reload").addEventListener("click", () => location.reload());
}
