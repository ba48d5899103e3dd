// Which leaf of which sale is open. It stands in the fragment, which never leaves the tablet:
// `#<sale id>/<leaf>`, `#<sale id>/<leaf>/change` for a leaf that returns to the review, and
// `#<sale id>/<leaf>/change/<field>` for one question of it.

/** Read a fragment as `{sale, leaf, change, field}`; `sale` is "new" or an id, any may be empty. */
export function readRoute(hash) {
  const [sale = "", leaf = "", mode = "", field = ""] = hash.slice(1).split("/");
  return { sale, leaf, change: mode === "change", field };
}

/** The fragment of a leaf. */
export function routeTo(sale, leaf, change = false, field = "") {
  const mode = change ? ["change", field].filter(Boolean) : [];
  return `#${[sale, leaf, ...mode].join("/")}`;
}
