// Has what waits on the tablet leave while a page of the server is open, too: an adviser may stay on
// it after the booklet. The page shows nothing of it but, where it is the page of a sale, what of
// that very sale waits here.

import { Outbox } from "./outbox.js";
import { PhotosHere } from "./photos_here.js";
import { openQuietly } from "./quiet_door.js";

const door = await openQuietly();

if (door !== null) {
  const { store, letSend } = door;
  const notice = document.querySelector("[data-photos-here]");
  if (notice !== null) await new PhotosHere(notice, store).draw();
  letSend(new Outbox(store));
}
