// The last resort of a tablet that cannot send: one file of all that waits, which the installation
// alone can read (extranet/core/sealed_box.py), to be handed in at /rescue-files.

import { announce } from "./announce.js";
import { say } from "./words.js";

const MAGIC = "PALIER1\n";
const PURPOSE = new TextEncoder().encode("palier box v1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** Have every `[data-export]` of the page save the file, and say on it what came of that. */
export function offerExport(page, store) {
  for (const button of page.querySelectorAll("[data-export]")) {
    button.addEventListener("click", async () => {
      const words = await exportWaiting(store).then(
        (n) => (n > 0 ? say("exported", { n }) : say("nothing_to_export")),
        () => say("not_exported"),
      );
      (button.querySelector("span") ?? button).textContent = words;
      announce(words);
    });
  }
}

/**
 * Save all submissions of `store` that the server has not receipted as one encrypted file, and
 * return how many there are. Nothing leaves the store: only a receipt takes it away.
 */
export async function exportWaiting({ outbox, person, tablet }) {
  const submissions = await outbox.next(Number.POSITIVE_INFINITY, { withAttention: true });
  if (submissions.length === 0) return 0;
  const told = JSON.stringify({ person, tablet, submissions });
  const box = await closeBox(new TextEncoder().encode(told));
  save(new Blob([MAGIC, ...box], { type: "application/octet-stream" }));
  return submissions.length;
}

/** The parts of a box: our public key, the iv, the sealed bytes. */
async function closeBox(bytes) {
  const { content } = document.querySelector("meta[name=palier-box]");
  const raw = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const theirs = await crypto.subtle.importKey("raw", raw, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const way = { name: "ECDH", public: theirs };
  const shared = await crypto.subtle.deriveBits(way, ours.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: PURPOSE },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: PURPOSE };
  const sealed = await crypto.subtle.encrypt(how, key, bytes);
  return [await crypto.subtle.exportKey("raw", ours.publicKey), iv, sealed];
}

/** The name says the moment and nothing else. */
function save(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `secours-${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}.palier`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
