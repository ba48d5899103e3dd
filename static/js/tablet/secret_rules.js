// Which codes and passphrases are worth having.

const SHORTEST = 6;
const LONGEST_PATTERN = 3;
const WORN = new Set(["azerty", "qwerty", "qwertz", "azertyuiop", "motdepasse", "password", "palier"]);

/** Why a code will not do: `short`, `simple`, or null when it will. */
export function problemOfSecret(secret) {
  const words = secret.normalize("NFKC").trim().toLowerCase();
  if ([...words].length < SHORTEST) return "short";
  return isSimple(words) ? "simple" : null;
}

/** One character again and again, a row such as 123456 or 112233, a short pattern, a worn word. */
function isSimple(words) {
  return isRow(words.replace(/(.)\1+/gsu, "$1")) || isPattern(words) || WORN.has(words);
}

function isRow(words) {
  const points = [...words].map((one) => one.codePointAt(0));
  const strides = new Set(points.slice(1).map((point, index) => point - points[index]));
  return strides.size === 0 || (strides.size === 1 && [1, -1].some((one) => strides.has(one)));
}

function isPattern(words) {
  for (let length = 2; length <= LONGEST_PATTERN; length += 1) {
    const pattern = words.slice(0, length);
    if (pattern.repeat(Math.ceil(words.length / length)).startsWith(words)) return true;
  }
  return false;
}
