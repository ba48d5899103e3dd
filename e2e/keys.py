"""Going about with the keyboard alone, and never losing sight of where one is."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

_FARTHEST = 80
# Where the focus is: on an element, in sight, not under a bar, and drawn as focused on itself or
# on what stands for it (a choice's whole row, a search box's frame).
_FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "on nothing";
  const told = here.outerHTML.slice(0, 120);
  const stands = here.matches("[type=radio], [type=checkbox]") ? here.labels[0] : here;
  const box = stands.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) return `out of sight: ${told}`;
  const x = box.left + Math.min(box.width / 2, 200);
  const [start, end] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = [0.1, 0.5, 0.9].some((share) => {
    const top = document.elementFromPoint(x, start + (end - start) * share);
    return stands.contains(top) || top?.contains(stands);
  });
  if (!seen) return `covered: ${told}`;
  for (let one = here, up = 0; one && up < 4; one = one.parentElement, up += 1) {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return "";
  }
  return `not drawn: ${told}`;
}"""


@dataclass
class Keys:
    """The keyboard of a page; the focus is checked wherever it stops."""

    page: Page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, target: Locator) -> None:
        """Tab until `target` has the focus."""
        expect(target).to_have_count(1)
        for _ in range(_FARTHEST):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
            self.is_in_sight()
        raise AssertionError(f"Tab never reaches {target}")

    def write(self, target: Locator, words: str) -> None:
        """Tab to a field and type."""
        self.to(target)
        self.page.keyboard.type(words)

    def choose(self, field: str, value: str) -> None:
        """Go into a group of choices and along it with the arrows, as far as `value`."""
        group = self.page.locator(f"[name='{field}']:visible")
        wanted = self.page.locator(f"[name='{field}'][value='{value}']")
        self.to(group.first)
        self.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
            self.is_in_sight()
        raise AssertionError(f"the arrows never reach {value}")

    def is_in_sight(self) -> None:
        """The focus is on something, drawn, and not hidden."""
        fault = self.page.evaluate(_FOCUS)
        assert not fault, fault

    def arrived(self, address: str) -> None:
        """Wait for another page."""
        self.page.wait_for_url(re.compile(address))
