// The adviser's home: the sales kept on this tablet and where each one is, how the tablet stands, and
// what was last known where the server cannot be asked. It sends what waits, too.

import { Network } from "../app/network.js";
import { watchForUpdate } from "../app/update.js";
import { tellClock } from "./clock.js";
import { openDoor } from "./door.js";
import { part } from "./dom.js";
import { keepFigures, showFigures } from "./home_figures.js";
import { addressOf, drawSales } from "./kept_sales.js";
import { Outbox } from "./outbox.js";
import { Attempt } from "./post.js";
import { leadBackHere } from "./sign_in_link.js";
import { keepStrip } from "./strip.js";
import { keptSupplies } from "./supplies.js";
import { tellSuspension } from "./suspension.js";
import { drawReadiness, fillCard } from "./tablet_card.js";

const page = document;
const card = part(page, "tablet-card");
const network = new Network(card.dataset.presenceKey);

leadBackHere(page);
tellSuspension(page);
tellClock(page);
watchForUpdate(part(page, "update"));
fillCard(card, network);
offerFreshPage();

const asked = network.start();
const door = await openDoor(page);
if (door !== null) await open(door);
else part(page, "nobody")?.removeAttribute("hidden");

async function open({ store, letSend }) {
  const outbox = new Outbox(store);
  const island = part(page, "tablet-sales");
  const draw = () => drawSales(island, store, outbox);
  keepStrip(
    part(page, "strip"),
    store,
    outbox,
    (problem) => addressOf({ ...problem, id: problem.sale }, problem.step),
    network,
  );
  store.changes.addEventListener("changed", draw);
  page.addEventListener("renewed", () => Promise.all([draw(), keepFigures(page, store)]));
  outbox.addEventListener("status", () => {
    if (outbox.status.attempt === Attempt.RECEIVED) network.prove();
    draw();
  });
  await Promise.all([draw(), showFigures(page, store)]);
  await store.photos.sweep();
  await store.sales.sweep();
  letSend(outbox);
  navigator.serviceWorker?.ready.then(() => drawReadiness(card, store));
  if (await asked) await packForTheRoad(store);
  else await drawReadiness(card, store);
  network.addEventListener("changed", () => network.there && packForTheRoad(store));
}

/**
 * What the tablet will want where there is no network: what to sell, where not, and the figures of
 * the day.
 */
async function packForTheRoad(store) {
  await keepFigures(page, store);
  await (await keptSupplies(store)).refresh();
  await drawReadiness(card, store);
}

/** On the home that the tablet opened by itself: once the server answers again, lead to its page. */
function offerFreshPage() {
  const offer = part(page, "fresh-page");
  if (offer === null) return;
  part(page, "asked-elsewhere").hidden = /^\/(app\/.*)?$/.test(location.pathname);
  part(offer, "reload").addEventListener("click", () => location.reload());
  network.addEventListener("changed", () => {
    offer.hidden = !network.there;
    part(page, "unreached").hidden = network.there;
  });
}
