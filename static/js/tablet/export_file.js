// The last resort of a tablet that cannot send: all that waits as a file, or a few, which the
// installation alone can read (wizard/rescue/contents.py), to be handed in at /rescue-files.

import { announce } from "./announce.js";
import { TYPE } from "./photo_answer.js";
import { partPhotos } from "./rescue_parts.js";
import { Unreadable } from "./rows.js";
import { closeBox } from "./sealed_box.js";
import { say } from "./words.js";

const MAGIC = "PALIER2\n";
const KIND = { type: "application/octet-stream" };

/** Have every `[data-export]` of the page save the next file, and say on it what came of that. */
export function offerExport(page, store) {
  const rescue = new Rescue(store);
  for (const button of page.querySelectorAll("[data-export]")) {
    button.addEventListener("click", async () => {
      const words = await rescue.next().then(wordsOf, () => say("not_exported"));
      (button.querySelector("span") ?? button).textContent = words;
      announce(words);
    });
  }
}

/**
 * What `store` holds and the server has not receipted, file by file. Nothing leaves the store: only
 * a receipt takes it away. Browsers save one file a tap, so each is asked for by itself.
 */
class Rescue {
  #store;
  #parts = [];
  #saved = 0;
  #saving = null;

  constructor(store) {
    this.#store = store;
  }

  /**
   * Save the next file, after the last one the first again: `{steps, photos, file, files}`, the
   * counts of what it holds and which of how many it is. A second tap waits for the first.
   */
  next() {
    this.#saving ??= this.#saveNext().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #saveNext() {
    const { outbox, photos } = this.#store;
    if (this.#saved >= this.#parts.length) {
      this.#parts = partPhotos(await photos.waiting());
      this.#saved = 0;
    }
    // The steps go with the first file: a photo is taken only where a step names it.
    const everything = { withAttention: true };
    const submissions =
      this.#saved === 0 ? await outbox.next(Number.POSITIVE_INFINITY, everything) : [];
    const { named, boxes } = await this.#closePhotos(this.#parts[this.#saved]);
    const files = this.#parts.length;
    const told = { steps: submissions.length, photos: named.length, file: this.#saved + 1, files };
    if (files > 1 || told.steps + told.photos > 0) {
      save(new Blob([MAGIC, await this.#head(submissions, named), ...boxes], KIND), told);
    }
    this.#saved += 1;
    return told;
  }

  #head(submissions, photos) {
    const { person, tablet } = this.#store;
    const told = JSON.stringify({ person, tablet, submissions, photos });
    return boxed(new TextEncoder().encode(told));
  }

  /** One photo at a time: a tablet has room for its photos, but not for all of them at once. */
  async #closePhotos(photos) {
    const named = [];
    const boxes = [];
    for (const { sale, sha256, bytes } of photos) {
      const kept = await this.#store.photos.read(sale, sha256).catch(nothingIfUnreadable);
      if (kept === null) continue; // it has left meanwhile
      named.push({ sale, sha256, bytes, type: TYPE });
      boxes.push(await boxed(kept.bytes));
    }
    return { named, boxes };
  }
}

/** A photo nobody can open any more must not hold the others back. */
function nothingIfUnreadable(error) {
  if (error instanceof Unreadable) return null;
  throw error;
}

/** A box behind its length, handed to the browser: it need not keep it in memory. */
async function boxed(bytes) {
  const box = new Blob(await closeBox(bytes));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, box.size);
  return new Blob([length, box]);
}

function wordsOf({ steps, photos, file, files }) {
  if (files > 1) return say(file < files ? "exported_part" : "exported_last", { file, files });
  if (steps + photos === 0) return say("nothing_to_export");
  const what = [steps > 0 && say("steps", { n: steps }), photos > 0 && say("photos", { n: photos })];
  return say("exported", { what: what.filter(Boolean).join(", ") });
}

/** The name says the moment and which of how many it is, and nothing else. */
function save(blob, { file, files }) {
  const link = document.createElement("a");
  const moment = new Date().toISOString().slice(0, 19).replace(/\D/g, "");
  const part = files > 1 ? `-${file}-sur-${files}` : "";
  link.href = URL.createObjectURL(blob);
  link.download = `secours-${moment}${part}.palier`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
