// Notes how long each turn of a leaf takes, seen from outside the booklet's own code.

(() => {
  const turns = { done: [], pending: 0 };
  window.palierTurns = turns;
  let tapped = null;

  /** Every turn so far, once none is under way. */
  turns.settled = () =>
    new Promise((resolve) => {
      const look = () => (turns.pending === 0 ? resolve(turns.done) : setTimeout(look));
      look();
    });

  addEventListener(
    "touchend",
    (event) => {
      const button = event.target.closest?.("button[type=submit]");
      if (button) tapped = { at: event.timeStamp, left: visibleLeaf() };
    },
    { capture: true, passive: true },
  );

  const visibleLeaf = () => document.querySelector("[data-leaf]:not([hidden])")?.dataset.leaf;

  new MutationObserver(() => {
    if (tapped === null || visibleLeaf() === tapped.left) return;
    const { at, left } = tapped;
    tapped = null;
    turns.pending += 1;
    // A task posted from the frame runs once that frame was laid out and painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        turns.done.push({ left, ms: performance.now() - at });
        turns.pending -= 1;
        console.debug("leaf turned");
      };
      port2.postMessage(null);
    });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["hidden"] });
})();
