// A form leaves once: the second press of a slow moment is not a second order.

/** Hold back every further submit of a form until its answer came. */
export function guardSubmits() {
  document.addEventListener("submit", onSubmit, { capture: true });
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.detail.ctx?.sourceElement?.closest("form");
    if (form) release(form);
  });
  // A page that comes back from the browser's memory may be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sending]")) release(form);
  });
}

function onSubmit(event) {
  const form = event.target;
  if (form.method === "get" || form.method === "dialog") return;
  if (form.hasAttribute("data-sending")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute("data-sending", "");
  // Busy, not disabled: a disabled button's name and value would not be sent.
  event.submitter?.setAttribute("aria-busy", "true");
}

function release(form) {
  form.removeAttribute("data-sending");
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
