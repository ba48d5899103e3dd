// The list of sales kept on this tablet, for the adviser's home.

import { copyOf, part, write } from "./dom.js";
import { refusalWords } from "./problem_words.js";
import { routeTo } from "./route.js";
import { givingUp, saleState } from "./sale_state.js";
import { isWaitedFor } from "./sales_shelf.js";
import { moment, say } from "./words.js";

const TONES = {
  draft: "neutral",
  on_tablet: "neutral",
  given_up: "neutral",
  sending: "info",
  sent: "success",
  attention: "error",
};

/** The address that opens a sale, at `leaf` when one is named. */
export function addressOf(sale, leaf = "") {
  return `/booklets/${sale.journey}/${sale.version}${routeTo(sale.id, leaf, leaf !== "")}`;
}

/** Draw the sales of `store` worth showing into `island` (`[data-tablet-sales]`). */
export async function drawSales(island, store, outbox) {
  const sales = (await store.sales.list()).filter(isWorthShowing);
  const template = part(island, "kept-template");
  const rows = sales.map((sale) => drawSale(copyOf(template), sale, outbox.status.sending));
  part(island, "kept-list").replaceChildren(...rows);
  part(island, "kept-list").hidden = rows.length === 0;
  const none = part(island, "kept-none");
  if (none) none.hidden = rows.length > 0;
  island.hidden = rows.length === 0 && !none;
  hideTwins(new Set(sales.map((sale) => sale.id)));
}

function isWorthShowing(sale) {
  const begun = Object.keys(sale.answers).length > 0 || Object.keys(sale.drafts).length > 0;
  return isWaitedFor(sale) || (begun && sale.handed_over === null);
}

function drawSale(row, sale, sending) {
  const state = saleState(sale, sending);
  const link = part(row, "kept-link");
  link.href = addressOf(sale);
  link.textContent = nameOf(sale);
  write(row, "kept-number", sale.number ?? "");
  write(row, "kept-touched", say("touched", { time: moment(sale.updated) }));
  write(row, "kept-reason", reasonOf(sale));
  write(row, "kept-state", say(`state_${state}`));
  part(row, "kept-state").dataset.tone = TONES[state];
  return row;
}

/** What the server refused first of a sale, or a photo; a step that only came too early is no reason. */
function reasonOf(sale) {
  const act = givingUp(sale);
  const waiting = act ? [act] : sale.waiting;
  const errors = waiting.flatMap((submission) => submission.errors ?? []);
  const first = errors.find((error) => error.code !== "out_of_order");
  if (first) return refusalWords(first);
  return !act && sale.refused.length > 0 ? say("photo_refused_here") : "";
}

function nameOf(sale) {
  const { first_name: first, last_name: last } = {
    ...sale.answers.customer?.answers,
    ...sale.drafts.customer?.fields,
  };
  return [first, last].filter(Boolean).join(" ") || say("nameless_sale");
}

/** What stands on this tablet need not stand in the server's list below it, too. */
function hideTwins(here) {
  const below = document.querySelector("[data-sales-under-way]");
  if (below === null) return;
  const twins = [...below.querySelectorAll("[data-sale]")];
  for (const row of twins) row.hidden = here.has(row.dataset.sale);
  below.hidden = twins.length > 0 && twins.every((row) => row.hidden);
}
