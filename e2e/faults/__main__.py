"""`python -m e2e.faults`: break everything around sales, as often as asked; say what was lost."""

import os
import random
import sys
import time
from typing import Annotated

import typer

from e2e.faults.crew import outcomes
from e2e.faults.machine import Outcome, machine
from e2e.faults.schedule import schedule_of

_SOME_DOZENS = 48
_CORES = 2


def main(
    count: Annotated[int, typer.Option(help="How many schedules to play.")] = _SOME_DOZENS,
    seed: Annotated[int | None, typer.Option(help="Play this one again, and show it.")] = None,
    first: Annotated[int | None, typer.Option(help="The first seed; by chance if none.")] = None,
    jobs: Annotated[int, typer.Option(help="Machines at once.")] = min(_CORES, os.cpu_count() or 1),
) -> None:
    """Play schedules of faults against the whole product; the status says whether all held."""
    if seed is not None:
        with machine() as one:
            outcome = one.run(schedule_of(seed))
        sys.stdout.write(f"{outcome}\n{outcome.seconds:.1f} s\n")
        sys.exit(1 if outcome.findings else 0)
    begin = first if first is not None else random.SystemRandom().randrange(10**9)
    sys.stdout.write(f"{count} schedules, seeds {begin} to {begin + count - 1}\n")
    sys.exit(_play(range(begin, begin + count), jobs))


def _play(seeds: range, jobs: int) -> int:
    started = time.monotonic()
    failed: list[Outcome] = []
    spent = submissions = 0.0
    for done, outcome in enumerate(outcomes(seeds, jobs), start=1):
        spent += outcome.seconds
        submissions += outcome.submissions
        if outcome.findings:
            failed.append(outcome)
            sys.stdout.write(f"\n{outcome}\n")
        passed = time.monotonic() - started
        sys.stdout.write(
            f"\r{done} of {len(seeds)} schedules, {len(failed)} failed, {submissions:.0f} steps, "
            f"{spent / done:.1f} s each, {passed:.0f} s so far"
        )
        sys.stdout.flush()
    sys.stdout.write("\n")
    for outcome in failed:
        seed = outcome.schedule.seed
        sys.stdout.write(f"failed: seed {seed}; again: python -m e2e.faults --seed {seed}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    typer.run(main)
