// Completes an address online while it is typed. Without a network, or without an answer in time,
// nothing is offered and everything is typed.

import { drawOffers, onOffer, typeInto } from "./offers.js";

const PAUSE = 250;
const PATIENCE = 3_000;
const FIELDS = ["line1", "postcode", "city"];

async function ask(typed, signal) {
  const reply = await fetch("/addresses", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ typed }),
    redirect: "manual",
    cache: "no-store",
    signal,
  });
  return reply.ok ? (await reply.json()).addresses : [];
}

export class Completion {
  #group;
  #controls;
  #addresses = [];
  #timer = null;
  #asking = null;

  /** Over the fields of an address in `form`; `group` is where the addresses are shown. */
  constructor(group, form) {
    this.#group = group;
    this.#controls = FIELDS.map((name) => form.querySelector(`[name$='.${name}']`));
    // Only what somebody types: a line that was written by a choice here asks for nothing more.
    this.#controls[0].addEventListener("input", (event) => event.isTrusted && this.#later());
    onOffer(group, (index) => this.#choose(this.#addresses[index]));
  }

  /** Take what was offered for another address away. */
  clear() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#offer([]);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (navigator.onLine) this.#timer = setTimeout(() => this.#look(), PAUSE);
  }

  async #look() {
    const asking = new AbortController();
    this.#asking = asking;
    const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(PATIENCE)]);
    try {
      const addresses = await ask(this.#controls[0].value, signal);
      if (!asking.signal.aborted) this.#offer(addresses);
    } catch {
      if (!asking.signal.aborted) this.#offer([]);
    }
  }

  #offer(addresses) {
    this.#addresses = addresses;
    const texts = addresses.map(({ line1, postcode, city }) => `${line1}, ${postcode} ${city}`);
    drawOffers(this.#group, texts);
  }

  /** The city first: the postcode then finds it there, and leaves it. */
  #choose(address) {
    this.clear();
    for (const name of [...FIELDS].reverse()) {
      typeInto(this.#controls[FIELDS.indexOf(name)], address[name]);
    }
    this.#controls[0].focus();
  }
}
