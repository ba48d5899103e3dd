// Finds everything one sale has in a store whose keys begin with the sale.

/** Key range of the rows of a sale in a store keyed by `[sale, …]`. */
export function ofSale(id) {
  return IDBKeyRange.bound([id], [id, []]);
}
