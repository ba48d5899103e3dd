"""What the adviser feels: from the tap on « Continuer » to the next leaf on the screen."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from rich.progress import Progress

from bench.chromium import launched, tablet
from bench.figures import SPREAD_COLUMNS, Section, Spread, Target
from bench.visitors import ADVISER, Visitor
from e2e.booklet import Booklet

SLOWER = 4
"""The slow tablet: Lighthouse's mid-tier mobile device, and the one the target is set for."""
_SLOWEST_TABLET = 6
"""A very slow one (the developer tools' low-end mobile device), for the record."""
_UNSLOWED = 4
"""Sales made first, at full speed: they also leave what a tablet that has sold before holds."""
_MEDIAN, _P99 = 50.0, 150.0
_FINGER_DOWN = 0.07
"""How long a finger stays on a button, in seconds: a quick tap."""
_TURNED = "leaf turned"
"""What the page says after each turn."""
_WATCH = (Path(__file__).parent / "watch_leaves.js").read_text(encoding="utf-8")
_BODIES = (Path(__file__).parent / "count_bodies.js").read_text(encoding="utf-8")


def measure_steps(url: str, steps: int, progress: Progress) -> Section:
    """Sell on a slow tablet until at least `steps` leaves were turned."""
    section = Section(
        "A step, as the adviser feels it",
        f"Chromium with its main thread slowed {SLOWER} times (Lighthouse's mobile profile, which "
        f"the targets refer to), then {_SLOWEST_TABLET} times; the web server behind it on "
        "the same machine. A finger taps: it stays on the button for "
        f"{1000 * _FINGER_DOWN:.0f} ms. From the timestamp of its lifting to the task after the "
        "frame that shows the next leaf; the step is sealed on the tablet's disk by then, and goes "
        "to the server meanwhile. Nothing looks at the page during a turn.",
        ["leaf left", "steps", *SPREAD_COLUMNS],
    )
    turns: list[dict[str, Any]] = []
    task = progress.add_task(section.title, total=steps)
    with launched() as browser, tablet(browser, Visitor.sign_in(url, ADVISER)) as context:
        context.add_init_script(_WATCH)
        page = context.new_page()
        unslowed = [turn["ms"] for _ in range(_UNSLOWED) for turn in _sell(page)]
        page = _slowed(context.new_page(), SLOWER)
        while len(turns) < steps:
            turns += _sell(page)
            progress.update(task, completed=min(steps, len(turns)))
        page = _slowed(context.new_page(), _SLOWEST_TABLET)
        slowest = [turn["ms"] for _ in range(_UNSLOWED) for turn in _sell(page)]
        kept = page.evaluate(_BODIES)
    progress.remove_task(task)
    if not kept["sealed"] == kept["bodies"] > 0:
        section.faults.append(f"the tablet does not seal what it keeps: {kept}")
    for leaf in dict.fromkeys(turn["left"] for turn in turns):
        times = [turn["ms"] for turn in turns if turn["left"] == leaf]
        section.rows.append([leaf, str(len(times)), *Spread.of(times).cells()])
    spread = Spread.of([turn["ms"] for turn in turns])
    section.rows.append([f"all, slowed {SLOWER} times", str(spread.count), *spread.cells()])
    for words, times in (
        (f"all, slowed {_SLOWEST_TABLET} times", slowest),
        ("all, not slowed", unslowed),
    ):
        section.rows.append([words, str(len(times)), *Spread.of(times).cells()])
    section.targets = [
        Target.below("a step on a slow tablet, median", spread.p50, _MEDIAN, "ms"),
        Target.below("a step on a slow tablet, p99", spread.p99, _P99, "ms"),
    ]
    return section


class _Watched(Booklet):
    """Taps with a finger, then leaves the page alone until the leaf has turned."""

    def go_on(self) -> None:
        button = self.page.locator("button[type=submit]:visible")
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        if box is None:
            raise RuntimeError("nothing leads on from this leaf")
        finger = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        screen = self.page.context.new_cdp_session(self.page)
        with self.page.expect_console_message(lambda message: message.text == _TURNED):
            screen.send("Input.dispatchTouchEvent", _touch("touchStart", [finger]))
            time.sleep(_FINGER_DOWN)
            screen.send("Input.dispatchTouchEvent", _touch("touchEnd", []))
        screen.detach()


def _touch(kind: str, fingers: list[dict[str, float]]) -> dict[str, Any]:
    return {"type": kind, "touchPoints": fingers}


def _slowed(page: Page, times: int) -> Page:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    return page


def _sell(page: Page) -> list[dict[str, Any]]:
    """One sale up to the review; the leaves that were turned on the way."""
    _Watched(page).open().fill_to_review()
    found: list[dict[str, Any]] = page.evaluate("window.palierTurns.settled()")
    return found
