// `when`: whether a step, a field, a choice or a notice is part of this sale.
// The same on the server: wizard/conditions.py.

/** Whether every line of a condition is true of these answers and facts. */
export function holds(when, answers, facts) {
  return Object.entries(when).every(([path, wanted]) =>
    [wanted].flat().includes(lookUp(path, answers, facts)),
  );
}

/** Whether one of these conditions looks at a fact; deriving facts costs, so ask first. */
export function aboutFacts(...conditions) {
  return conditions.some((when) => Object.keys(when).some((path) => path.startsWith("facts.")));
}

/** The value at a dotted path: `facts.mandate_allowed`, `contact.phone_kind`. */
export function lookUp(path, answers, facts) {
  const parts = path.split(".");
  let found = parts[0] === "facts" ? { facts } : answers;
  for (const part of parts) {
    found = isMapping(found) && Object.hasOwn(found, part) ? found[part] : undefined;
  }
  return found;
}

/** Whether a value is a JSON object. */
export function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
