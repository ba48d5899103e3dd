"""The fault machine: nothing is lost and nothing twice, and it would be noticed if it were.

`python -m e2e.faults --seed N` plays one schedule again; `make faults N=1000` plays more.
"""

from collections.abc import Iterator

import pytest

from e2e.faults.machine import Machine, machine
from e2e.faults.network import FAULTS
from e2e.faults.schedule import EVENTS, KILLS, MOMENTS, Act, Schedule, schedule_of

SEEDS = range(5858, 5882)
"""Two dozen that follow one another and, together, break everything in every way there is."""


@pytest.fixture(scope="module")
def started() -> Iterator[Machine]:
    """The machine that the schedules of this module share."""
    with machine() as one:
        yield one


def test_a_seed_is_a_schedule() -> None:
    assert schedule_of(7) == schedule_of(7) != schedule_of(8)


def test_the_seeds_break_everything_in_every_way() -> None:
    schedules = [schedule_of(seed) for seed in SEEDS]
    acts = [act for schedule in schedules for act in schedule.acts]
    assert {act.how for act in acts if act.what == "network"} == set(FAULTS)
    assert {act.how for act in acts if act.what == "kill"} == set(KILLS)
    assert {act.moment for act in acts if act.what == "kill"} == set(MOMENTS)
    assert {act.what for act in acts} >= {"sale", "turn", "change", *EVENTS}
    assert any(schedule.signs for schedule in schedules)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_is_twice(started: Machine, seed: int) -> None:
    outcome = started.run(schedule_of(seed))
    assert not outcome.findings, str(outcome)


@pytest.mark.parametrize(
    ("planted", "noticed"),
    [
        (Act("plant", "false receipt"), "what is stored is not what was typed"),
        (Act("plant", "misspelt"), "what is stored is not what was typed"),
        (Act("plant", "other ids"), "there, and never sent by the tablet"),
        (Act("lose"), "what is stored is not what was typed"),
    ],
    ids=str,
)
def test_a_planted_loss_is_noticed(started: Machine, planted: Act, noticed: str) -> None:
    """Two steps typed without a network; then something goes wrong that is not the network."""
    typed = (Act("sale"), Act("flight"), Act("turn"), Act("turn"))
    outcome = started.run(Schedule(0, (*typed, planted, Act("landing"))))
    assert any(noticed in one for one in outcome.findings), outcome


def test_a_giving_up_that_is_lost_is_noticed(started: Machine) -> None:
    offline = (Act("sale"), Act("turn"), Act("turn"), Act("flight"), Act("give_up"))
    outcome = started.run(Schedule(0, (*offline, Act("lose"), Act("landing"))))
    assert any("given up 0 times on the server" in one for one in outcome.findings), outcome
