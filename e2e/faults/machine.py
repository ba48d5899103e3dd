"""The whole machine: one rig and one tablet, on which schedules are played one after another."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from playwright.sync_api import Error as BrowserError

from e2e.faults.player import Lost, Player
from e2e.faults.rig import Rig, rigged
from e2e.faults.schedule import Schedule
from e2e.faults.signing import sign
from e2e.faults.tablet import Tablet, in_hand
from e2e.faults.verdict import findings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a schedule: how long it took, and what was found, if anything."""

    schedule: Schedule
    seconds: float
    submissions: int
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = "\n".join(f"  - {one}" for one in self.findings) or "  nothing lost, nothing twice"
        return f"{self.schedule}\n{found}"


class Machine:
    """Plays schedules. After one with findings, take another machine: what it left is no start."""

    def __init__(self, rig: Rig, tablet: Tablet) -> None:
        self._rig = rig
        self._tablet = tablet

    def run(self, schedule: Schedule) -> Outcome:
        """Play a schedule and judge it."""
        started = time.monotonic()
        player = Player(self._rig, self._tablet, schedule)
        found: list[str] = []
        try:
            player.play()
            if schedule.signs:
                found.append(self._sign(player, Random(schedule.seed)))  # noqa: S311 (replayable)
            self._rig.proxy.quieten()
        except (Lost, BrowserError, AssertionError) as lost:
            found.append(f"{type(lost).__name__}: {lost}")
        found += findings(self._rig.installation, self._rig.proxy, player.ledger)
        seconds = time.monotonic() - started
        return Outcome(schedule, seconds, len(player.ledger.turns), [one for one in found if one])

    def _sign(self, player: Player, dice: Random) -> str:
        sale = player.ledger.begun[0]
        said = [turn.kept for turn in player.ledger.of(sale) if turn.step == "customer"][-1]
        return sign(self._rig, sale, f"{said['first_name']} {said['last_name']}", dice)


@contextmanager
def machine() -> Iterator[Machine]:
    """A machine with everything of its own, gone at the end."""
    with rigged() as rig, in_hand(rig.installation.url) as tablet:
        yield Machine(rig, tablet)
