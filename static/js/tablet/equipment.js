// What the rules are given once, at start: the JSON Schema validator (from static/vendor in a
// browser, the same files under node) and the tables that come with every journey.

let equipment = null;

/** Equip the rules with a `Validator` class (@cfworker/json-schema) and `journey.reference`. */
export function equip(Validator, reference) {
  equipment = { Validator, reference };
}

/** What `equip` was given; an error in the program when it was not called. */
export function equipped() {
  if (equipment === null) throw new Error("equip(Validator, journey.reference) comes first");
  return equipment;
}
