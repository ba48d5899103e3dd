// The service worker: opens the booklets and the adviser's home without a network. Of everything else it
// only looks on.
//
// It answers GET alone. What somebody typed is posted by the page, and never passes through here.
// What it keeps holds nobody's data: blank pages and static files, each checked against the digest
// that the server wrote above this source (wizard/shell.py), together with a name for all of it.

const { build, pages, files } = self.PALIER;

const CACHE = `palier-${build}`;
/**
 * What is remembered beside it: the language of the person the server last answered, and whether a
 * session has yet to end (static/js/tablet/left_session.js).
 */
const NOTES = "palier.notes";
const LANGUAGE = "/language";
const SESSION_ENDS = "/session-ends";
/** The header that only our server's answers carry, and the one that names the reader's language. */
const MARK = "Palier-Release";
const SPOKEN = "Palier-Language";
/** The tablet has a home of its own: it does not wait for long. Other pages have no stand-in. */
const PATIENCE_AT_HOME = 3_000;
const PATIENCE = 15_000;
const BOOKLET = /^\/booklets\/\w+\/\d+$/;
/** What changes its address with its bytes: files, and the pictures of products. */
const FILE = /^\/(static|product-pictures)\//;
/** Where somebody is selling, or a customer signing. */
const SELLING = /^\/(booklets|sales\/[^/]+)\/./;

// Installing: all of it is kept, or none. The worker before this one goes on until it is told to go.

addEventListener("install", (event) => {
  event.waitUntil(keepEverything());
  // Where browsers offer it, posts do not even wake the worker up.
  event.addRoutes?.(
    ["POST", "PUT"].map((requestMethod) => ({ condition: { requestMethod }, source: "network" })),
  );
});

async function keepEverything() {
  const cache = await caches.open(CACHE);
  try {
    // Pages first: without a session they stop here, before the files travel.
    await keep(cache, pages, ["no-store"]);
    await keep(cache, files, ["default", "reload"]);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

function keep(cache, wanted, modes) {
  const one = async ([address, integrity]) => {
    const reply = await fetchTrue(address, integrity, modes);
    await noteLanguage(reply);
    await cache.put(address, reply);
  };
  return Promise.all(Object.entries(wanted).map(one));
}

/** Fetch what has exactly this digest; the browser's own cache may hold something else under its name. */
async function fetchTrue(address, integrity, [mode, ...others]) {
  try {
    const reply = await fetch(address, { integrity, cache: mode, redirect: "error" });
    if (reply.status !== 200) throw new TypeError(`${address} answers ${reply.status}`);
    return reply;
  } catch (error) {
    if (others.length === 0) throw error;
    return fetchTrue(address, integrity, others);
  }
}

// Taking over: when nobody is selling on this tablet. A page of the release before may still be
// open, so that its files stay until the next one.

addEventListener("message", (event) => {
  if (event.data === "take_over") event.waitUntil(takeOver(event.ports[0]));
});

async function takeOver(port) {
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const selling = tabs.some((tab) => SELLING.test(new URL(tab.url).pathname));
  port.postMessage({ selling });
  if (!selling) await skipWaiting();
}

addEventListener("activate", (event) => event.waitUntil(tidyUp()));

async function tidyUp() {
  const names = await caches.keys(); // in the order they were made
  const others = names.filter((name) => name.startsWith("palier-") && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

// Answering.

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(event, pathname));
  else if (FILE.test(pathname)) event.respondWith(openFile(request));
});

/**
 * A booklet from the tablet, any other page from the server; the tablet's home when neither is there,
 * or when a page of the server would be that of somebody who has left.
 */
async function openPage(event, pathname) {
  const booklet = BOOKLET.test(pathname) ? await keptPage(pathname) : undefined;
  if (booklet) return booklet;
  const page = (await isOpenTo(pathname)) ? await serverPage(event, pathname) : null;
  return page ?? (await keptPage("/home")) ?? Response.error();
}

/** Whether whoever holds the tablet may have this page from the server; those of signing in always. */
async function isOpenTo(pathname) {
  if (pathname === "/sign-in" || pathname === "/sign-in/second-factor") return true;
  return (await (await caches.open(NOTES)).match(SESSION_ENDS)) === undefined;
}

/** A file this or the last release has kept, or a picture the tablet has; else from the network. */
async function openFile(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function keptPage(pathname) {
  const cache = await caches.open(CACHE);
  return cache.match(`/app/${await language()}${pathname}`, { ignoreVary: true });
}

/** The page as our server sends it, or nothing: a stranger's 200 is no answer. */
async function serverPage(event, pathname) {
  const patience = pathname === "/" ? PATIENCE_AT_HOME : PATIENCE;
  const reply = await Promise.race([fetch(event.request).catch(() => null), after(patience)]);
  if (reply?.type === "opaqueredirect") return reply;
  if (!reply?.headers.has(MARK)) return null;
  event.waitUntil(noteLanguage(reply));
  return reply;
}

function after(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}

let spoken = null;

/** The language to open kept pages in: that of whom the server last answered, else the browser's. */
async function language() {
  if (spoken === null) {
    const noted = await (await caches.open(NOTES)).match(LANGUAGE);
    spoken = (await noted?.text()) ?? (navigator.language.startsWith("en") ? "en" : "fr");
  }
  return spoken;
}

async function noteLanguage(reply) {
  const told = reply.headers.get(SPOKEN);
  if (told === null || told === (await language())) return;
  spoken = told;
  await (await caches.open(NOTES)).put(LANGUAGE, new Response(told));
}
