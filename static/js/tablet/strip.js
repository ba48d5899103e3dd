// The calm strip: is there a network, what is kept on this tablet, when did the last of it leave.

import { announce } from "./announce.js";
import { tabletClock } from "./clock.js";
import { part as marked, put, write } from "./dom.js";
import { offerExport } from "./export_file.js";
import { Attempt } from "./post.js";
import { suspension } from "./suspension.js";
import { moment, say } from "./words.js";

const TROUBLES = {
  [Attempt.OFFLINE]: "offline",
  [Attempt.SIGN_IN]: "sign_in",
  [Attempt.TROUBLE]: "trouble",
  [Attempt.STORAGE]: "storage",
};

const CALM_FOR = 600;

/**
 * Keep `element` (`[data-strip]`) up to date with the store and the outbox.
 *
 * `problemAt(row)` gives the address of the leaf that shows a submission needing attention. What is
 * sent within `CALM_FOR` milliseconds is never mentioned: it would flicker at every step. `network`,
 * where there is one, knows whether the server can be reached while nothing is being sent.
 */
export function keepStrip(element, store, outbox, problemAt, network = null) {
  let asked = false;
  let sendingSince = null;
  let later = null;
  const show = (count, told) => {
    const status = withNetwork(told, network);
    const state = stateOf(count, status);
    sendingSince = state === "sending" ? (sendingSince ?? performance.now()) : null;
    const calm = sendingSince === null ? 0 : sendingSince + CALM_FOR - performance.now();
    clearTimeout(later);
    if (calm > 0 && element.dataset.state === "done") later = setTimeout(refresh, calm);
    else draw(element, state, count, status, problemAt);
  };
  const refresh = async () => {
    if (asked) return;
    asked = true;
    try {
      const [count, photos] = await Promise.all([store.outbox.count(), store.photos.waiting()]);
      const problem = await problemOf(store, count, photos);
      asked = false;
      show({ ...count, photos: photos.length, refused: refusedOf(photos), problem }, outbox.status);
    } catch {
      asked = false;
      show(null, { sending: [], attempt: Attempt.STORAGE });
    }
  };
  store.changes.addEventListener("changed", refresh);
  outbox.addEventListener("status", refresh);
  network?.addEventListener("changed", refresh);
  tabletClock.addEventListener("changed", refresh);
  addEventListener("online", refresh);
  addEventListener("offline", refresh);
  offerExport(document, store);
  part(element, "send").addEventListener("click", () => outbox.sendNow());
  return refresh();
}

/** The outbox's own word counts; where it has none, or a good one, a silent server is trouble. */
function withNetwork(status, network) {
  const silent = network?.there === false && !TROUBLES[status.attempt];
  return silent ? { ...status, attempt: Attempt.TROUBLE } : status;
}

function stateOf(count, status) {
  const trouble = troubleOf(status);
  if (trouble) return trouble;
  const leaving = count.waiting || count.photos;
  return count.attention || count.refused ? "attention" : leaving ? "sending" : "done";
}

function troubleOf(status) {
  if (suspension.on) return "inactive";
  return navigator.onLine ? TROUBLES[status.attempt] : "offline";
}

function draw(element, state, count, status, problemAt) {
  const trouble = troubleOf(status);
  const kept = count ? count.waiting + count.attention : 0;
  const photos = count?.photos ?? 0;
  const sentences = [
    trouble && say(`strip_${trouble}`),
    count?.attention && say("strip_attention", { n: count.attention }),
    count?.refused && say("strip_photos_refused", { n: count.refused }),
    count && keptWords({ kept, photos, sending: trouble ? 0 : status.sending.length, ...count }),
    photos > 0 && say("strip_photos", { n: photos }),
    count?.lastSent && say("strip_last_sent", { time: moment(count.lastSent) }),
    tabletClock.words,
  ];
  const words = sentences.filter(Boolean).join(" ");
  if (element.dataset.state !== state) {
    const worthSaying = element.dataset.state !== "" && state !== "sending";
    element.dataset.state = state;
    if (worthSaying) announce(words);
  }
  write(element, "strip-words", words);
  const closed = trouble === "sign_in" || trouble === "inactive";
  put(part(element, "send"), "hidden", kept + photos === 0 || closed);
  // Where the account is suspended, the page has a notice that offers the file (`[data-suspended]`).
  const last = state === "storage" || (kept + photos > 0 && state === "attention");
  put(part(element, "export"), "hidden", !last);
  put(part(element, "sign-in"), "hidden", trouble !== "sign_in");
  const problem = part(element, "problem");
  put(problem, "hidden", !count?.problem);
  if (!problem.hidden) problem.href = addressOf(count.problem, problemAt);
}

/** A sale that was handed over may be signed by now: its page knows, and says what can be done. */
function addressOf(problem, problemAt) {
  return problem.handed_over ? `/sales/${problem.sale}` : problemAt(problem);
}

/** Where somebody has to look first: a step that was refused, or else a photo. */
async function problemOf(store, { firstProblem }, photos) {
  const refused = photos.find((photo) => photo.refused);
  if (firstProblem || !refused) return firstProblem;
  const { journey, version, handed_over } = await store.sales.read(refused.sale);
  return { ...refused, journey, version, handed_over };
}

function refusedOf(photos) {
  return photos.filter((photo) => photo.refused).length;
}

function keptWords({ kept, photos, sending, lastSent }) {
  if (sending > 0) return say("strip_sending", { n: sending });
  if (kept > 0) return say("strip_kept", { n: kept });
  if (photos > 0) return null;
  return say(lastSent ? "strip_all_sent" : "strip_nothing");
}

function part(element, name) {
  return marked(element, `strip-${name}`);
}
