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
  requestAnimationFrame(() => later(once));
  setTimeout(once, LONGEST_WAIT);
}

/** A task that gives way to what the adviser does next, where the browser can tell them apart. */
function later(work) {
  if (window.scheduler?.postTask) scheduler.postTask(work, { priority: "background" });
  else setTimeout(work);
}

/** Run `work` when the browser has nothing better to do; after the paint where it cannot tell. */
export function whenIdle(work) {
  if (window.requestIdleCallback) requestIdleCallback(work);
  else afterPaint(work);
}
