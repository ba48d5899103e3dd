// Keeps what stands in a leaf while it is being typed, long before anybody presses a button.
//
// Every keystroke is written at once; those that come while one is being written go together in
// the next write, which a page that is being left does not wait for. Waiting for a pause in the
// typing would lose the last words of a page that is closed or reloaded meanwhile.

/**
 * `take(leaf)` says what stands in a leaf now and returns the function that writes it, so that
 * words can never be written to a sale opened after they were typed. `failed(error)` hears of it
 * when that cannot be done.
 */
export class Drafts {
  #take;
  #failed;
  #next = null;
  #writing = null;

  constructor(take, failed) {
    this.#take = take;
    this.#failed = failed;
    addEventListener("pagehide", () => this.#writeNext());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#writeNext();
    });
  }

  /** Something changed in a leaf: keep it. */
  touch(leaf) {
    this.#next = this.#take(leaf);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  }

  /** Wait until everything touched is kept. */
  async flush() {
    await this.#writing;
  }

  /** Let go of what is not kept yet: it is being submitted. */
  cancel() {
    this.#next = null;
  }

  async #write() {
    while (this.#next) await this.#writeNext();
  }

  async #writeNext() {
    const keep = this.#next;
    this.#next = null;
    try {
      await keep?.();
    } catch (error) {
      this.#failed(error);
    }
  }
}
