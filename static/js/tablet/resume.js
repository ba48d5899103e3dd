// Takes up a sale that was begun on another device, or went on there.

import { endLeftSession, whoLeftSession } from "./left_session.js";
import { suspension } from "./suspension.js";

/** How it went: `found`, `unknown` (not there, or not yours), `sign_in`, `inactive`, `offline`. */
export const Resumed = Object.freeze({
  FOUND: "found",
  UNKNOWN: "unknown",
  SIGN_IN: "sign_in",
  INACTIVE: "inactive",
  OFFLINE: "offline",
});

/** Fetch what the server has of a sale and lay it beside what the tablet has. */
export async function resume(store, id) {
  // What another person's session would tell is none of this one's business.
  await endLeftSession();
  if (whoLeftSession() !== null) return Resumed.OFFLINE;
  let told;
  try {
    const reply = await fetch(`/sales/${id}/answers`, { redirect: "manual", cache: "no-store" });
    suspension.heed(reply);
    if (reply.status === 401) return suspension.on ? Resumed.INACTIVE : Resumed.SIGN_IN;
    if (reply.status === 403 || reply.status === 404) return Resumed.UNKNOWN;
    if (!reply.ok) return Resumed.OFFLINE;
    told = await reply.json();
  } catch {
    return Resumed.OFFLINE;
  }
  const { journey, version, state } = told.sale;
  await store.sales.merge({ id, journey, version, state }, told.steps);
  return Resumed.FOUND;
}
