// What the home last told an adviser: kept in their store, and shown again where the server cannot be asked.

import { part, write } from "./dom.js";
import { dayOf, mondayOf, today } from "./today.js";
import { money, moment, say } from "./words.js";

const KEPT = "home";

/**
 * Keep what this page tells, for the road. Nothing is kept of a page without figures, or of one that
 * was made for somebody else than the store's person.
 */
export async function keepFigures(page, store) {
  const told = JSON.parse(page.getElementById("home")?.textContent ?? "null");
  if (told !== null && told.person === store.person) await store.kept.put(KEPT, told);
}

/**
 * Show on a page without figures of its own (`[data-last-known]`) what was last known, and when.
 * Another day's figures are not today's, nor another week's this week's: those are left out.
 */
export async function showFigures(page, store) {
  const place = part(page, "last-known");
  const known = place && (await store.kept.get(KEPT));
  if (!known) return;
  const { figures, name, agency, at } = known;
  const still = spansGoingOn(dayOf(new Date(at)));
  for (const figure of place.querySelectorAll("[data-figure]")) {
    const span = figure.dataset.figure;
    figure.hidden = !still.includes(span);
    const amount = money(figures[`${span}_cents`]);
    write(figure, "figure-value", String(figures[span]));
    write(figure, "figure-note", figures[span] > 0 ? say("figure_per_month", { amount }) : "");
  }
  write(place, "last-known-at", say("last_known", { time: moment(at) }));
  place.hidden = still.length === 0;
  write(page, "greeting", say("greeting", { name }));
  write(page, "agency", agency);
}

/** Of the day and the week of `day`, what has not ended yet. */
function spansGoingOn(day) {
  if (day === today()) return ["today", "week"];
  return mondayOf(day) === mondayOf(today()) ? ["week"] : [];
}
