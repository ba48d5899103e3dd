// Whether a reply is our server's own: a network in between answers, too, and knows nothing.

const MARK = "Palier-Release";

/** Whether our server wrote this reply. It marks them all; nothing secret depends on it. */
export function isOurs({ headers }) {
  return headers.has(MARK);
}
