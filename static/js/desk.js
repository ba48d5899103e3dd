// What every desk page does besides showing itself.

import { workCopyButtons } from "./copy.js";
import { workDialogs } from "./dialog.js";
import { followSwaps } from "./focus.js";
import { workPasskeys } from "./passkeys.js";
import { workPrinting } from "./print.js";
import { workQuantities } from "./quantity.js";
import { showPasswords } from "./show-password.js";
import { guardSubmits } from "./submit-guard.js";
import { notePassing, Passing } from "./tablet/person.js";

followSwaps();
guardSubmits();
workDialogs();
workCopyButtons();
workQuantities();
showPasswords();
workPasskeys();
workPrinting();

// Whoever signs out leaves the tablet locked.
document.addEventListener("submit", (event) => {
  if (event.target.matches('[action="/sign-out"]')) notePassing(Passing.LEFT);
});
