// A form step as JSON Schema (draft 2020-12), for the fields asked in this very sale.
// The same on the server: wizard/schema.py (a test compares the two, pattern by pattern).

import { MOST_BYTES, TYPE } from "./photo_answer.js";

const NAME_SIGNS = String.raw`'’.·׳״\u200c -`;
const CHARSETS = {
  name: String.raw`^[\p{M}${NAME_SIGNS}]*\p{L}[\p{L}\p{M}${NAME_SIGNS}]*$`,
  place: String.raw`^[\p{M}0-9'’.,()/ -]*\p{L}[\p{L}\p{M}0-9'’.,()/ -]*$`,
  address: String.raw`^[\p{L}\p{M}0-9'’"«».,;:()/°ºª&+#*_ -]+$`,
};
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const LAST_LABEL = "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])";
const PATTERNS = {
  email: String.raw`^${ATOM}(\.${ATOM})*@(${LABEL}\.)+${LAST_LABEL}$`,
  date: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
  iban: "^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,100}$",
  postcode: "^(0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}$",
};
const PHOTO = {
  type: "object",
  properties: {
    sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
    bytes: { type: "integer", minimum: 1, maximum: MOST_BYTES },
    type: { const: TYPE },
  },
  required: ["sha256", "bytes", "type"],
  additionalProperties: false,
};

/** The schema of the answers to these fields, `[{field, values}]`. */
export function compileStep(asked) {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: Object.fromEntries(asked.map((one) => [one.field.name, fieldSchema(one)])),
    required: asked.filter(({ field }) => field.required).map(({ field }) => field.name),
    additionalProperties: false,
  };
}

function fieldSchema({ field, values }) {
  if (field.type === "tick") {
    return field.required ? { type: "boolean", const: true } : { type: "boolean" };
  }
  if (field.choices.length > 0) return { type: "string", enum: values };
  if (field.type === "photo") return { type: "array", maxItems: field.most, items: PHOTO };
  const schema = { type: "string" };
  if (field.min_length !== undefined) schema.minLength = field.min_length;
  if (field.max_length !== undefined) schema.maxLength = field.max_length;
  const pattern = PATTERNS[field.type] ?? CHARSETS[field.charset];
  if (pattern) schema.pattern = pattern;
  return schema;
}
