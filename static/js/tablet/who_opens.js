// Where several people share a tablet, its lock asks which of them is there.

import { part } from "./dom.js";
import { say } from "./words.js";

/** What the lock calls somebody; one whom the server has not named yet is another person. */
export function nameOf(entry) {
  return entry?.known_as ?? say("lock_somebody");
}

/** Show a button for each of `people` in `pane`, the one seen last first; resolves to who was chosen. */
export function askWho(pane, people, last) {
  const byName = (one, other) => nameOf(one).localeCompare(nameOf(other));
  const isLast = ({ person }) => person === last;
  const rest = people.filter((one) => !isLast(one)).sort(byName);
  const ordered = [...people.filter(isLast), ...rest];
  const template = part(pane, "lock-person");
  return new Promise((chosen) => {
    const rows = ordered.map((entry) => {
      const row = template.content.firstElementChild.cloneNode(true);
      const button = part(row, "lock-who");
      button.lastElementChild.textContent = nameOf(entry);
      button.addEventListener("click", () => chosen(entry.person));
      return row;
    });
    const list = part(pane, "lock-people");
    list.replaceChildren(...rows);
    part(list, "lock-who").focus();
  });
}
