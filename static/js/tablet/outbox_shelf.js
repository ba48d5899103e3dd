// What waits to be sent, and what the server answered.

import { Attempt } from "./post.js";
import { GIVE_UP } from "./sale_state.js";

const STORES = ["sales", "answers", "outbox", "attention", "kept"];

export class OutboxShelf {
  #database;
  #rows;
  #changes;

  constructor(database, rows, changes) {
    this.#database = database;
    this.#rows = rows;
    this.#changes = changes;
  }

  /**
   * The oldest submissions to send, in the order they were written, as the server reads them.
   *
   * Those the server asked attention for are left on their shelf unless `withAttention`: they would
   * be refused again until somebody corrects them. Those of a sale that is being given up go once
   * more, before the act that ends it. Ids in `skip` were tried in this round.
   */
  async next(limit, { withAttention = false, skip = new Set() } = {}) {
    const [rows, shelved] = await this.#database.run(["outbox", "attention"], "readonly", (tx) =>
      Promise.all([tx.objectStore("outbox").getAll(), tx.objectStore("attention").getAllKeys()]),
    );
    const held = new Set(withAttention ? [] : shelved);
    const acts = rows.filter((row) => row.step === GIVE_UP && !held.has(row.id));
    const ending = new Set(acts.map((row) => row.sale));
    const due = (row) => !skip.has(row.id) && (!held.has(row.id) || ending.has(row.sale));
    const chosen = rows.filter(due).slice(0, limit);
    const submissions = await this.#rows.fromRows("outbox", chosen);
    return submissions.map(({ order, ...submission }) => submission);
  }

  /** How many wait, how many need a person, the first of those, and when the last one left. */
  async count() {
    const [rows, shelved, last] = await this.#database.run(STORES, "readonly", (tx) =>
      Promise.all([
        tx.objectStore("outbox").getAll(),
        tx.objectStore("attention").getAll(),
        tx.objectStore("kept").get("last_sent"),
      ]),
    );
    const [first] = shelved;
    return {
      waiting: rows.length - shelved.length,
      attention: shelved.length,
      firstProblem: first ? rows.find((row) => row.id === first.id) : null,
      lastSent: last?.at ?? null,
    };
  }

  /**
   * Act on the server's receipts: let go of what it has, shelve what needs a person.
   *
   * A newer edit of a step that reached the server takes away the older ones of that step which the
   * server itself refused. Whatever reached the server of a sale also frees the steps that only came
   * too early, and those turned away before the server judged them: returns their ids, to be sent
   * again. With the receipt of its giving up, nothing of a sale waits any more, whatever was refused.
   */
  async settle(receipts) {
    const refused = receipts.filter((receipt) => receipt.outcome === "needs_attention");
    const problems = await Promise.all(refused.map((receipt) => this.#problemRow(receipt)));
    const at = new Date().toISOString();
    const freed = [];
    await this.#database.run(STORES, "readwrite", async (tx) => {
      const outbox = tx.objectStore("outbox");
      const attention = tx.objectStore("attention");
      for (const problem of problems) await shelve(tx, problem);
      for (const receipt of receipts) {
        if (receipt.outcome === "needs_attention") continue;
        const { ended, ids } = await letGo(outbox, attention, receipt.id);
        freed.push(...ids);
        await noteSale(tx.objectStore("sales"), receipt.sale, ended ? at : null);
        tx.objectStore("kept").put({ name: "last_sent", at });
      }
    });
    this.#changes.tell({ what: "settled" });
    return freed;
  }

  /** Let go of a submission that needs attention and says nothing anybody typed. */
  async withdraw(id) {
    await this.#database.run(STORES, "readwrite", async (tx) => {
      const outbox = tx.objectStore("outbox");
      const order = await outbox.index("id").getKey(id);
      if (order !== undefined) outbox.delete(order);
      tx.objectStore("attention").delete(id);
    });
    this.#changes.tell({ what: "withdrawn" });
  }

  /**
   * `early` marks a step refused for nothing but the absence of one before it; `unheard` one that
   * was turned away on its way, or unread: nobody judged what it says.
   */
  #problemRow({ id, errors }) {
    const early = errors.every((error) => error.code === "out_of_order");
    const unheard = errors.every((error) => error.code === Attempt.REFUSED);
    return this.#rows.toRow("attention", { id, early, unheard }, { errors });
  }
}

/**
 * Keep a problem for somebody to see. A receipt may come twice, so a submission that has left does
 * not come back; nor is one shown whose step was put right by a newer edit that has left.
 */
async function shelve(tx, problem) {
  const outbox = tx.objectStore("outbox");
  const order = await outbox.index("id").getKey(problem.id);
  if (order === undefined) return;
  const row = await outbox.get(order);
  const answer = await tx.objectStore("answers").get([row.sale, row.step]);
  const others = await outbox.index("sale").getAll(row.sale);
  const newest = others.filter(({ step }) => step === row.step).every(({ seq }) => seq <= row.seq);
  const overtaken = newest && answer?.seq > row.seq;
  if (overtaken && !problem.unheard) outbox.delete(order);
  else tx.objectStore("attention").put(problem);
}

/**
 * Take a receipted submission out of the queue: the `ids` of those it frees, and whether it `ended`
 * its sale, with all that waited of it.
 */
async function letGo(outbox, attention, id) {
  const order = await outbox.index("id").getKey(id);
  if (order === undefined) return { ended: false, ids: [] };
  const sent = await outbox.get(order);
  const ended = sent.step === GIVE_UP;
  const ids = [];
  for (const row of await outbox.index("sale").getAll(sent.sale)) {
    const problem = await attention.get(row.id);
    const overtaken = problem && row.step === sent.step && row.seq < sent.seq;
    if (row.id === id || ended || (overtaken && !problem.unheard)) outbox.delete(row.order);
    else if (problem?.early || problem?.unheard) ids.push(row.id);
    else continue;
    attention.delete(row.id);
  }
  return { ended, ids };
}

/** Note what the server tells of a sale; one that was given up is out of the adviser's hands. */
async function noteSale(sales, told, handed_over) {
  const kept = told && (await sales.get(told.id));
  if (!kept) return;
  const { state, number } = told;
  sales.put({ ...kept, state, number, handed_over: handed_over ?? kept.handed_over });
}
