// The leaf that stands before everything while the tablet is locked (`wizard/lock.html`).

import { part, put, write } from "./dom.js";
import { MOST_TRIES } from "./keyring.js";
import { countKept } from "./store.js";
import { finishWipes } from "./wiping.js";
import { askWho, nameOf } from "./who_opens.js";
import { say } from "./words.js";
import { WrongSecret } from "./wrapping.js";

const WARN_FROM = 7;

export class LockLeaf {
  #leaf;
  #keyring;
  #pane = null;

  /** The lock leaf of `page`, hidden until something is to be said. */
  constructor(page, keyring) {
    this.#leaf = part(page, "lock");
    this.#keyring = keyring;
  }

  /**
   * Wait until somebody has unlocked; returns their entry. Where several share the tablet each says
   * who they are, `last` being the one who was here last. What cannot be unlocked here waits for ever.
   */
  async unlock(last) {
    for (;;) {
      const people = await this.#keyring.people();
      const isShared = people.length > 1 || people.some(({ person }) => person !== last);
      const person = isShared ? await askWho(this.#show("who"), people, last) : last;
      const unlocked = await this.#unlockAs(person, isShared);
      if (unlocked === null) continue; // it was not them
      this.#hide();
      return unlocked;
    }
  }

  /** Wait until `person` has unlocked, or says that they are another: null. */
  async #unlockAs(person, isShared) {
    const entry = await this.#keyring.of(person);
    const { secret, passkey } = entry ?? {};
    const pane = this.#show(secret || passkey ? "unlock" : "closed");
    const listening = new AbortController();
    const heed = (name, event, act) =>
      part(pane, name).addEventListener(event, act, { signal: listening.signal });
    write(pane, "lock-name", isShared ? nameOf(entry) : "");
    put(part(pane, "lock-change"), "hidden", !isShared);
    const unlocked = await new Promise((resolve) => {
      heed("lock-change", "click", () => resolve(null));
      if (secret || passkey) this.#heedUnlocking(pane, entry, heed, resolve);
      else this.#heedNetwork(heed, listening.signal);
    });
    listening.abort();
    return unlocked;
  }

  #heedUnlocking(pane, entry, heed, resolve) {
    const { person, secret, passkey } = entry;
    const form = part(pane, "lock-form");
    const byPasskey = part(pane, "lock-by-passkey");
    put(form, "hidden", !secret);
    put(byPasskey, "hidden", !passkey);
    if (!secret) byPasskey.focus();
    form.reset();
    write(pane, "lock-problem", "");
    this.#warn(entry);
    heed("lock-form", "submit", async (event) => {
      event.preventDefault();
      const unlocked = await this.#trySecret(form, person);
      if (unlocked) resolve(unlocked);
    });
    heed("lock-by-passkey", "click", async () => {
      const unlocked = await this.#tryPasskey(person);
      if (unlocked) resolve(unlocked);
    });
  }

  /** Wipe what was condemned of a person here and now, and say so: their page may not open again. */
  async wipe(person) {
    const gone = await finishWipes(this.#keyring);
    return this.tellGone(gone.find((entry) => entry.person === person));
  }

  /**
   * Say why everything of a person is gone from this tablet; the page starts over once it is read.
   * What it showed goes first.
   */
  tellGone({ person, gone }) {
    document.body.replaceChildren(this.#leaf);
    const pane = this.#show(gone);
    part(pane, "lock-seen").addEventListener("click", async () => {
      await this.#keyring.note(person, { seen: true });
      location.reload();
    });
    return new Promise(() => {});
  }

  /** Nothing here opens the store: only who signs in gets its key. */
  #heedNetwork(heed, signal) {
    heed("lock-retry", "click", () => location.reload());
    addEventListener("online", () => location.reload(), { signal });
  }

  async #trySecret(form, person) {
    const input = form.elements["lock.code"];
    const button = part(form, "lock-open");
    if (button.ariaBusy === "true") return null; // a second press
    if (input.value === "") return this.#complain("lock_empty", input);
    button.ariaBusy = "true";
    try {
      return await this.#keyring.unlock(person, input.value);
    } catch (error) {
      if (!(error instanceof WrongSecret)) throw error;
      const entry = await this.#keyring.of(person);
      if (entry.gone) await this.wipe(person);
      return await this.#refuse(entry, input);
    } finally {
      button.ariaBusy = null;
    }
  }

  async #refuse(entry, input) {
    input.value = "";
    await this.#warn(entry);
    return this.#complain("lock_wrong", input);
  }

  async #tryPasskey(person) {
    try {
      return await this.#keyring.unlockByPasskey(person);
    } catch (error) {
      if (error.name !== "NoPasskey" && !(error instanceof WrongSecret)) throw error;
      return this.#complain("lock_no_passkey", part(this.#pane, "lock-by-passkey"));
    }
  }

  #complain(words, focus) {
    write(this.#pane, "lock-problem", say(words));
    focus.focus();
    return null;
  }

  /** Near the last try, say how many are left and what the tablet would lose. */
  async #warn({ tries, store }) {
    const warning = part(this.#pane, "lock-warning");
    put(warning, "hidden", tries < WARN_FROM);
    if (tries < WARN_FROM) return;
    const { answers, photos } = await countKept(store);
    const sentences = [
      say("lock_loses"),
      answers > 0 && say("lock_loses_answers", { n: answers }),
      photos > 0 && say("lock_loses_photos", { n: photos }),
      answers + photos === 0 && say("lock_loses_nothing"),
    ];
    write(warning, "lock-warning-left", say("lock_left", { n: MOST_TRIES - tries }));
    write(warning, "lock-warning-words", sentences.filter(Boolean).join(" "));
  }

  #show(name) {
    for (const pane of this.#leaf.querySelectorAll("[data-lock-pane]")) {
      put(pane, "hidden", pane.dataset.lockPane !== name);
      if (pane.dataset.lockPane === name) this.#pane = pane;
    }
    // Escape closes a dialog whatever its page says: this one stands until it is answered.
    this.#leaf.close();
    this.#leaf.onclose = () => this.#leaf.showModal();
    this.#leaf.showModal();
    part(this.#pane, "lock-first")?.focus();
    return this.#pane;
  }

  #hide() {
    this.#leaf.onclose = null;
    this.#leaf.close();
  }
}
