// What follows from the answers. The same on the server, where each fact is explained:
// wizard/facts.py.

import { price } from "./cart.js";
import { isMapping } from "./conditions.js";

/** The facts of answers as far as they go; fails towards the stricter reading. */
export function facts(answers, catalogue) {
  const products = values(answers, "products");
  const cart = price(Object.hasOwn(products, "lines") ? products.lines : [], catalogue);
  const { email, phone_kind: kind, code_channel: channel } = values(answers, "contact");
  const trusted = cart.problems.every(({ code }) => code === "price_changed");
  const exempt = cart.lines.every(({ product }) => product.exempt_39bis);
  const allowed = cart.lines.length > 0 && trusted && exempt;
  const sells = (nature) => cart.lines.some(({ product }) => product.nature === nature);
  const hasEmail = typeof email === "string" && email !== "";
  const doubt = values(answers, "customer").doubt === true;
  const byMandate = [undefined, null, "direct_debit"].includes(values(answers, "payment").method);
  return {
    totals: cart.totals,
    cart_first_cents: cart.first_cents,
    cart_total_today_cents: allowed && byMandate && !doubt ? cart.first_cents : 0,
    mandate_allowed: allowed,
    has_service: sells("service"),
    has_goods: sells("goods"),
    has_regular_delivery: sells("regular_delivery"),
    doubt,
    has_email: hasEmail,
    phone_kind: ["mobile", "landline", "none"].includes(kind) ? kind : null,
    reachable_online: hasEmail || kind === "mobile",
    code_channel: ["sms", "email", "paper"].includes(channel) ? channel : null,
    contract_on_paper:
      values(answers, "consents").contract_medium === "paper" || channel === "paper",
  };
}

function values(answers, step) {
  return isMapping(answers[step]) ? answers[step] : {};
}
