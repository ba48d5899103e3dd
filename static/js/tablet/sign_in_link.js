// Links to the sign-in page lead back to the leaf that is open when they are taken.

/** Make every `[data-sign-in]` inside `root` carry the address of this page, fragment included. */
export function leadBackHere(root) {
  for (const link of root.querySelectorAll("[data-sign-in], [data-strip-sign-in]")) {
    link.addEventListener("click", () => {
      const target = new URL(link.href);
      target.searchParams.set("next", location.pathname + location.hash);
      link.href = target.href;
    });
  }
}
