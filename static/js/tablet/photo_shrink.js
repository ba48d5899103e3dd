// Makes of a picture the one that is kept: upright, small, and nothing but the picture.
//
// Drawn anew, it carries no metadata: not where it was taken, nor when, nor with what.

import { TYPE } from "./photo_answer.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

/** The file is no picture this browser can read. */
export class NotAPicture extends Error {
  constructor(cause) {
    super("no picture", { cause });
    this.name = "NotAPicture";
  }
}

/** The bytes of the photo made of a file, its sides no longer than `longest`. Raises `NotAPicture`. */
export async function shrink(file, longest = LONGEST_SIDE) {
  const picture = await read(file);
  try {
    const blob = await draw(picture, longest);
    // A browser that cannot write JPEG gives something else.
    if (blob?.type !== TYPE) throw new NotAPicture();
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    picture.close();
  }
}

/** What a photo is known by: the SHA-256 of its bytes, in hexadecimal. */
export async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function read(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    throw new NotAPicture(error);
  }
}

function draw(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d", { alpha: false });
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "#ffffff"; // JPEG knows no transparency, and would make it black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((made) => canvas.toBlob(made, TYPE, QUALITY));
}
