// Carries the photos of the tablet to the server, one after another.

import { Attempt } from "./post.js";
import { postPhoto } from "./photo_post.js";

/**
 * Send every photo that is due; those refused before only `withRefused`. Returns `{attempt, left}`:
 * the last attempt (null when there was none), and whether a later round has something to do.
 *
 * `goOn()` is asked before each piece: a step that comes meanwhile goes first, and what has been
 * sent of a photo need not go again.
 */
export async function sendPhotos(store, withRefused, goOn) {
  let attempt = null;
  let left = false;
  for (const { sale, sha256 } of await store.photos.due()) {
    const photo = await store.photos.read(sale, sha256);
    if (photo === null || (photo.refused && !withRefused)) continue;
    const told = await postPhoto(store, sha256, photo.bytes, goOn);
    attempt = told.attempt;
    if (attempt !== Attempt.RECEIVED) return { attempt, left: true };
    if (told.outcome === "paused") return { attempt, left };
    if (told.outcome === "refused") await store.photos.refuse(sale, sha256, told.code);
    else if (told.outcome === "unnamed") left = true;
    else await store.photos.letGo(sale, sha256);
  }
  return { attempt, left };
}
