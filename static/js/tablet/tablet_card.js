// What the home says of the tablet itself: its network, its room, its protection, the installed app.

import { isApple, isInstalled, onInstallOffered } from "../app/installing.js";
import { FEW, MANY, protect, roomForSales } from "../app/storage.js";
import { keptCatalogue } from "./catalogue.js";
import { part, write } from "./dom.js";
import { say } from "./words.js";

/** Fill in `card` (`[data-tablet-card]`), and go on following what of it changes. */
export function fillCard(card, network) {
  const drawNetwork = () => write(card, "tablet-network", say(networkWords(network)));
  network.addEventListener("changed", drawNetwork);
  addEventListener("offline", drawNetwork);
  drawNetwork();
  drawInstalling(card);
  card.hidden = false;
  return Promise.all([drawRoom(card), drawProtection(card)]);
}

/** Say whether everything a sale needs lies on the tablet, in `store` and with the service worker. */
export async function drawReadiness(card, store) {
  const { products } = await keptCatalogue(store);
  const worker = (await navigator.serviceWorker?.getRegistration())?.active;
  write(card, "tablet-ready", say(worker && products.length > 0 ? "ready" : "not_ready"));
}

function networkWords({ there }) {
  if (there === null) return "network_asking";
  if (there) return "network_there";
  return navigator.onLine ? "network_without_server" : "network_none";
}

async function drawRoom(card) {
  const sales = await roomForSales();
  const name = sales === null ? "room_unknown" : sales >= MANY ? "room_plenty" : "room";
  write(card, "tablet-room", say(name, { n: sales }));
  const warning = part(document, "little-room");
  warning.hidden = sales === null || sales >= FEW;
  if (!warning.hidden) write(warning, "little-room-words", say("little_room", { n: sales }));
}

async function drawProtection(card) {
  write(card, "tablet-protection", say((await protect()) ? "protected" : "not_protected"));
}

function drawInstalling(card) {
  const button = part(card, "tablet-install");
  const installed = () => write(card, "tablet-app", say("app_installed"));
  addEventListener("appinstalled", () => {
    button.hidden = true;
    installed();
    drawProtection(card); // browsers protect what an installed app keeps
  });
  if (isInstalled()) return installed();
  onInstallOffered((install) => {
    write(card, "tablet-app", say("app_offered"));
    button.hidden = false;
    button.onclick = async () => {
      button.hidden = true;
      // A browser asks once per page: whoever declined finds the way in its menu.
      if (!(await install())) write(card, "tablet-app", say("app_from_menu"));
    };
  });
  return write(card, "tablet-app", say(isApple() ? "app_on_apple" : "app_from_menu"));
}
