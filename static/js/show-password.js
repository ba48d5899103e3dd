// A password as it is typed, for whoever is alone with the screen.

/** Work every button that shows the field it names; without this script there is none. */
export function showPasswords() {
  for (const button of document.querySelectorAll("[data-shows]")) {
    const field = document.getElementById(button.dataset.shows);
    button.hidden = false;
    button.addEventListener("click", () => show(field, button, field.type === "password"));
    // It leaves hidden: browsers remember what was typed into plain fields.
    field.form?.addEventListener("submit", () => show(field, button, false));
  }
}

function show(field, button, shown) {
  field.type = shown ? "text" : "password";
  button.firstElementChild.textContent = shown ? button.dataset.shown : button.dataset.hidden;
}
