// Buttons under a field for what it may become.

import { copyOf, part, put } from "./dom.js";

/** Show one button per text in `group`, in place of those before; none hides it. */
export function drawOffers(group, texts) {
  const template = part(group, "offer-template");
  const buttons = texts.map((text) => {
    const button = copyOf(template);
    button.textContent = text;
    return button;
  });
  group.replaceChildren(template, ...buttons);
  put(group, "hidden", buttons.length === 0);
}

/** Call `chosen(index)` when one of the buttons is pressed. */
export function onOffer(group, chosen) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) chosen([...group.querySelectorAll("button")].indexOf(button));
  });
}

/** Write into a field as if it had been typed: the draft keeps it. */
export function typeInto(control, text) {
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
