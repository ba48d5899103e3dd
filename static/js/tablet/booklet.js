// The booklet: one sale, leaf by leaf, written to the tablet before anything else happens.

import { afterPaint, whenIdle } from "./after_paint.js";
import { announce } from "./announce.js";
import { StorageFailed } from "./database.js";
import { Drafts } from "./drafts.js";
import { followElsewhere } from "./elsewhere.js";
import { clearErrors, showErrors } from "./errors.js";
import { Filler } from "./filler.js";
import { Foresight } from "./foresight.js";
import { GivingUp } from "./giving_up.js";
import { handOver, signOnPhone } from "./hand_over.js";
import { makeLeaves } from "./leaves.js";
import { openSale, Opened } from "./opening.js";
import { problemWords, refusalOf } from "./problem_words.js";
import { readRoute, routeTo } from "./route.js";
import { givingUp } from "./sale_state.js";
import { GIVEN_UP, READY, Standing } from "./standing.js";
import { forgetUnaskedSecrets, writeStep } from "./step_writing.js";
import { keptSupplies } from "./supplies.js";
import { today } from "./today.js";
import { OPENING, Turner } from "./turner.js";
import { uuid7 } from "./uuid7.js";
import { Verdicts } from "./verdicts.js";
import { say } from "./words.js";

export class Booklet {
  #journey;
  #store;
  #outbox;
  #turner;
  #filler;
  #foresight;
  #leaves;
  #drafts;
  #givingUp;
  #supplies;
  #verdicts = new Verdicts();
  #standing = null;
  #route = null;
  #turning = null;

