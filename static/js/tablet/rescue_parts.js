// How what waits is parted into rescue files, so that each can be handed in.

/** Bytes of photos in one file: with all the rest it stays below what the server takes. */
export const MOST_PHOTO_BYTES = 24_000_000;

/**
 * Part photos (`{bytes, …}`) into files, in their order: `[[photo, …], …]`, none too large. There
 * is always a first one, which takes the steps.
 */
export function partPhotos(photos, most = MOST_PHOTO_BYTES) {
  const parts = [[]];
  let held = 0;
  for (const photo of photos) {
    if (held + photo.bytes > most && held > 0) {
      parts.push([]);
      held = 0;
    }
    parts.at(-1).push(photo);
    held += photo.bytes;
  }
  return parts;
}
