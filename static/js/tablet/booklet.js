// The booklet: one sale, leaf by leaf, written to the tablet before anything else happens.

import { afterPaint } from "./after_paint.js";
import { announce } from "./announce.js";
import { typedWords } from "./answer_words.js";
import { keptCatalogue, refreshCatalogue } from "./catalogue.js";
import { StorageFailed } from "./database.js";
import { Drafts } from "./drafts.js";
import { clearErrors, showErrors } from "./errors.js";
import { makeLeaves } from "./leaves.js";
import { openSale, Opened } from "./opening.js";
import { problemWords, refusalOf } from "./problem_words.js";
import { readRoute, routeTo } from "./route.js";
import { READY, Standing } from "./standing.js";
import { today } from "./today.js";
import { Turner } from "./turner.js";
import { uuid7 } from "./uuid7.js";
import { say } from "./words.js";

export class Booklet {
  #journey;
  #store;
  #outbox;
  #turner;
  #leaves;
  #drafts;
  #catalogue;
  #standing = null;
  #route = null;
  #busy = false;

  /** The booklet of `journey` in `root`, over the store of a person and its outbox. */
  constructor(root, journey, store, outbox) {
    this.#journey = journey;
    this.#store = store;
    this.#outbox = outbox;
    this.#turner = new Turner(root);
    this.#drafts = new Drafts(
      (step, typed) => store.sales.keepDraft(this.#route.sale, step, typed),
      (error) => this.#alarm(error),
    );
    this.#leaves = makeLeaves(this.#turner, {
      changed: (leaf) => this.#changed(leaf),
      submit: (leaf) => this.#submit(leaf),
      sendNow: () => outbox.sendNow(),
    });
  }

  /** Open the leaf the address names, and follow the address from then on. */
  async start() {
    this.#catalogue = await keptCatalogue(this.#store);
    this.#offer();
    addEventListener("hashchange", () => this.#open());
    this.#turner.onRetry(() => this.#open());
    this.#store.changes.addEventListener("changed", (event) => this.#heard(event.detail));
    this.#outbox.addEventListener("status", () => this.#drawReady());
    addEventListener("online", () => this.#refreshCatalogue());
    const refreshed = this.#refreshCatalogue();
    // The very first time there is nothing to sell yet: the catalogue is worth waiting for.
    if (this.#catalogue.products.length === 0) await refreshed;
    await this.#open();
  }

  async #open() {
    try {
      const route = readRoute(location.hash);
      if (!route.sale || route.sale === "new") {
        history.replaceState(null, "", routeTo(await this.#begin(), ""));
        return await this.#open();
      }
      await this.#drafts.flush();
      if (this.#route && route.sale !== this.#route.sale) this.#blank();
      this.#route = route;
      const { how, sale } = await openSale(this.#store, this.#journey, route.sale);
      if (route !== this.#route) return undefined; // the address moved on meanwhile
      if (how !== Opened.HERE) return this.#turner.show(how);
      this.#stand(sale);
      return this.#show(route);
    } catch (error) {
      return this.#alarm(error);
    }
  }

  /** Take one customer's words off every leaf before another's sale opens. */
  #blank() {
    this.#standing = null;
    for (const leaf of this.#leaves.values()) leaf.fill({});
  }

  async #begin() {
    const id = uuid7();
    await this.#store.sales.start(id, this.#journey.name, this.#journey.version);
    return id;
  }

  /** Show the leaf of a route, or the one that must come before it. */
  #show(route) {
    const sale = this.#standing.sale;
    const name = this.#standing.open(route.leaf);
    const change = route.change && name !== READY;
    const address = routeTo(sale.id, name, change, name === route.leaf ? route.field : "");
    if (location.hash !== address) history.replaceState(null, "", address);
    this.#route = { ...route, leaf: name, change };
    if (name === READY) return this.#showReady();
    const leaf = this.#leaves.get(name);
    this.#fill(leaf);
    clearErrors(this.#turner.section(name));
    const before = this.#standing.before(name);
    const back = change ? this.#standing.review : before;
    this.#turner.show(name, {
      back: back === null ? null : routeTo(sale.id, back),
      position: this.#standing.position(name),
      field: route.field && name === route.leaf ? leaf.boxOf(route.field) : null,
    });
    return this.#showRefusal(leaf);
  }

  #fill(leaf) {
    const { answers, drafts } = this.#standing.sale;
    leaf.fill(drafts[leaf.step]?.fields ?? this.#typed(leaf.step, answers[leaf.step]?.answers));
    this.#suit(leaf);
  }

  /** The answers of a step as somebody would type them: kept are dates and numbers in one form. */
  #typed(name, answers = {}) {
    const typed = { ...answers };
    for (const field of this.#standing.step(name).fields) {
      if (field.name in typed) typed[field.name] = typedWords(field, typed[field.name]);
    }
    return typed;
  }

  /** Make a leaf show what belongs to the sale as it stands with what is being typed. */
  #suit(leaf) {
    leaf.showOnly?.(this.#standing.shown(leaf.step, leaf.read()));
    leaf.draw?.(this.#standing);
  }

  #changed(leaf) {
    this.#suit(leaf);
    this.#drafts.touch(leaf);
  }

  async #submit(leaf) {
    if (this.#busy) return; // a second tap on the same button
    this.#busy = true;
    try {
      this.#drafts.cancel();
      const { values, problems } = this.#standing.check(leaf.step, leaf.read());
      if (problems.length > 0) {
        this.#refuse(leaf, problems.map((problem) => problemWords(this.#journey, leaf, problem)));
        await this.#store.sales.keepDraft(this.#route.sale, leaf.step, leaf.read());
        return;
      }
      clearErrors(this.#turner.section(leaf.step));
      await this.#keep(leaf, values);
      this.#goTo(this.#standing.after(leaf.step, this.#route.change));
      afterPaint(() => this.#outbox.nudge());
    } catch (error) {
      this.#alarm(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Write a step down; what did not change since it was last submitted is not sent again. */
  async #keep(leaf, values) {
    const { sale } = this.#standing;
    const isReview = leaf.step === this.#standing.review;
    if (isReview ? this.#standing.isReady() : isUnchanged(sale, leaf.step, values)) {
      await this.#store.sales.dropDraft(sale.id, leaf.step);
      delete sale.drafts[leaf.step];
    } else {
      const submission = await this.#store.sales.submit(sale.id, leaf.step, values);
      this.#stand(withSubmission(sale, submission, values));
      await this.#forgetSecrets();
    }
  }

  /** What this sale no longer asks for leaves the tablet as it leaves the server. */
  async #forgetSecrets() {
    const { sale } = this.#standing;
    for (const [step, answers] of this.#standing.withoutUnaskedSecrets()) {
      await this.#store.sales.amend(sale.id, step, answers);
      sale.answers[step] = { ...sale.answers[step], answers };
      this.#stand(sale);
    }
  }

  #goTo(name) {
    const route = { ...readRoute(routeTo(this.#route.sale, name)) };
    history.pushState(null, "", routeTo(route.sale, name));
    this.#route = route;
    this.#show(route);
  }

  async #refuse(leaf, problems) {
    const show = () =>
      showErrors(this.#turner.section(leaf.step), problems, (field) => leaf.boxOf(field));
    show();
    if (!leaf.acceptPrices) return;
    // The reason may be a newer catalogue: draw it, and count the prices it shows as seen.
    if (await this.#refreshCatalogue()) show();
    leaf.acceptPrices();
  }

  /** The server may have refused what the tablet accepted: say so on the leaf, in its words. */
  #showRefusal(leaf) {
    const problems = refusalOf(this.#standing.sale, leaf);
    if (problems.length > 0) this.#refuse(leaf, problems);
  }

  #showReady() {
    const sale = this.#standing.sale;
    this.#turner.show(READY, { back: routeTo(sale.id, this.#standing.review) });
    this.#drawReady();
  }

  #drawReady() {
    if (this.#route?.leaf !== READY || !this.#standing) return;
    this.#leaves.get(READY).draw(this.#standing, this.#outbox.status);
    if (this.#standing.sale.waiting.length === 0) this.#handOver();
  }

  /** Everything is with the server: go where the customer signs, or where it says why not. */
  async #handOver() {
    const { sale } = this.#standing;
    this.#standing = null; // once only
    await this.#store.sales.handOver(sale.id);
    location.replace(`/sales/${sale.id}/signature`);
  }

  /** Another tab, or the outbox, wrote to the store. */
  async #heard(news) {
    if (!this.#standing || this.#busy) return;
    const id = this.#standing.sale.id;
    if (news.sale !== undefined && news.sale !== id) return;
    const sale = await this.#store.sales.read(id);
    if (this.#standing?.sale.id !== id || sale === null || this.#busy) return;
    this.#stand(sale);
    this.#drawReady();
  }

  #stand(sale) {
    this.#standing = new Standing(this.#journey, sale, this.#catalogue.products, today());
  }

  async #refreshCatalogue() {
    const fetched = await refreshCatalogue(this.#store, this.#catalogue);
    if (!fetched) return false;
    this.#catalogue = fetched;
    this.#offer();
    if (this.#standing) this.#stand(this.#standing.sale);
    return true;
  }

  #offer() {
    for (const leaf of this.#leaves.values()) leaf.offer?.(this.#catalogue);
  }

  /** The tablet cannot keep what is typed: say it aloud, and leave everything on the screen. */
  #alarm(error) {
    if (!(error instanceof StorageFailed)) throw error;
    document.querySelector("[data-storage-alarm]").hidden = false;
    announce(say("storage_alarm"));
  }
}

/** The sale as the store now has it, without reading it back. */
function withSubmission(sale, { id, step, seq }, answers) {
  const { [step]: _submitted, ...drafts } = sale.drafts;
  return {
    ...sale,
    seq,
    drafts,
    answers: { ...sale.answers, [step]: { step, seq, answers } },
    waiting: [...sale.waiting, { id, step, seq, errors: null }],
  };
}

function isUnchanged(sale, step, values) {
  const submitted = sale.answers[step]?.answers;
  const refused = sale.waiting.some((one) => one.step === step && one.errors);
  return !refused && submitted && canonical(submitted) === canonical(values);
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}