  /** The booklet of `journey` in `root`, over the store of a person and its outbox. */
  constructor(root, journey, store, outbox) {
    this.#journey = journey;
    this.#store = store;
    this.#outbox = outbox;
    this.#turner = new Turner(root);
    this.#filler = new Filler(this.#turner);
    this.#foresight = new Foresight(this.#filler, (sale) => this.#seen(sale));
    this.#drafts = new Drafts(
      (leaf) => store.sales.draft(this.#route.sale, leaf.step, leaf.read()),
      (error) => this.#alarm(error),
    );
    this.#leaves = makeLeaves(this.#turner, {
      changed: (leaf) => this.#changed(leaf),
      press: (leaf) => this.#standing && this.#foresee(leaf),
      submit: (leaf) => this.#submit(leaf),
      sendNow: () => outbox.sendNow(),
      onPhone: () => signOnPhone(store, outbox, this.#standing).catch((error) => this.#alarm(error)),
      keepSale: () => this.#givingUp.keep(this.#standing.sale),
      album: store.photos,
    });
    this.#givingUp = new GivingUp(document, store, outbox, {
      settled: async () => {
        await this.#turning;
        await this.#drafts.flush();
      },
      reopen: () => this.#open(),
      failed: (error) => this.#alarm(error),
    });
  }

  /** Open the leaf the address names, and follow the address from then on. */
  async start() {
    this.#supplies = await keptSupplies(this.#store);
    this.#offer();
    addEventListener("hashchange", () => this.#open());
    followElsewhere(this.#turner, this.#outbox, (how) => this.#open(how));
    this.#store.changes.addEventListener("changed", (event) => this.#heard(event.detail));
    this.#outbox.addEventListener("status", () => this.#drawLast());
    addEventListener("online", () => this.#refresh());
    const refreshed = this.#refresh();
    // The very first time there is nothing to sell yet: the catalogue is worth waiting for.
    if (this.#supplies.catalogue.products.length === 0) await refreshed;
    await this.#open();
  }

  /** Open the address; `unasked`, by nobody's tap, a page that still says the same stays as it is. */
  async #open({ unasked = false } = {}) {
    try {
      const { hash } = location;
      const route = readRoute(hash);
      if (!route.sale || route.sale === "new") {
        const begun = routeTo(await this.#begin(), "");
        // Somebody may have gone to another sale meanwhile.
        if (location.hash === hash) history.replaceState(null, "", begun);
        return await this.#open();
      }
      await this.#turning; // a step being written belongs to the sale it was typed in
      if (location.hash !== hash) return await this.#open();
      await this.#drafts.flush();
      if (this.#route && route.sale !== this.#route.sale) this.#blank();
      this.#route = route;
      const { how, sale } = await openSale(this.#store, this.#journey, route.sale);
      if (route !== this.#route) return undefined; // the address moved on meanwhile
      if (unasked && this.#turner.isOpen(how)) return undefined;
      if (how !== Opened.HERE) return this.#turner.show(how);
      this.#stand(sale);
      return this.#show(route);
    } catch (error) {
      return this.#alarm(error);
    }
  }

  /** Take one customer's words off every leaf, and the leaves away, before another's sale opens. */
  #blank() {
    this.#standing = null;
    this.#givingUp.offer(null);
    this.#foresight.forget();
    this.#verdicts = new Verdicts();
    this.#turner.show(OPENING);
    this.#filler.blank(this.#leaves);
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
    const isLast = name === READY || name === GIVEN_UP;
    const change = route.change && !isLast;
    const address = routeTo(sale.id, name, change, name === route.leaf ? route.field : "");
    if (location.hash !== address) history.replaceState(null, "", address);
    this.#route = { ...route, leaf: name, change };
    this.#givingUp.offer(name === GIVEN_UP ? null : sale.id);
    if (isLast) return this.#showLast(name);
    const leaf = this.#leaves.get(name);
    this.#filler.fill(leaf, this.#standing);
    clearErrors(this.#turner.section(name));
    const before = this.#standing.before(name);
    const back = change ? this.#standing.review : before;
    this.#turner.show(name, {
      back: back === null ? null : routeTo(sale.id, back),
      position: this.#standing.position(name),
      field: route.field && name === route.leaf ? leaf.boxOf(route.field) : null,
    });
    this.#showRefusal(leaf);
    afterPaint(() => whenIdle(() => this.#prepareAfter(name, change)));
  }

  /** The adviser is busy with a leaf: have the one after it ready. */
  #prepareAfter(name, change) {
    if (!this.#standing || this.#turning || this.#route.leaf !== name) return;
    const following = this.#leaves.get(this.#standing.following(name, change));
    this.#filler.prepare(following, this.#standing);
  }

  #changed(leaf) {
    this.#filler.suit(leaf, this.#standing);
    this.#drafts.touch(leaf);
  }

  #foresee(leaf) {
    return this.#foresight.of(leaf, this.#leaves, this.#standing, this.#route.change);
  }

  #submit(leaf) {
    if (this.#turning || !this.#standing) return; // a second tap on the same button
    this.#turning = this.#turn(leaf).finally(() => {
      this.#turning = null;
    });
  }

  async #turn(leaf) {
    try {
      this.#drafts.cancel();
      const foreseen = this.#foresee(leaf);
      if (foreseen.problems.length > 0) {
        const words = (problem) => problemWords(this.#journey, leaf, problem);
        this.#refuse(leaf, foreseen.problems.map(words));
        await this.#store.sales.keepDraft(this.#route.sale, leaf.step, leaf.read());
        return;
      }
      clearErrors(this.#turner.section(leaf.step));
      const address = await this.#keep(leaf, foreseen);
      // Who has gone elsewhere meanwhile is taken there by the address.
      if (location.hash === address) this.#show(readRoute(address));
      afterPaint(() => this.#outbox.nudge());
    } catch (error) {
      this.#alarm(error);
    }
  }

  /**
   * Write a step down as it was foreseen; what did not change since it was last submitted is not
   * sent again. The next leaf is addressed while the browser writes: returns its address.
   */
  async #keep(leaf, { values, standing, name }) {
    const { sale } = this.#standing;
    const tapped = location.hash;
    const address = routeTo(sale.id, name);
    const turnTo = (kept) => {
      standing.sale = kept; // its answers are those foreseen
      if (location.hash === tapped) history.pushState(null, "", address);
    };
    try {
      await writeStep(this.#store.sales, this.#standing, leaf.step, values, turnTo);
    } catch (error) {
      if (location.hash === address) history.replaceState(null, "", tapped);
      throw error;
    }
    this.#standing = standing;
    if (await forgetUnaskedSecrets(this.#store.sales, standing)) this.#stand(standing.sale);
    return address;
  }

  async #refuse(leaf, problems) {
    const show = () =>
      showErrors(this.#turner.section(leaf.step), problems, (field) => leaf.boxOf(field));
    show();
    if (!leaf.acceptPrices) return;
    // The reason may be a newer catalogue: draw it, and count the prices it shows as seen.
    if (await this.#refresh()) show();
    leaf.acceptPrices();
  }

  /** The server may have refused what the tablet accepted: say so on the leaf, in its words. */
  #showRefusal(leaf) {
    const problems = refusalOf(this.#standing.sale, leaf);
    if (problems.length > 0) this.#refuse(leaf, problems);
  }

  /** Show a leaf that asks nothing: the sale is ready, or given up. */
  #showLast(name) {
    const { sale, review } = this.#standing;
    this.#turner.show(name, { back: name === READY ? routeTo(sale.id, review) : null });
    this.#drawLast();
  }

  #drawLast() {
    const name = this.#route?.leaf;
    if ((name !== READY && name !== GIVEN_UP) || !this.#standing) return;
    this.#leaves.get(name).draw(this.#standing, this.#outbox.status);
    if (name === READY && this.#standing.sale.waiting.length === 0) this.#handOver();
  }

  #handOver() {
    const standing = this.#standing;
    this.#standing = null; // once only
    return handOver(this.#store, standing);
  }

  /** Another tab, or the outbox, wrote to the store. */
  async #heard(news) {
    if (!this.#standing || this.#turning) return;
    const id = this.#standing.sale.id;
    if (news.sale !== undefined && news.sale !== id) return;
    const sale = await this.#store.sales.read(id);
    if (this.#standing?.sale.id !== id || sale === null || this.#turning) return;
    if (givingUp(sale) && this.#route.leaf !== GIVEN_UP) return this.#open();
    this.#stand(sale);
    return this.#drawLast();
  }

  #stand(sale) {
    this.#standing = this.#seen(sale);
  }

  #seen(sale) {
    return new Standing(this.#journey, sale, this.#supplies, today(), this.#verdicts);
  }

  /** Fetch what the tablet sells from and by; true when the catalogue is another now. */
  async #refresh() {
    const news = await this.#supplies.refresh();
    if (news.catalogue) this.#offer();
    if ((news.catalogue || news.refusals) && this.#standing) this.#stand(this.#standing.sale);
    return news.catalogue;
  }

  #offer() {
    for (const leaf of this.#leaves.values()) leaf.offer?.(this.#supplies.catalogue);
  }

  /** The tablet cannot keep what is typed: say it aloud, and leave everything on the screen. */
  #alarm(error) {
    if (!(error instanceof StorageFailed)) throw error;
    document.querySelector("[data-storage-alarm]").hidden = false;
    announce(say("storage_alarm"));
  }
}
