// One attempt to hand submissions to the server, and what came of it.

const PATIENCE = 20_000;

/**
 * The outcomes of an attempt. Only `received` carries receipts; all others keep everything.
 * `storage` is no reply at all: the tablet itself could not read its queue.
 */
export const Attempt = Object.freeze({
  RECEIVED: "received",
  OFFLINE: "offline",
  SIGN_IN: "sign_in",
  REFUSED: "refused",
  TROUBLE: "trouble",
  STORAGE: "storage",
});

/**
 * Post a batch and return `{attempt, receipts}`.
 *
 * Only a 200 that carries receipts counts as received: a captive portal answers 200 as well. A
 * reply that never came means unknown, not failed; the ids make the next attempt harmless. The
 * `Palier-Person` header names whose store this is, for the server to refuse another's session;
 * `Palier-Tablet` the tablet, for it to refuse a revoked one.
 */
export async function post({ person, tablet }, submissions, patience = PATIENCE) {
  const headers = { "Content-Type": "application/json", "Palier-Person": person };
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
    if (reply.ok) body = await reply.json();
  } catch (error) {
    const garbled = error instanceof SyntaxError;
    return { attempt: garbled ? Attempt.TROUBLE : Attempt.OFFLINE, receipts: [] };
  }
  if (Array.isArray(body?.receipts)) {
    return { attempt: Attempt.RECEIVED, receipts: body.receipts };
  }
  return { attempt: verdict(reply.status), receipts: [], status: reply.status };
}

function verdict(status) {
  if (status === 401 || status === 403) return Attempt.SIGN_IN;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return refused ? Attempt.REFUSED : Attempt.TROUBLE;
}
