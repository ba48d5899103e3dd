// One attempt to hand submissions to the server, and what came of it.

import { tabletClock } from "./clock.js";
import { retryAfter } from "./retry_after.js";
import { suspension } from "./suspension.js";

const PATIENCE = 20_000;

/**
 * The outcomes of an attempt. Only `received` carries receipts; all others keep everything.
 * `storage` is no reply at all: the tablet itself could not read its queue. `inactive` means that
 * the account is suspended: signing in again would be in vain.
 */
export const Attempt = Object.freeze({
  RECEIVED: "received",
  OFFLINE: "offline",
  SIGN_IN: "sign_in",
  INACTIVE: "inactive",
  REFUSED: "refused",
  TROUBLE: "trouble",
  STORAGE: "storage",
});

/**
 * Post a batch and return `{attempt, receipts}`, with the milliseconds to `wait` when the server
 * asks to be left alone for a while.
 *
 * Only a 200 that carries receipts counts as received: a captive portal answers 200 as well. A
 * reply that never came means unknown, not failed; the ids make the next attempt harmless. The
 * `Palier-Person` header names whose store this is, for the server to refuse another's session;
 * `Palier-Tablet` the tablet, for it to refuse a revoked one; `Palier-Clock` what time it is here,
 * for it to note when that is wrong.
 */
export async function post({ person, tablet }, submissions, patience = PATIENCE) {
  const asked = Date.now();
  const headers = {
    "Content-Type": "application/json",
    "Palier-Person": person,
    "Palier-Clock": new Date(asked).toISOString(),
  };
  if (tablet !== null) headers["Palier-Tablet"] = tablet;
  let reply;
  let body = null;
  try {
    reply = await fetch("/outbox", {
      method: "POST",
      headers,
      body: JSON.stringify({ submissions }),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
    suspension.heed(reply);
    tabletClock.heed(reply, asked);
    if (reply.ok) body = await reply.json();
  } catch (error) {
    const garbled = error instanceof SyntaxError;
    return { attempt: garbled ? Attempt.TROUBLE : Attempt.OFFLINE, receipts: [] };
  }
  if (Array.isArray(body?.receipts)) {
    return { attempt: Attempt.RECEIVED, receipts: body.receipts };
  }
  const { status } = reply;
  return { attempt: verdict(reply), receipts: [], status, wait: retryAfter(reply) };
}

/** What a reply that asks who is there means: sign in, or nothing that would help. */
export function notAdmitted() {
  return suspension.on ? Attempt.INACTIVE : Attempt.SIGN_IN;
}

function verdict({ status }) {
  if (status === 401 || status === 403) return notAdmitted();
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return refused ? Attempt.REFUSED : Attempt.TROUBLE;
}
