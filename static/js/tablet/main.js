// Starts the booklet: whose tablet is it, which journey is it, then the first leaf.

import { Validator } from "../../vendor/json-schema/index.js";
import { Booklet } from "./booklet.js";
import { watchForBreakdown } from "./breakdown.js";
import { openDoor } from "./door.js";
import { equip } from "./equipment.js";
import { Outbox } from "./outbox.js";
import { routeTo } from "./route.js";
import { keepStrip } from "./strip.js";
import { leadBackHere } from "./sign_in_link.js";
import { skipInPlace } from "./skip.js";
import { tellSuspension } from "./suspension.js";
import { Turner } from "./turner.js";

const root = document.querySelector("[data-booklet]");
watchForBreakdown(document);
leadBackHere(document);
skipInPlace(document);
tellSuspension(document);

const door = await openDoor(document);

if (door === null) {
  new Turner(root).show("nobody");
} else {
  const journey = JSON.parse(document.getElementById("journey").textContent);
  equip(Validator, journey.reference);
  const { store } = door;
  const outbox = new Outbox(store);
  const strip = document.querySelector("[data-strip]");
  keepStrip(strip, store, outbox, (submission) => routeTo(submission.sale, submission.step, true));
  await new Booklet(root, journey, store, outbox).start();
  navigator.storage?.persist?.();
  door.letSend(outbox);
}
