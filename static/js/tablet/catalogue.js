// The catalogue the tablet sells from: kept for the road, refreshed whenever there is a network.

const KEPT = "catalogue";

/** The catalogue kept on this tablet, `{version, products}`; without products when there is none yet. */
export async function keptCatalogue(store) {
  return (await store.kept.get(KEPT)) ?? { version: "", products: [] };
}

/**
 * Fetch the catalogue and keep it. Returns it when it differs from `known`, else null: offline,
 * signed out or unchanged, the kept one goes on serving.
 */
export async function refreshCatalogue(store, known) {
  try {
    const reply = await fetch("/catalogue.json", { redirect: "manual", cache: "no-cache" });
    if (!reply.ok) return null;
    const fetched = await reply.json();
    if (!Array.isArray(fetched?.products) || fetched.version === known.version) return null;
    await store.kept.put(KEPT, fetched);
    return fetched;
  } catch {
    return null;
  }
}
