// Keeps what stands in a leaf while it is being typed, long before anybody presses a button.

const PAUSE = 250;

/**
 * Watches one leaf at a time. `keep(step, fields)` writes to the store; `failed(error)` hears of it
 * when that cannot be done.
 */
export class Drafts {
  #keep;
  #failed;
  #leaf = null;
  #timer = null;

  constructor(keep, failed) {
    this.#keep = keep;
    this.#failed = failed;
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
    });
  }

  /** Something changed in a leaf (`{step, read()}`): keep it once the typing pauses. */
  touch(leaf) {
    if (this.#leaf !== leaf) this.flush();
    this.#leaf = leaf;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Keep now what is not kept yet. */
  async flush() {
    const leaf = this.#leaf;
    this.cancel();
    if (!leaf) return;
    try {
      await this.#keep(leaf.step, leaf.read());
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Let go of what is not kept yet: it is being submitted. */
  cancel() {
    clearTimeout(this.#timer);
    this.#leaf = null;
  }
}
