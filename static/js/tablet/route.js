// Which leaf of which sale is open. It stands in the fragment, which never leaves the tablet:
// `#<sale id>/<leaf>`, and `#<sale id>/<leaf>/change` for a leaf that returns to the review.

/** Read a fragment as `{sale, leaf, change}`; `sale` is "new" or an id, and each may be empty. */
export function readRoute(hash) {
  const [sale = "", leaf = "", mode = ""] = decodeURIComponent(hash.slice(1)).split("/");
  return { sale, leaf, change: mode === "change" };
}

/** The fragment of a leaf. */
export function routeTo(sale, leaf, change = false) {
  return `#${sale}/${leaf}${change ? "/change" : ""}`;
}
