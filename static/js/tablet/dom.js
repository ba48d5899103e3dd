// Small ways with the page. Nothing is written that stands there already: the browser would take it
// for a change, and set and paint the leaf again.

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
  put(place, "textContent", text);
  put(place, "hidden", text === "");
}

/** Give an element's property a value it does not have yet. */
export function put(element, property, value) {
  if (element[property] !== value) element[property] = value;
}
