// What the tablet sells from, and where not: the catalogue and the refusal list, kept for the road.

import { keptCatalogue, refreshCatalogue } from "./catalogue.js";
import { keepPictures } from "./pictures.js";
import { keptRefusals, refreshRefusals } from "./refusals.js";

export class Supplies {
  #store;

  constructor(store, catalogue, refusals) {
    this.#store = store;
    this.catalogue = catalogue;
    this.refusals = refusals;
  }

  /** Fetch what has changed: which of the two is another now, as `{catalogue, refusals}`. */
  async refresh() {
    const [catalogue, refusals] = await Promise.all([
      refreshCatalogue(this.#store, this.catalogue),
      refreshRefusals(this.#store, this.refusals),
    ]);
    this.catalogue = catalogue ?? this.catalogue;
    this.refusals = refusals ?? this.refusals;
    keepPictures(this.catalogue); // nothing waits for them
    return { catalogue: catalogue !== null, refusals: refusals !== null };
  }
}

/** What is kept on this tablet; empty where there is nothing yet. */
export async function keptSupplies(store) {
  return new Supplies(store, ...(await Promise.all([keptCatalogue(store), keptRefusals(store)])));
}
