// The fields of a leaf: what stands in them, and which of them are part of this sale.

import { put } from "./dom.js";
import { photosIn, putPhotos } from "./photo_field.js";

/** What stands in the fields of a form, as typed: `{name: text, boolean or photos}`. Hidden ones count not. */
export function readFields(form) {
  const fields = {};
  for (const box of asked(form)) {
    fields[nameOf(box)] = readOne(box);
  }
  return fields;
}

/** Put values back into a form; a field without a value is emptied. */
export function fillFields(form, values) {
  for (const box of form.querySelectorAll("[data-field]")) {
    const value = values[nameOf(box)];
    if (hasPhotos(box)) {
      putPhotos(box, value);
      continue;
    }
    for (const control of controls(box)) {
      if (control.type === "checkbox") put(control, "checked", value === true);
      else if (control.type === "radio") put(control, "checked", control.value === value);
      else put(control, "value", value ?? "");
    }
  }
}

/**
 * Show what belongs to this sale and hide the rest; `shown(kind, name, choice)` decides for every
 * field, choice and notice. What is hidden cannot be reached, read aloud or submitted.
 */
export function showOnly(section, shown) {
  for (const notice of section.querySelectorAll("[data-notice]")) {
    put(notice, "hidden", !shown("notice", notice.dataset.notice));
  }
  for (const box of section.querySelectorAll("[data-field]")) {
    const name = nameOf(box);
    put(box, "hidden", !shown("field", name));
    const choices = box.querySelectorAll("[data-choice]");
    if (choices.length === 0) {
      for (const control of controls(box)) put(control, "disabled", box.hidden);
    }
    for (const choice of choices) {
      const offered = shown("choice", name, choice.dataset.choice);
      put(choice, "hidden", !offered);
      const control = choice.querySelector("input");
      put(control, "disabled", box.hidden || !offered);
      // A choice that is no longer offered must not be sent by a tick nobody sees.
      if (!offered) put(control, "checked", false);
    }
  }
}

/** The element that holds the field of that name. */
export function boxOf(section, name) {
  return Array.from(section.querySelectorAll("[data-field]")).find((box) => nameOf(box) === name);
}

/** Fields are named `<step>.<field>` in the page, so that ids stay apart. */
function nameOf(box) {
  return box.dataset.field.split(".")[1];
}

function asked(form) {
  return Array.from(form.querySelectorAll("[data-field]")).filter((box) => !box.hidden);
}

function readOne(box) {
  if (hasPhotos(box)) return photosIn(box);
  const [first, ...others] = controls(box);
  if (first.type === "checkbox") return first.checked;
  if (first.type === "radio") {
    return [first, ...others].find((control) => control.checked)?.value ?? "";
  }
  return first.value;
}

function hasPhotos(box) {
  return box.dataset.photos !== undefined;
}

function controls(box) {
  return box.querySelectorAll("input, select, textarea");
}
