// The calm strip: is there a network, what is kept on this tablet, when did the last of it leave.

import { announce } from "./announce.js";
import { Attempt } from "./post.js";
import { moment, say } from "./words.js";

const TROUBLES = {
  [Attempt.OFFLINE]: "offline",
  [Attempt.SIGN_IN]: "sign_in",
  [Attempt.TROUBLE]: "trouble",
  [Attempt.STORAGE]: "storage",
};

/**
 * Keep `element` (`[data-strip]`) up to date with the store and the outbox.
 *
 * `problemAt(row)` gives the address of the leaf that shows a submission needing attention.
 */
export function keepStrip(element, store, outbox, problemAt) {
  let asked = false;
  const refresh = async () => {
    if (asked) return;
    asked = true;
    try {
      const count = await store.outbox.count();
      asked = false;
      draw(element, count, outbox.status, problemAt);
    } catch {
      asked = false;
      draw(element, null, { sending: [], attempt: Attempt.STORAGE }, problemAt);
    }
  };
  store.changes.addEventListener("changed", refresh);
  outbox.addEventListener("status", refresh);
  addEventListener("online", refresh);
  addEventListener("offline", refresh);
  part(element, "send").addEventListener("click", () => outbox.sendNow());
  return refresh();
}

function draw(element, count, status, problemAt) {
  const trouble = navigator.onLine ? TROUBLES[status.attempt] : "offline";
  const kept = count ? count.waiting + count.attention : 0;
  const state = trouble ?? (count.attention ? "attention" : busyOrDone(kept));
  const sentences = [
    trouble && say(`strip_${trouble}`),
    count && keptWords(kept, trouble ? 0 : status.sending.length, count.lastSent),
    count?.attention && say("strip_attention", { n: count.attention }),
    count?.lastSent && say("strip_last_sent", { time: moment(count.lastSent) }),
  ];
  const words = sentences.filter(Boolean).join(" ");
  if (element.dataset.state !== state) {
    const worthSaying = element.dataset.state !== "" && state !== "sending";
    element.dataset.state = state;
    if (worthSaying) announce(words);
  }
  part(element, "words").textContent = words;
  part(element, "send").hidden = kept === 0 || trouble === "sign_in";
  part(element, "sign-in").hidden = trouble !== "sign_in";
  const problem = part(element, "problem");
  problem.hidden = !count?.firstProblem;
  if (!problem.hidden) problem.href = problemAt(count.firstProblem);
}

function busyOrDone(kept) {
  return kept > 0 ? "sending" : "done";
}

function keptWords(kept, sending, lastSent) {
  if (sending > 0) return say("strip_sending", { n: sending });
  if (kept > 0) return say("strip_kept", { n: kept });
  return say(lastSent ? "strip_all_sent" : "strip_nothing");
}

function part(element, name) {
  return element.querySelector(`[data-strip-${name}]`);
}
