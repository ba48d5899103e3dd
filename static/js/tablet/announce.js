// Says things to people who listen to the page, through its one fixed status region.

/** Announce a text once; saying the same thing again is heard again. */
export function announce(text) {
  const region = document.querySelector("[data-said]");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
