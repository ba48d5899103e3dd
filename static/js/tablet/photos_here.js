// On the page of a sale: how many of its photos still wait on this tablet, and what to do about
// those that the server refused.

import { part, put, write } from "./dom.js";
import { routeTo } from "./route.js";
import { say } from "./words.js";

export class PhotosHere {
  #notice;
  #store;
  #sale;
  #isClosed;

  /** The `notice` (`[data-photos-here]`) about the photos of its sale that lie in `store`. */
  constructor(notice, store) {
    this.#notice = notice;
    this.#store = store;
    this.#sale = notice.dataset.sale;
    this.#isClosed = notice.hasAttribute("data-closed");
    store.changes.addEventListener("changed", ({ detail }) => {
      if (detail.sale === this.#sale) this.draw();
    });
    part(notice, "photos-forget").addEventListener("click", () => this.#forgetRefused());
  }

  /** Show what waits here; once it has left, that it has. */
  async draw() {
    const waiting = await this.#waiting();
    const refused = waiting.filter((photo) => photo.refused);
    const leaving = waiting.length - refused.length;
    if (waiting.length === 0 && this.#notice.hidden) return;
    const sentences = [
      leaving > 0 && say("photos_here", { n: leaving }),
      refused.length > 0 && say(this.#refusedWords(), { n: refused.length }),
      waiting.length === 0 && say("photos_arrived"),
    ];
    write(this.#notice, "photos-here-words", sentences.filter(Boolean).join(" "));
    put(part(this.#notice, "photos-retake"), "hidden", refused.length === 0 || this.#isClosed);
    put(part(this.#notice, "photos-forget"), "hidden", refused.length === 0 || !this.#isClosed);
    put(part(this.#notice, "photos-reload"), "hidden", waiting.length > 0);
    if (refused.length > 0) this.#leadTo(refused[0]);
    const calm = waiting.length === 0 ? "success" : "info";
    put(this.#notice.dataset, "tone", refused.length > 0 ? "warning" : calm);
    put(this.#notice, "hidden", false);
  }

  #refusedWords() {
    return this.#isClosed ? "photos_refused_for_good" : "photos_refused";
  }

  #leadTo({ step, field }) {
    const link = part(this.#notice, "photos-retake");
    link.href = link.dataset.photosRetake + routeTo(this.#sale, step, true, field);
  }

  async #waiting() {
    const photos = await this.#store.photos.waiting();
    return photos.filter(({ sale }) => sale === this.#sale);
  }

  async #forgetRefused() {
    for (const { refused, sha256 } of await this.#waiting()) {
      if (refused) await this.#store.photos.letGo(this.#sale, sha256);
    }
  }
}
