// Buttons that print the page: [data-print].

/** Work every such button of the page. */
export function workPrinting() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
}
