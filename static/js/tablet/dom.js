// Small ways with the page.

/** A copy of the first element of a `<template>`. */
export function copyOf(template) {
  return template.content.firstElementChild.cloneNode(true);
}

/** The element marked `data-<name>` inside another. */
export function part(element, name) {
  return element.querySelector(`[data-${name}]`);
}

/** Write a text into the element marked `data-<name>`; an empty text hides it. */
export function write(element, name, text) {
  const place = part(element, name);
  place.textContent = text;
  place.hidden = text === "";
}
