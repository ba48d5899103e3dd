// Whether our server can be reached. A network, or a 200, proves nothing: only an answer it alone can give.

import { tabletClock } from "../tablet/clock.js";

const PATIENCE = 5_000;
const AGAIN = 30_000;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const CHECK = { name: "ECDSA", hash: "SHA-256" };
const PURPOSE = "palier presence v1\0";

/** Fires `changed` when `there` changes: true, false, or null as long as nobody knows. */
export class Network extends EventTarget {
  there = null;
  #key;
  #asking = null;
  #timer = null;

  /** `key` is the server's public key in base64, as its pages carry it. */
  constructor(key) {
    super();
    this.#key = bytesOf(key);
  }

  /** Ask now, and whenever something says that the answer may have changed. */
  start() {
    addEventListener("online", () => this.ask());
    addEventListener("offline", () => this.#learn(false));
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.ask(),
    );
    return this.ask();
  }

  /** Ask the server to sign a challenge; resolves to whether it did. */
  ask() {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Take note of another proof: the server has given a receipt. */
  prove() {
    this.#learn(true);
  }

  async #ask() {
    this.#learn(await this.#isSigned());
    return this.there;
  }

  async #isSigned() {
    const asked = Date.now();
    try {
      const challenge = crypto.randomUUID();
      const reply = await fetch(`/presence?challenge=${challenge}`, {
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const { signature } = await reply.json();
      const signed = new TextEncoder().encode(PURPOSE + challenge);
      const key = await crypto.subtle.importKey("raw", this.#key, CURVE, false, ["verify"]);
      const isOurs = await crypto.subtle.verify(CHECK, key, bytesOf(signature), signed);
      if (isOurs) tabletClock.heed(reply, asked);
      return isOurs;
    } catch {
      return false;
    }
  }

  #learn(there) {
    clearTimeout(this.#timer);
    if (!there) this.#timer = setTimeout(() => this.ask(), AGAIN);
    if (there === this.there) return;
    this.there = there;
    this.dispatchEvent(new Event("changed"));
  }
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}
