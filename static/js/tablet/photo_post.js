// Hands one photo to the server, piece by piece, and says what came of it.

import { Attempt, notAdmitted } from "./post.js";
import { suspension } from "./suspension.js";

const PIECE = 256 * 1024;
const PATIENCE = 30_000;
/** Replies that bring no photo further; a network that does this to us may do it for ever. */
const MOST_STANDSTILLS = 3;

/**
 * Send the photo and return `{attempt, outcome}`. The `store` it lies in says whose it is, and on
 * which tablet.
 *
 * Only `attempt` `received` carries an outcome: `kept` is the server's receipt, `gone` means that
 * nobody wants it any more, `refused` comes with the server's `code`, `unnamed` means that no step
 * which names it has arrived. What was sent before is not sent again: the server says how much it
 * has. `goOn()` is asked before each piece; when it says no, the outcome is `paused`.
 */
export async function postPhoto(store, sha256, bytes, goOn = () => true) {
  const address = `/attachments/${sha256}`;
  try {
    const asked = await request(address, { method: "HEAD" });
    if (!asked.ok) return answered(asked);
    const held = asked.headers.get("Upload-Offset");
    if (held === null) return { attempt: Attempt.TROUBLE };
    if (asked.headers.get("Upload-Complete") === "?1") return received("kept");
    return await sendFrom(Number(held), { address, store, bytes: new Uint8Array(bytes), goOn });
  } catch (error) {
    const garbled = error instanceof SyntaxError;
    return { attempt: garbled ? Attempt.TROUBLE : Attempt.OFFLINE };
  }
}

async function sendFrom(held, { address, store: { person, tablet }, bytes, goOn }) {
  const headers = { "Content-Type": "application/octet-stream", "Palier-Person": person };
  if (tablet !== null) headers["Palier-Tablet"] = tablet;
  let offset = held;
  for (let standstills = 0; standstills < MOST_STANDSTILLS; ) {
    if (!goOn()) return received("paused");
    const stop = Math.min(offset + PIECE, bytes.byteLength);
    const reply = await request(address, {
      method: "PUT",
      headers: { ...headers, "Content-Range": `bytes ${offset}-${stop - 1}/${bytes.byteLength}` },
      body: bytes.subarray(offset, stop),
    });
    // 409: the server has less than it said, or more: it says where to go on.
    if (!reply.ok && reply.status !== 409) return answered(reply);
    const told = await reply.json();
    if (told.outcome === "kept") return received("kept");
    if (!Number.isInteger(told.offset)) return { attempt: Attempt.TROUBLE };
    if (told.offset <= offset) standstills += 1;
    offset = told.offset;
  }
  return { attempt: Attempt.TROUBLE };
}

async function request(address, options) {
  const reply = await fetch(address, {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
  });
  suspension.heed(reply);
  return reply;
}

async function answered(reply) {
  if (reply.status === 401 || reply.status === 403) return { attempt: notAdmitted() };
  if (reply.status === 404) return received("unnamed");
  if (reply.status === 410) return received("gone");
  if (reply.status !== 422) return { attempt: Attempt.TROUBLE };
  const { error } = await reply.json();
  // Bytes that were spoilt on their way have been forgotten; they go again from the beginning.
  return error === "hash" ? { attempt: Attempt.TROUBLE } : received("refused", error);
}

function received(outcome, code = null) {
  return { attempt: Attempt.RECEIVED, outcome, code };
}
