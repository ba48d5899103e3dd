// After htmx swapped a part of the page: where the focus goes, and what is said.

import { announce, announceTrouble } from "./announce.js";

const SERVER_FAULT = 500;

/** Follow every swap; tell of requests that failed. */
export function followSwaps() {
  document.addEventListener("htmx:after:swap", (event) => {
    const { target } = event.detail.ctx;
    // An outer swap leaves the old element behind; the new one carries the same id.
    const part = (target.id && document.getElementById(target.id)) || target;
    if (part.isConnected) arrive(part);
  });
  document.addEventListener("htmx:error", announceTrouble);
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= SERVER_FAULT) announceTrouble();
  });
}

function arrive(part) {
  const errors = part.querySelector("[data-errors]:not([hidden])");
  const heading = part.querySelector("h1");
  const destination = errors ?? (isTypingOutside(part) ? null : heading);
  if (destination) {
    destination.tabIndex = -1;
    destination.focus();
  }
  const news = part.matches("[data-announce]") ? part : part.querySelector("[data-announce]");
  if (news && !errors) announce(news.dataset.announce);
}

/** Somebody who narrows a list from its search box stays in the box. */
function isTypingOutside(part) {
  const active = document.activeElement;
  return active?.matches("input, select, textarea") && !part.contains(active);
}
