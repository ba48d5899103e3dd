// What sign-in and the customer's pages do besides showing themselves.

import { workPasskeys } from "./passkeys.js";
import { showPasswords } from "./show-password.js";
import { guardSubmits } from "./submit-guard.js";
import { notePassing, Passing } from "./tablet/person.js";

guardSubmits();
showPasswords();
workPasskeys();

// Whoever signs in here may not be the one whose sales this tablet last had open.
document.addEventListener("submit", (event) => {
  const comes = 'form[action^="/sign-in"], form[action^="/invitations/"]';
  if (event.target.matches(comes)) notePassing(Passing.COMES);
});
