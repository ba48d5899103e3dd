// Follows what a page shows while it goes on elsewhere, as a sale its customer signs: the server says
// that something moved on, and the page asks for its part again. Nothing is asked while nothing
// happens, while nobody looks, or without a network.

import { announce } from "./announce.js";

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;

let source = null;
let wait = FIRST_WAIT;
let timer = null;

const standing = () => document.querySelector("[data-follow]");

/** Follow as long as the page is in sight, on a network, and there is something to await. */
export function follow() {
  const inSight = document.visibilityState === "visible" && navigator.onLine;
  const watched = inSight ? standing() : null;
  clearTimeout(timer);
  if (!watched) {
    source?.close();
    source = null;
  } else if (source === null) {
    source = new EventSource(watched.dataset.follow);
    source.onmessage = ({ data }) => hear(data);
    source.onerror = comeBack;
  }
}

/** The browser comes back by itself after a break, but not after an answer that is no stream. */
function comeBack() {
  if (source?.readyState !== EventSource.CLOSED) return;
  source = null;
  timer = setTimeout(follow, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

async function hear(stamp) {
  wait = FIRST_WAIT;
  const shown = standing();
  if (!shown || shown.dataset.stamp === stamp) return;
  const part = shown.closest("[data-part]");
  const reply = await fetch(location.pathname, {
    headers: { "HX-Request-Type": "partial", "HX-Target": `div#${part.id}` },
    cache: "no-store",
  }).catch(() => null);
  // A page that stays as it was can still be loaded again.
  if (!reply?.ok || reply.redirected) return;
  renew(part, await reply.text());
  follow();
}

/** Put the fresh part in the place of the old one; who was somewhere in it stays there. */
function renew(part, html) {
  const before = part.querySelector("[data-news]")?.dataset.news;
  const focused = part.contains(document.activeElement) ? keyOf(document.activeElement) : null;
  part.innerHTML = html;
  if (focused !== null) {
    const same = [...part.querySelectorAll("a, button, h1")].find((one) => keyOf(one) === focused);
    (same ?? part.querySelector("[tabindex='-1']"))?.focus();
  }
  const news = part.querySelector("[data-news]")?.dataset.news;
  if (news && news !== before) announce(news);
  part.dispatchEvent(new Event("renewed", { bubbles: true }));
}

function keyOf(element) {
  return `${element.localName} ${element.getAttribute("href") ?? element.textContent.trim()}`;
}

document.addEventListener("visibilitychange", follow);
addEventListener("online", follow);
addEventListener("offline", follow);
follow();
