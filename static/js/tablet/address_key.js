// What an address is recognised by, however somebody types it: its postcode and its street line,
// without accents, capitals and punctuation, streets spelt out. The same on the server: the function
// `address_key` of its database.

const SPELT_OUT = new Map([
  ["r", "rue"],
  ["av", "avenue"],
  ["ave", "avenue"],
  ["bd", "boulevard"],
  ["bld", "boulevard"],
  ["blvd", "boulevard"],
  ["boul", "boulevard"],
  ["pl", "place"],
  ["ch", "chemin"],
  ["che", "chemin"],
  ["chem", "chemin"],
  ["imp", "impasse"],
  ["all", "allee"],
  ["rte", "route"],
  ["sq", "square"],
  ["crs", "cours"],
  ["fg", "faubourg"],
  ["fbg", "faubourg"],
  ["st", "saint"],
  ["ste", "sainte"],
]);

/** The key of an address. */
export function addressKey(line, postcode) {
  const plain = line
    .replace(/[œŒ]/g, "oe")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  const spelt = words.map((word) => SPELT_OUT.get(word) ?? word);
  return `${postcode.replace(/\D/g, "")} ${spelt.join(" ")}`;
}
