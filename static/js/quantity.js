// A number between two buttons ([data-quantity]); every change is a `change` event of its input.

/** Work every quantity of the page, also those that arrive later. */
export function workQuantities() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-less], [data-more]");
    const box = button?.closest("[data-quantity]");
    if (!box || button.getAttribute("aria-disabled") === "true") return;
    const input = box.querySelector("input");
    set(box, Number(input.value) + (button.hasAttribute("data-more") ? 1 : -1));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-quantity]");
    if (box) set(box, Number(event.target.value.replace(/\D/g, "")));
  });
}

function set(box, wanted) {
  const input = box.querySelector("input");
  const maximum = Number(input.dataset.maximum);
  const value = Math.min(Math.max(wanted, 0), maximum);
  input.value = String(value);
  // Not `disabled`: a button at its end keeps the focus.
  box.querySelector("[data-less]").setAttribute("aria-disabled", String(value === 0));
  box.querySelector("[data-more]").setAttribute("aria-disabled", String(value === maximum));
}
