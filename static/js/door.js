// What sign-in and the customer's pages do besides showing themselves.

import { showPasswords } from "./show-password.js";
import { guardSubmits } from "./submit-guard.js";
import { notePassing, Passing } from "./tablet/person.js";

guardSubmits();
showPasswords();

// Whoever signs in here may not be the one whose sales this tablet last had open.
document
  .querySelector('form[action="/sign-in"], form[action^="/invitations/"]')
  ?.addEventListener("submit", () => notePassing(Passing.COMES));
