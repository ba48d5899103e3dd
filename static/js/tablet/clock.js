// Whether this tablet's clock is right, as far as the server's replies tell. Nothing is decided by it.

import { part, write } from "./dom.js";
import { isOurs } from "./ours.js";
import { language, say } from "./words.js";

/** Slow networks and ordinary clocks stay within; the server says the same (wizard/capture_times.py). */
const TOLERANCE = 2 * 60_000;
/** Units from the largest; one is used from one and a half of it on, as extranet/core/i18n.py does. */
const UNITS = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["week", 7 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** Fires `changed` when it turns out wrong, otherwise wrong, or right again. */
class TabletClock extends EventTarget {
  #off = 0;

  /**
   * Take note of the time a reply of ours was sent at, somewhen since it was `asked` for: a tablet
   * that slept meanwhile has no wrong clock.
   */
  heed(reply, asked) {
    const told = Date.parse(reply.headers.get("Date") ?? "");
    if (!isOurs(reply) || Number.isNaN(told)) return;
    const before = this.words;
    this.#off = Math.min(Math.max(told, asked), Date.now()) - told;
    if (this.words !== before) this.dispatchEvent(new Event("changed"));
  }

  /** What is wrong with it, as a sentence; empty while it is right. */
  get words() {
    if (Math.abs(this.#off) < TOLERANCE) return "";
    return say(this.#off > 0 ? "clock_ahead" : "clock_behind", { by: span(Math.abs(this.#off)) });
  }
}

/** The one of this page. */
export const tabletClock = new TabletClock();

/** Show on `page` (`[data-clock]`) what is wrong with the tablet's clock, as long as it is. */
export function tellClock(page) {
  const notice = part(page, "clock");
  const draw = () => {
    notice.hidden = tabletClock.words === "";
    write(notice, "clock-words", tabletClock.words);
  };
  tabletClock.addEventListener("changed", draw);
  draw();
}

function span(milliseconds) {
  const [unit, size] = UNITS.find(([, size]) => milliseconds >= 1.5 * size);
  const how = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(language, how).format(Math.round(milliseconds / size));
}
