// The link over the bar to the contents.

/**
 * Follow the link by moving the focus alone: the fragment of a booklet's address says which leaf is
 * open, and another one would open another sale.
 */
export function skipInPlace(page) {
  const link = page.querySelector(".skip");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    page.querySelector(link.getAttribute("href")).focus();
  });
}
