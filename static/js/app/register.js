// Has the browser install the service worker, once the page it came with has all it needs.

const soon = window.requestIdleCallback ?? window.setTimeout;

function register() {
  // Without TLS there is none, and nothing kept: everything goes on as long as there is a network.
  // A worker that cannot be fetched now is asked for again by the next page.
  navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "none" }).catch(() => {});
}

if (document.readyState === "complete") soon(register);
else addEventListener("load", () => soon(register), { once: true });
