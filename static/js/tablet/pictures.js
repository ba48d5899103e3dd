// What the products of the catalogue look like, kept for the road. They are nobody's data: they lie in
// a cache beside the files of the app, and the service worker answers from it.

const CACHE = "palier.pictures";

/** Keep the picture of every product on sale, and no other. What cannot be had now is had next time. */
export async function keepPictures({ products }) {
  try {
    const wanted = new Set(products.map(({ active, picture }) => active && picture).filter(Boolean));
    const cache = await caches.open(CACHE);
    const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    const others = kept.filter((address) => !wanted.has(address));
    await Promise.all(others.map((address) => cache.delete(address)));
    for (const address of wanted) if (!kept.includes(address)) await keep(cache, address);
  } catch {
    // Without a network, a session or room on the tablet: a product is sold without its picture, too.
  }
}

async function keep(cache, address) {
  const reply = await fetch(address, { integrity: integrityOf(address), redirect: "error" });
  if (reply.status === 200) await cache.put(address, reply);
}

/** A picture is called by the digest of its bytes: nobody else's answer is kept in its place. */
function integrityOf(address) {
  const [digest] = address.split("/").at(-1).split(".");
  const bytes = digest.match(/../g).map((pair) => Number.parseInt(pair, 16));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
}
