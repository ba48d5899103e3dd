// The sales kept on this tablet, with the answers given and the words not yet submitted.

import { ofSale } from "./of_sale.js";
import { photoPlaces } from "./photo_places.js";
import { GIVE_UP } from "./sale_state.js";
import { uuid7 } from "./uuid7.js";

const EVERYTHING = ["sales", "answers", "drafts", "outbox", "attention", "photos"];
const KEPT_AFTER_HAND_OVER = 24 * 3600 * 1000;

export class SalesShelf {
  #database;
  #rows;
  #changes;

  constructor(database, rows, changes) {
    this.#database = database;
    this.#rows = rows;
    this.#changes = changes;
  }

  /** Keep a sale that begins on this tablet. Starting it twice changes nothing. */
  async start(id, journey, version) {
    const sale = { id, journey, version, state: null, number: null, seq: 0 };
    await this.#database.run(["sales"], "readwrite", async (tx) => {
      const kept = await tx.objectStore("sales").get(id);
      if (!kept) await tx.objectStore("sales").put({ ...sale, ...this.#touch() });
    });
  }

  /**
   * Everything the tablet knows of one sale, read at one instant, or null.
   *
   * `answers` and `drafts` go by step; `waiting` lists the steps of unsent submissions, `photos` is
   * how many photos of it the server does not have yet, `refused` where the answers name one that it
   * would not take: `[{step, field, sha256, bytes}]`.
   */
  async read(id) {
    const found = await this.#database.run(EVERYTHING, "readonly", (tx) => readAll(tx, id));
    return found.sale ? this.#arrange(found) : null;
  }

  /** Every sale of the tablet with its answers, drafts and queue, last touched first. */
  async list() {
    const ids = await this.#database.run(["sales"], "readonly", (tx) =>
      tx.objectStore("sales").getAll(),
    );
    ids.sort((one, other) => other.updated.localeCompare(one.updated));
    const sales = await Promise.all(ids.map((sale) => this.read(sale.id)));
    return sales.filter((sale) => sale !== null);
  }

  /** Keep what stands in the fields of a step, as typed, before anybody pressed a button. */
  keepDraft(sale, step, fields) {
    return this.draft(sale, step, fields)();
  }

  /**
   * The function that keeps a draft. Its words are sealed from now on, so that a page that is being
   * left has nothing to wait for when it writes them.
   */
  draft(sale, step, fields) {
    const saved = new Date().toISOString();
    const sealed = this.#rows.toRow("drafts", { sale, step, saved }, { fields });
    return async () => {
      const row = await sealed;
      await this.#database.run(["drafts"], "readwrite", (tx) => {
        tx.objectStore("drafts").put(row);
      });
    };
  }

  /** Forget the draft of a step that says nothing new; `meanwhile()` runs while that is written. */
  async dropDraft(sale, step, meanwhile) {
    const drop = (tx) => {
      tx.objectStore("drafts").delete([sale, step]);
    };
    await this.#database.run(["drafts"], "readwrite", drop, meanwhile);
  }

  /**
   * Write a submitted step: its answers, its place in the outbox, the end of its draft, all or nothing.
   *
   * The id is minted here, before any attempt to send, and `seq` counts up within the sale, so that
   * the same submission is recognised whatever happens to the reply. Nothing is read back, so that
   * the next leaf need not wait for it: returns the submission's `{id, step, seq}`, and tells it to
   * `meanwhile` before, while the browser writes.
   */
  async submit(sale, step, answers, meanwhile = () => {}) {
    const body = { answers };
    const captured_at = new Date().toISOString();
    const id = uuid7();
    const [answered, queued] = await Promise.all([
      this.#rows.toRow("answers", { sale, step }, body),
      this.#rows.toRow("outbox", { id, sale, step, captured_at }, body),
    ]);
    const stores = ["sales", "answers", "drafts", "outbox"];
    const write = async (tx) => {
      const kept = await tx.objectStore("sales").get(sale);
      const seq = kept.seq + 1;
      const { journey, version } = kept;
      tx.objectStore("sales").put({ ...kept, seq, ...this.#touch() });
      tx.objectStore("answers").put({ ...answered, seq });
      tx.objectStore("drafts").delete([sale, step]);
      tx.objectStore("outbox").put({ ...queued, journey, version, seq });
      return { id, step, seq };
    };
    const submission = await this.#database.run(stores, "readwrite", write, meanwhile);
    this.#changes.tell({ what: "submitted", sale, step });
    return submission;
  }

  /**
   * Give a sale up: an act of its own in the outbox, behind what waits there, its id minted first.
   * Everything typed stays until the server has receipted the act. Giving up twice is giving up once.
   * A sale of which nothing was ever submitted simply goes: returns whether it did.
   */
  async giveUp(sale) {
    const captured_at = new Date().toISOString();
    const id = uuid7();
    const queued = await this.#rows.toRow(
      "outbox",
      { id, sale, step: GIVE_UP, captured_at },
      { answers: {} },
    );
    const gone = await this.#database.run(EVERYTHING, "readwrite", async (tx) => {
      const kept = await tx.objectStore("sales").get(sale);
      const waiting = await tx.objectStore("outbox").index("sale").getAll(sale);
      if (kept.state === null && kept.seq === 0) return erase(tx, sale);
      if (waiting.some(({ step }) => step === GIVE_UP)) return false;
      const seq = kept.seq + 1;
      const { journey, version } = kept;
      tx.objectStore("sales").put({ ...kept, seq, ...this.#touch() });
      tx.objectStore("outbox").put({ ...queued, journey, version, seq });
      return false;
    });
    this.#changes.tell({ what: "given up", sale });
    return gone;
  }

  /**
   * Lay what the server knows of a sale beside what the tablet knows.
   *
   * A step that waits to be sent, and a step with a newer `seq` here, stay as they are.
   */
  async merge(sale, steps) {
    const rows = await Promise.all(
      Object.entries(steps).map(([step, { answers, seq }]) =>
        this.#rows.toRow("answers", { sale: sale.id, step, seq }, { answers }),
      ),
    );
    await this.#database.run(EVERYTHING, "readwrite", async (tx) => {
      const found = await readAll(tx, sale.id);
      const waiting = new Set(found.outbox.map((row) => row.step));
      const known = new Map(found.answers.map((row) => [row.step, row.seq]));
      for (const row of rows) {
        if (waiting.has(row.step) || (known.get(row.step) ?? 0) >= row.seq) continue;
        tx.objectStore("answers").put(row);
      }
      const seq = Math.max(found.sale?.seq ?? 0, ...rows.map((row) => row.seq));
      const kept = found.sale ?? { number: null, ...this.#touch() };
      tx.objectStore("sales").put({ ...kept, ...sale, seq });
    });
    this.#changes.tell({ what: "merged", sale: sale.id });
  }

  /** Keep other answers of a step in the place of those submitted; nothing is sent. */
  async amend(sale, step, answers) {
    const row = await this.#rows.toRow("answers", { sale, step }, { answers });
    await this.#database.run(["answers"], "readwrite", async (tx) => {
      const kept = await tx.objectStore("answers").get([sale, step]);
      tx.objectStore("answers").put({ ...row, seq: kept.seq });
    });
  }

  /** Note that the server has everything and the customer is at the signature. */
  async handOver(id) {
    await this.#database.run(["sales"], "readwrite", async (tx) => {
      const kept = await tx.objectStore("sales").get(id);
      tx.objectStore("sales").put({ ...kept, handed_over: new Date().toISOString() });
    });
  }

  /**
   * Take off the tablet what it need not hold: sales the server has had whole for a day, and sales
   * opened and left without a word. What waits to be sent is never taken.
   */
  async sweep() {
    const before = new Date(Date.now() - KEPT_AFTER_HAND_OVER).toISOString();
    for (const sale of await this.list()) {
      const done = sale.handed_over && sale.handed_over < before;
      const blank = sale.updated < before && !hasWords(sale.drafts) && !hasWords(sale.answers);
      if (!isWaitedFor(sale) && (done || blank)) await this.#forget(sale);
    }
  }

  /** Forget a sale as it was read, unless another tab has worked on it since. */
  async #forget({ id, updated, drafts }) {
    const before = traceOf({ updated }, Object.values(drafts));
    await this.#database.run(EVERYTHING, "readwrite", async (tx) => {
      const now = await readAll(tx, id);
      const waits = now.outbox.length + now.photos > 0;
      if (now.sale && !waits && traceOf(now.sale, now.drafts) === before) erase(tx, id);
    });
    this.#changes.tell({ what: "forgotten", sale: id });
  }

  async #arrange({ sale, answers, drafts, outbox, attention, photos, refused }) {
    const waiting = new Set(outbox.map((row) => row.id));
    const [answered, drafted, problems] = await Promise.all([
      this.#rows.fromRows("answers", answers),
      this.#rows.fromRows("drafts", drafts),
      this.#rows.fromRows("attention", attention.filter((row) => waiting.has(row.id))),
    ]);
    const errors = new Map(problems.map((problem) => [problem.id, problem.errors]));
    return {
      ...sale,
      answers: byStep(answered),
      drafts: byStep(drafted),
      waiting: outbox.map(({ id, step, seq }) => ({ id, step, seq, errors: errors.get(id) ?? null })),
      photos,
      refused: photoPlaces(answered, "answers").filter(({ sha256 }) => refused.has(sha256)),
    };
  }

  #touch() {
    return { updated: new Date().toISOString(), handed_over: null };
  }
}

