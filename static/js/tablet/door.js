// The door of the tablet: whose is it right now, and may their store be opened?

import { askWhoIsThere, rememberedPerson } from "./person.js";
import { openStore } from "./store.js";

/**
 * Open the store of whoever this tablet belongs to: `{person, store, letSend}`, or null when nobody
 * is known here.
 *
 * `letSend(outbox)` starts the outbox of that store once nobody else has turned out to be signed in.
 */
export async function openDoor() {
  const address = location.href;
  const asked = askWhoIsThere();
  const person = rememberedPerson() ?? (await asked).person;
  if (person === null) return null;
  const letSend = async (outbox) => {
    const told = await asked;
    // Somebody else has signed in on this tablet: their work lies in their own store, and what lies
    // in this one must not leave under their name.
    if (told.person !== null && told.person !== person) {
      history.replaceState(null, "", address);
      location.reload();
    } else {
      await outbox.start();
    }
  };
  return { person, store: openStore(person), letSend };
}
