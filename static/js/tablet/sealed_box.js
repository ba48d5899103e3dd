// Closes boxes that the installation alone opens (extranet/core/sealed_box.py).

const PURPOSE = new TextEncoder().encode("palier box v1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** A box around `bytes`, as its parts: our public key, the iv, the sealed bytes. */
export async function closeBox(bytes) {
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
