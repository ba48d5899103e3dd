"""What happens, in which order: a schedule is made by its seed and by nothing else."""

from dataclasses import dataclass
from random import Random

from e2e.faults.network import FAULTS

STEPS = (
    "products",
    "customer",
    "address",
    "contact",
    "payment",
    "consents",
    "information",
    "review",
)
"""The leaves of a sale, in their order."""

CHANGEABLE = STEPS[:5]
"""The steps that an adviser goes back to."""

_TWO_SALES = 0.4
_WHOLE_SALE = 0.35
_SIGNED = 0.3
_SOMETHING_HAPPENS = 0.6
_CHANGE = 0.12
_GIVEN_UP = 0.2
KILLS = {
    "page": 5,
    "crash": 4,
    "browser": 4,
    "web": 6,
    "database": 3,
    "database_stop": 2,
    "worker": 2,
}
"""What may be killed, and how often beside the others."""

MOMENTS = ("now", "tapped", "before", "after")
"""When: at once, as a leaf is tapped, or while its request is held before the server or after its
commit."""

EVENTS = {
    "network": 60,
    "dark": 7,
    "light": 5,
    "flight": 7,
    "landing": 5,
    "send": 6,
    "session": 5,
    "tab": 5,
    "kill": 24,
}
"""What may happen between two leaves, and how often beside the others."""

_LONGEST_AWAY = 3


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens.

    `sale` begins one; `turn` fills the leaf that is open and goes on; `change` goes back to the
    step `how` and says something else there; `give_up` gives the sale up; `network` does `how` to
    the next request; `dark` and `light` take the network away and bring it back, `flight` and
    `landing` the tablet's own; `send` presses « send now »; `session` ends the session on the
    server; `tab` turns a leaf in a second tab; `kill` kills `how`: now, as a leaf is tapped, or
    while its request is held before the server or after its commit. A dead server is started again
    after `away` more acts.
    """

    what: str
    how: str = ""
    moment: str = "now"
    away: int = 0

    def __str__(self) -> str:
        parts = [self.what, self.how]
        if self.what == "kill":
            parts += [self.moment, f"away {self.away}" if self.away else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The acts of a seed; `signs` when the customer of the first whole sale signs at the end."""

    seed: int
    acts: tuple[Act, ...]
    signs: bool = False

    def __str__(self) -> str:
        acts = "\n".join(f"  {number:2} {act}" for number, act in enumerate(self.acts, start=1))
        return f"seed {self.seed}{', signed at the end' if self.signs else ''}\n{acts}"


def schedule_of(seed: int) -> Schedule:
    """The schedule of `seed`."""
    dice = Random(seed)  # noqa: S311 (replayable, not secret)
    acts: list[Act] = []
    whole = False
    for _ in range(2 if dice.random() < _TWO_SALES else 1):
        to_the_end = dice.random() < _WHOLE_SALE
        leaves = len(STEPS) if to_the_end else dice.randint(2, 4)
        acts.append(Act("sale"))
        for turned in range(leaves):
            if dice.random() < _SOMETHING_HAPPENS:
                acts.append(_event(dice))
            if turned > 1 and dice.random() < _CHANGE:
                acts.append(Act("change", dice.choice(CHANGEABLE[:turned])))
            acts.append(Act("turn"))
        whole = whole or to_the_end
    if dice.random() < _SOMETHING_HAPPENS:
        acts.append(_event(dice))
    signs = whole and dice.random() < _SIGNED
    if not signs:
        _give_up_now_and_then(acts, Random(f"{seed} gives up"))  # noqa: S311 (replayable, not secret)
    return Schedule(seed, tuple(acts), signs)


def _give_up_now_and_then(acts: list[Act], dice: Random) -> None:
    """Have a sale given up after one of its leaves; what the schedule says of it then comes to
    nothing. By other dice, so that all else of a seed stays as it is."""
    turns = [place for place, act in enumerate(acts) if act.what == "turn"]
    if dice.random() < _GIVEN_UP:
        acts.insert(dice.choice(turns) + 1, Act("give_up"))


def _event(dice: Random) -> Act:
    what = _one_of(EVENTS, dice)
    if what == "network":
        return Act(what, dice.choice(list(FAULTS)))
    if what == "kill":
        return Act(what, _one_of(KILLS, dice), dice.choice(MOMENTS), dice.randint(0, _LONGEST_AWAY))
    return Act(what)


def _one_of(weights: dict[str, int], dice: Random) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]
