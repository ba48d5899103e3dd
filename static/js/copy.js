// Buttons that copy: [data-copy="<text>"], which say [data-copied] once it is done.

import { announce } from "./announce.js";

/** Work every copy button of the page, also those that arrive later. */
export function workCopyButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    announce(button.dataset.copied);
  });
}
