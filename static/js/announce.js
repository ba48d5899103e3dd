// Says news of a desk page in its one fixed status region, which shows it for a moment and reads it aloud.

/** Say `text`; the same words again are heard again. */
export function announce(text) {
  const region = document.querySelector("[data-announcer]");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

/** Say that a request came to nothing, in the words of the page. */
export function announceTrouble() {
  announce(document.querySelector("[data-announcer]").dataset.trouble);
}
