// What an answer of kind `photo` may hold: `[{sha256, bytes, type}, …]`, the photos themselves not.
// The same on the server: wizard/photo_answer.py. How many there may be, the schema says.

import { isMapping } from "./conditions.js";

export const TYPE = "image/jpeg";
export const MOST_BYTES = 4_000_000;
const HASH = /^[0-9a-f]{64}$/;

/** The answer with each photo once, null for no photo, false for what names no photos. */
export function inOneForm(value) {
  if (value === null || value === undefined || value === "") return null;
  if (!Array.isArray(value)) return false;
  const photos = new Map();
  for (const raw of value) {
    const photo = read(raw);
    if (photo === null) return false;
    if (!photos.has(photo.sha256)) photos.set(photo.sha256, photo);
  }
  return photos.size > 0 ? [...photos.values()] : null;
}

function read(raw) {
  if (!isMapping(raw) || Object.keys(raw).sort().join() !== "bytes,sha256,type") return null;
  const { sha256, bytes, type } = raw;
  const named = typeof sha256 === "string" && HASH.test(sha256) && type === TYPE;
  const sized = Number.isInteger(bytes) && bytes >= 1 && bytes <= MOST_BYTES;
  return named && sized ? { sha256, bytes, type } : null;
}
