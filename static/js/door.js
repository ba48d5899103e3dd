// What sign-in and the customer's pages do besides showing themselves.

import { guardSubmits } from "./submit-guard.js";
import { notePassing, Passing } from "./tablet/person.js";

guardSubmits();

// Whoever signs in here may not be the one whose sales this tablet last had open.
document
  .querySelector('form[action="/sign-in"]')
  ?.addEventListener("submit", () => notePassing(Passing.COMES));
