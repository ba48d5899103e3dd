// How long a server that has its hands full asks to be left alone.

import { isOurs } from "./ours.js";

/** A server may ask for five minutes of patience: what waits has to leave some day. */
const LONGEST = 5 * 60_000;
const SECONDS = /^\d+$/;

/**
 * The milliseconds a 503 or 429 asks to wait in `Retry-After`, as seconds or as a date; 0 when it
 * asks for nothing that can be understood, or is a stranger's: the next network may be a better one.
 *
 * A date is measured by the clock of the server that wrote it, where it says what time it has.
 */
export function retryAfter(reply) {
  const { status, headers } = reply;
  const asked = headers.get("Retry-After")?.trim();
  if (!asked || (status !== 503 && status !== 429) || !isOurs(reply)) return 0;
  const wait = SECONDS.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - timeOf(headers);
  return wait > 0 ? Math.min(wait, LONGEST) : 0;
}

function timeOf(headers) {
  const told = Date.parse(headers.get("Date") ?? "");
  return Number.isNaN(told) ? Date.now() : told;
}
