// Work that may wait until the screen has changed.

const LONGEST_WAIT = 200;

/** Run `work` once the browser has painted; soon in any case, because a hidden page never paints. */
export function afterPaint(work) {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, LONGEST_WAIT);
}
