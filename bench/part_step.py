"""What the adviser feels: from the tap on « Continuer » to the next leaf on the screen."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from rich.progress import Progress

from bench.chromium import launched, tablet
from bench.figures import SPREAD_COLUMNS, Section, Spread, Target
from bench.visitors import ADVISER, Visitor
from e2e.booklet import Booklet

SLOWER = 6
"""How much slower than this machine the tablet computes."""
_UNSLOWED = 4
"""Sales made first, at full speed: they also leave what a tablet that has sold before holds."""
_MEDIAN, _SLOWEST = 50.0, 150.0
_WATCH = (Path(__file__).parent / "watch_leaves.js").read_text(encoding="utf-8")


def measure_steps(url: str, steps: int, progress: Progress) -> Section:
    """Sell on a slow tablet until at least `steps` leaves were turned."""
    section = Section(
        "A step, as the adviser feels it",
        f"Chromium with its processor slowed {SLOWER} times, the web server behind it on the same "
        "machine. From the timestamp of the click to the task after the frame that shows the next "
        "leaf; the step is on the tablet's disk by then, and goes to the server meanwhile.",
        ["leaf left", "steps", *SPREAD_COLUMNS],
    )
    turns: list[dict[str, Any]] = []
    task = progress.add_task(section.title, total=steps)
    with launched() as browser, tablet(browser, Visitor.sign_in(url, ADVISER)) as context:
        context.add_init_script(_WATCH)
        page = context.new_page()
        unslowed = [turn["ms"] for _ in range(_UNSLOWED) for turn in _sell(page)]
        page = _slowed(context.new_page())
        while len(turns) < steps:
            turns += _sell(page)
            progress.update(task, completed=min(steps, len(turns)))
    progress.remove_task(task)
    for leaf in dict.fromkeys(turn["left"] for turn in turns):
        times = [turn["ms"] for turn in turns if turn["left"] == leaf]
        section.rows.append([leaf, str(len(times)), *Spread.of(times).cells()])
    spread = Spread.of([turn["ms"] for turn in turns])
    section.rows.append(["all", str(spread.count), *spread.cells()])
    fast = Spread.of(unslowed)
    section.rows.append(["all, processor not slowed", str(fast.count), *fast.cells()])
    section.targets = [
        Target.below("a step on a slow tablet, median", spread.p50, _MEDIAN, "ms"),
        Target.below("a step on a slow tablet, p99", spread.p99, _SLOWEST, "ms"),
    ]
    return section


def _slowed(page: Page) -> Page:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def _sell(page: Page) -> list[dict[str, Any]]:
    """One sale up to the review; the leaves that were turned on the way."""
    Booklet(page).open().fill_to_review()
    found: list[dict[str, Any]] = page.evaluate("window.palierTurns.settled()")
    return found
