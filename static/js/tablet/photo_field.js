// A question answered by photos: taking them, looking at them, taking them again, removing them.
//
// The answer stands in the box (`data-answer`), as a list of what each photo is known by; the photos
// themselves lie in the store, sealed, before they are shown.

import { announce } from "./announce.js";
import { StorageFailed } from "./database.js";
import { copyOf, part, put, write } from "./dom.js";
import { TYPE } from "./photo_answer.js";
import { hashOf, NotAPicture, shrink } from "./photo_shrink.js";
import { say } from "./words.js";

/** What stands in the box of a photo question. */
export function photosIn(box) {
  return JSON.parse(box.dataset.answer || "[]");
}

/** Put an answer into the box of a photo question; `PhotoField.draw` shows it. */
export function putPhotos(box, photos) {
  put(box.dataset, "answer", JSON.stringify(Array.isArray(photos) ? photos : []));
}

export class PhotoField {
  #box;
  #album;
  #leaf;
  #sale = null;
  #refused = [];
  #replaced = null;
  #drawn = "";
  #pictures = [];

  /**
   * The field in `box`. `album` is the store's shelf of photos; `leaf` is what stands around it:
   * `step`, `read()` and `changed()`.
   */
  constructor(box, album, leaf) {
    this.#box = box;
    this.#album = album;
    this.#leaf = leaf;
    this.#input.addEventListener("change", () => this.#chosen());
    // Choosing a file changes nothing yet: what comes of it does.
    this.#input.addEventListener("input", (event) => event.stopPropagation());
    this.#input.addEventListener("cancel", () => {
      this.#replaced = null;
    });
    this.#take.addEventListener("click", (event) => {
      if (event.target !== this.#input) this.#replaced = null;
    });
  }

  /**
   * Show the photos of a sale that stand in the box, and which of them were `refused`; nothing
   * happens where they are shown so.
   */
  draw({ id, refused }) {
    this.#sale = id;
    this.#refused = refused;
    const photos = photosIn(this.#box);
    const shown = JSON.stringify([id, photos, refused]);
    if (shown === this.#drawn) return;
    this.#clear();
    this.#drawn = shown;
    const rows = photos.map((photo, index) => this.#row(photo, index));
    part(this.#box, "photo-list").replaceChildren(...rows);
    put(this.#take, "hidden", photos.length >= Number(this.#box.dataset.most));
    this.#invite(photos.length === 0 ? "photo_take" : "photo_take_another");
  }

  /** Take everything off: another customer's sale may open. */
  blank() {
    this.#clear();
    this.#sale = null;
    write(this.#box, "photo-trouble", "");
    part(this.#box, "photo-list").replaceChildren();
  }

  get #input() {
    return part(this.#box, "photo-input");
  }

  get #take() {
    return part(this.#box, "photo-take");
  }

  #clear() {
    for (const picture of this.#pictures) URL.revokeObjectURL(picture);
    this.#pictures = [];
    this.#drawn = "";
  }

  #row(photo, index) {
    const row = copyOf(part(this.#box, "photo-template"));
    const name = say("photo_number", { number: index + 1 });
    write(row, "photo-name", name);
    this.#label(part(row, "photo-retake"), say("photo_retake", { name }), () => {
      this.#replaced = photo.sha256;
      this.#input.click();
    });
    this.#label(part(row, "photo-remove"), say("photo_remove", { name }), () =>
      this.#remove(photo.sha256),
    );
    this.#show(row, photo);
    return row;
  }

  #label(button, words, act) {
    button.setAttribute("aria-label", words);
    button.title = words;
    button.addEventListener("click", act);
  }

  /** The picture and its state come from the store, a moment after the row. */
  async #show(row, photo) {
    const drawn = this.#drawn;
    const kept = await this.#album.read(this.#sale, photo.sha256);
    if (drawn !== this.#drawn) return;
    const state = kept === null ? "photo_left" : kept.refused ? "photo_refused" : "photo_kept";
    write(row, "photo-state", say(state));
    const isRefused = state === "photo_refused";
    part(row, "photo-state").classList.toggle("photos__refused", isRefused);
    part(row, "photo-state").classList.toggle("muted", !isRefused);
    if (kept === null) return;
    const picture = part(row, "photo-picture");
    picture.src = URL.createObjectURL(new Blob([kept.bytes], { type: TYPE }));
    picture.hidden = false;
    this.#pictures.push(picture.src);
  }

  async #chosen() {
    const [file] = this.#input.files;
    const replaced = this.#replaced;
    this.#replaced = null;
    this.#input.value = ""; // the same file may be chosen again
    if (!file || this.#sale === null) return;
    this.#busy(true);
    write(this.#box, "photo-trouble", "");
    try {
      await this.#keep(file, this.#sale, replaced);
    } catch (error) {
      write(this.#box, "photo-trouble", troubleWords(error));
    } finally {
      this.#busy(false);
      this.#focus();
    }
  }

  async #keep(file, sale, replaced) {
    const bytes = await shrink(file);
    const photo = { sha256: await hashOf(bytes), bytes: bytes.byteLength, type: TYPE };
    if (this.#sale !== sale) return; // somebody turned to another sale meanwhile
    const answer = withPhoto(photosIn(this.#box), photo, replaced);
    const fields = { ...this.#leaf.read(), [this.#name]: answer };
    await this.#album.keep(sale, this.#leaf.step, photo, bytes, fields);
    if (this.#sale !== sale) return;
    this.#answer(answer);
    announce(say("photo_kept"));
  }

  #remove(sha256) {
    this.#answer(photosIn(this.#box).filter((photo) => photo.sha256 !== sha256));
    this.#focus();
  }

  /** What had the focus may be gone with its row: it goes to what takes photos, or takes them again. */
  #focus() {
    const { activeElement } = document;
    if (activeElement !== document.body && !this.#box.contains(activeElement)) return;
    const again = this.#box.querySelector("li:last-child [data-photo-retake]");
    (this.#take.hidden ? again : this.#input).focus({ preventScroll: true });
  }

  #answer(photos) {
    putPhotos(this.#box, photos);
    this.draw({ id: this.#sale, refused: this.#refused });
    this.#leaf.changed();
  }

  get #name() {
    return this.#box.dataset.field.split(".")[1];
  }

  /** Nobody goes on without the photo that is being made ready. */
  #busy(busy) {
    this.#take.toggleAttribute("data-busy", busy);
    this.#input.disabled = busy;
    for (const button of this.#box.closest("form").elements) {
      if (button.type === "submit") button.disabled = busy;
    }
    const invitation = photosIn(this.#box).length === 0 ? "photo_take" : "photo_take_another";
    this.#invite(busy ? "photo_busy" : invitation);
  }

  #invite(words) {
    put(part(this.#box, "photo-take-words"), "textContent", say(words));
  }
}

/** The photos with one more, or with one in the place of another; the same photo only once. */
function withPhoto(photos, photo, replaced) {
  const place = photos.findIndex(({ sha256 }) => sha256 === replaced);
  const others = photos.filter(({ sha256 }) => sha256 !== replaced && sha256 !== photo.sha256);
  return others.toSpliced(place < 0 ? others.length : place, 0, photo);
}

function troubleWords(error) {
  if (error instanceof NotAPicture) return say("photo_no_picture");
  if (error instanceof StorageFailed) return say("photo_no_room");
  throw error;
}
