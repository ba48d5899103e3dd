// Makes of whatever picture is chosen for a product the small one that tablets carry, and shows it.

import { part, write } from "./tablet/dom.js";
import { shrink } from "./tablet/photo_shrink.js";

const LONGEST_SIDE = 640;

const form = document.querySelector("[data-product-picture]");
const input = form.querySelector("input[type=file]");
const button = form.querySelector("button");

input.addEventListener("change", take);
button.disabled = true; // until there is something to send

async function take() {
  const [file] = input.files;
  button.disabled = true;
  say("");
  if (!file) return;
  try {
    const bytes = await shrink(file, LONGEST_SIDE);
    put(new File([bytes], "picture.jpg", { type: "image/jpeg" }));
    button.disabled = false;
  } catch {
    input.value = "";
    say(form.dataset.unreadable);
  }
}

/** From here on the small one is what the form sends. */
function put(picture) {
  const chosen = new DataTransfer();
  chosen.items.add(picture);
  input.files = chosen.files;
  const shown = part(document, "picture-shown");
  shown.querySelector("img")?.remove();
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(picture);
  shown.append(image);
  part(form, "picture-ready").hidden = false;
}

function say(sentence) {
  write(form, "error", sentence);
  part(form, "error").hidden = sentence === "";
  input.toggleAttribute("aria-invalid", sentence !== "");
  part(form, "picture-ready").hidden = true;
}