/** Take a sale off the tablet of which nothing waits to be sent; true, for it is gone. */
function erase(tx, id) {
  tx.objectStore("sales").delete(id);
  for (const name of ["answers", "drafts", "photos"]) tx.objectStore(name).delete(ofSale(id));
  return true;
}

/** Whether something of a sale has still to leave the tablet. */
export function isWaitedFor(sale) {
  return sale.waiting.length > 0 || sale.photos > 0;
}

/** What every word typed in a sale changes: when it was touched, and when each draft was kept. */
function traceOf({ updated }, drafts) {
  return JSON.stringify([updated, ...drafts.map(({ step, saved }) => `${step} ${saved}`).sort()]);
}

function hasWords(steps) {
  return Object.keys(steps).length > 0;
}

/** Ask for every row of a sale at once: requests of one transaction queue up without waiting. */
async function readAll(tx, id) {
  const [sale, answers, drafts, outbox, attention, photos, refused] = await Promise.all([
    tx.objectStore("sales").get(id),
    tx.objectStore("answers").getAll(ofSale(id)),
    tx.objectStore("drafts").getAll(ofSale(id)),
    tx.objectStore("outbox").index("sale").getAll(id),
    tx.objectStore("attention").getAll(),
    tx.objectStore("photos").count(ofSale(id)),
    tx.objectStore("photos").index("refused").getAllKeys(),
  ]);
  const ours = refused.filter(([owner]) => owner === id).map(([, sha256]) => sha256);
  return { sale, answers, drafts, outbox, attention, photos, refused: new Set(ours) };
}

function byStep(records) {
  return Object.fromEntries(records.map((record) => [record.step, record]));
}
