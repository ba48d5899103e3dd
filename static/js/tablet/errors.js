// What is wrong on a leaf: a summary that takes the focus, and the same words beside each field.

import { part, put } from "./dom.js";
import { say } from "./words.js";

/**
 * Show `problems` (`[{field, text}]`, `field` empty for the leaf as a whole) on a leaf.
 *
 * `boxOf(field)` finds the element that holds a field. The page title says that there is an error.
 * Where one of them may be the end of the sale (`mayEnd`), giving it up is offered.
 */
export function showErrors(section, problems, boxOf) {
  clearErrors(section);
  const list = section.querySelector("[data-error-list]");
  for (const { field, text } of problems) {
    const box = field ? boxOf(field) : null;
    list.append(summaryLine(box, text));
    if (box) markField(box, text);
  }
  offerToGiveUp(section, problems.some(({ mayEnd }) => mayEnd));
  const summary = section.querySelector("[data-errors]");
  const above = problems.find(({ title }) => title)?.title;
  put(part(summary, "errors-title"), "textContent", above ?? say("to_correct"));
  summary.hidden = false;
  document.title = `${say("error_prefix")} ${document.title}`;
  summary.focus();
}

/** Take every sign of an error off a leaf, its title included. */
export function clearErrors(section) {
  const summary = section.querySelector("[data-errors]");
  if (summary.hidden) return; // nothing is marked without it
  const prefix = `${say("error_prefix")} `;
  if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
  summary.hidden = true;
  offerToGiveUp(section, false);
  section.querySelector("[data-error-list]").replaceChildren();
  for (const words of section.querySelectorAll("[data-error]")) {
    words.hidden = true;
    words.textContent = "";
  }
  for (const box of section.querySelectorAll(".field--error")) box.classList.remove("field--error");
  for (const control of section.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
  }
}

function offerToGiveUp(section, offers) {
  put(part(section, "give-up-offer"), "hidden", !offers);
}

function summaryLine(box, text) {
  const line = document.createElement("li");
  const target = box && controlOf(box);
  if (!target) {
    line.textContent = text;
    return line;
  }
  const link = document.createElement("a");
  // The fragment belongs to the route, so the link moves the focus itself.
  link.href = location.hash;
  link.textContent = text;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    target.focus();
    box.scrollIntoView({ block: "center" });
  });
  line.append(link);
  return line;
}

function markField(box, text) {
  const words = box.querySelector("[data-error]");
  words.textContent = text;
  words.hidden = false;
  box.classList.add("field--error");
  for (const control of box.querySelectorAll("input, select, textarea")) {
    control.setAttribute("aria-invalid", "true");
  }
}

function controlOf(box) {
  return box.querySelector("input:not(:disabled), select:not(:disabled), textarea:not(:disabled)");
}
