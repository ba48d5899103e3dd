// What somebody sets about the lock of their tablet: a code or a passkey for opening it without a
// network; and locking it now.

import { announce } from "./announce.js";
import { part, put, write } from "./dom.js";
import { ownerOf } from "./keyring.js";
import { leaveSession } from "./left_session.js";
import { canHavePasskey, makePasskey, NoPasskey } from "./passkey.js";
import { fetchKey, Said } from "./registry.js";
import { problemOfSecret } from "./secret_rules.js";
import { say } from "./words.js";
import { wrapByPasskey, wrapBySecret } from "./wrapping.js";

/** Work the settings, the offer of a code and the lock buttons of `page` for `person`. */
export async function workLockSettings(page, keyring, person) {
  const settings = new LockSettings(part(page, "lock-settings"), keyring, person);
  const offer = part(page, "lock-offer");
  for (const opener of page.querySelectorAll("[data-lock-settings-open]")) {
    opener.addEventListener("click", () => settings.open());
    put(opener, "hidden", false);
  }
  if (offer === null) return;
  const { secret, passkey, put_off } = await keyring.of(person);
  put(offer, "hidden", Boolean(secret || passkey || put_off));
  settings.saved = () => put(offer, "hidden", true);
  part(offer, "lock-later").addEventListener("click", async () => {
    put(offer, "hidden", true);
    await keyring.putOff(person);
  });
}

class LockSettings {
  #dialog;
  #keyring;
  #person;
  saved = () => {};

  constructor(dialog, keyring, person) {
    this.#dialog = dialog;
    this.#keyring = keyring;
    this.#person = person;
    const form = part(dialog, "lock-code-form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#keepCode(form);
    });
    part(dialog, "lock-make-passkey").addEventListener("click", () => this.#keepPasskey());
    part(dialog, "lock-now").addEventListener("click", () => this.#lockNow());
    part(dialog, "lock-close").addEventListener("click", () => dialog.close());
  }

  async open() {
    await this.#draw();
    put(part(this.#dialog, "lock-make-passkey"), "hidden", !(await canHavePasskey()));
    this.#dialog.showModal();
  }

  async #draw() {
    const { secret, passkey } = await this.#keyring.of(this.#person);
    const state = secret && passkey ? "both" : secret ? "code" : passkey ? "passkey" : "none";
    write(this.#dialog, "lock-state", say(`lock_has_${state}`));
    write(this.#dialog, "lock-problem", "");
  }

  async #keepCode(form) {
    const code = form.elements["lock.new"];
    const again = form.elements["lock.again"];
    const problem = problemOfSecret(code.value);
    if (problem) return this.#complain(`lock_${problem}`, code);
    if (code.value !== again.value) return this.#complain("lock_differs", again);
    const kept = await this.#keep(async (raw, owner) => ({
      secret: await wrapBySecret(code.value, raw, owner),
    }));
    if (kept) form.reset();
    return kept;
  }

  async #keepPasskey() {
    try {
      const { id, salt, prf } = await makePasskey(say("lock_passkey_name"));
      await this.#keep(async (raw, owner) => ({
        passkey: { id, salt, ...(await wrapByPasskey(prf, raw, owner)) },
      }));
    } catch (error) {
      if (!(error instanceof NoPasskey)) throw error;
      this.#complain("lock_no_passkey", part(this.#dialog, "lock-make-passkey"));
    }
  }

  /** Wrap the key, which the server alone can show, and keep the wrapping. */
  async #keep(wrapping) {
    const entry = await this.#keyring.of(this.#person);
    const { said, raw } = await fetchKey(entry.tablet);
    if (said !== Said.KEY) {
      return this.#complain(said === Said.SIGN_IN ? "lock_signed_out" : "lock_offline", null);
    }
    const wrapped = await wrapping(raw, ownerOf(entry)).finally(() => raw.fill(0));
    await this.#keyring.protect(this.#person, wrapped);
    await this.#draw();
    announce(part(this.#dialog, "lock-state").textContent);
    this.saved();
    return true;
  }

  /** The session ends too, as soon as it can: a tablet is not locked while its desk pages open. */
  async #lockNow() {
    await leaveSession(this.#person);
    await this.#keyring.lock(this.#person);
    location.reload();
  }

  #complain(words, focus) {
    write(this.#dialog, "lock-problem", say(words));
    focus?.focus();
    return false;
  }
}
