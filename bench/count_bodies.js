// How many rows of the tablet's stores hold what somebody typed, and in how many of them it is sealed.

async () => {
  const told = { bodies: 0, sealed: 0 };
  for (const { name } of await indexedDB.databases()) {
    if (!/^palier-(?!keys)/.test(name)) continue;
    const database = await answer(indexedDB.open(name));
    for (const shelf of database.objectStoreNames) {
      const rows = await answer(database.transaction(shelf).objectStore(shelf).getAll());
      const bodies = rows.filter((row) => row.body !== undefined).map((row) => row.body);
      told.bodies += bodies.length;
      told.sealed += bodies.filter((body) => body instanceof Uint8Array).length;
    }
    database.close();
  }
  return told;

  function answer(request) {
    return new Promise((found, failed) => {
      request.onsuccess = () => found(request.result);
      request.onerror = () => failed(request.error);
    });
  }
}
