// Starts the booklet: whose tablet is it, which journey is it, then the first leaf.

import { Validator } from "../../vendor/json-schema/index.js";
import { Booklet } from "./booklet.js";
import { watchForBreakdown } from "./breakdown.js";
import { equip } from "./equipment.js";
import { Outbox } from "./outbox.js";
import { askWhoIsThere, rememberedPerson } from "./person.js";
import { routeTo } from "./route.js";
import { openStore } from "./store.js";
import { keepStrip } from "./strip.js";
import { leadBackHere } from "./sign_in_link.js";
import { skipInPlace } from "./skip.js";
import { Turner } from "./turner.js";

const address = location.href;
const root = document.querySelector("[data-booklet]");
watchForBreakdown(document);
leadBackHere(document);
skipInPlace(document);

const remembered = rememberedPerson();
const asked = askWhoIsThere();
const person = remembered ?? (await asked).person;

if (person === null) {
  new Turner(root).show("nobody");
} else {
  const journey = JSON.parse(document.getElementById("journey").textContent);
  equip(Validator, journey.reference);
  const store = openStore(person);
  const outbox = new Outbox(store);
  const strip = document.querySelector("[data-strip]");
  keepStrip(strip, store, outbox, (submission) => routeTo(submission.sale, submission.step, true));
  await new Booklet(root, journey, store, outbox).start();
  navigator.storage?.persist?.();
  const told = await asked;
  // Somebody else has signed in on this tablet: their work lies in their own store, and what lies
  // in this one must not leave under their name.
  if (told.person !== null && told.person !== person) {
    history.replaceState(null, "", address);
    location.reload();
  } else {
    outbox.start();
  }
}
