"""Several machines at once, each in a process of its own, on one list of seeds."""

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing.queues import Queue
from queue import Empty

from e2e.faults.machine import Machine, Outcome, machine
from e2e.faults.schedule import schedule_of

_LOOK_AGAIN = 2.0


class BrokenDown(Exception):
    """A machine ended by itself: what it said stands above."""


def outcomes(seeds: range, jobs: int) -> Iterator[Outcome]:
    """Play the seeds on `jobs` machines; each outcome as it is there."""
    context = multiprocessing.get_context("spawn")
    waiting: Queue[int | None] = context.Queue()
    done: Queue[Outcome] = context.Queue()
    for one in [*seeds, *[None] * jobs]:
        waiting.put(one)
    workers = [context.Process(target=work, args=(waiting, done)) for _ in range(jobs)]
    for worker in workers:
        worker.start()
    left = len(seeds)
    try:
        while left:
            try:
                yield done.get(timeout=_LOOK_AGAIN)
                left -= 1
            except Empty:
                if any(worker.exitcode for worker in workers):
                    raise BrokenDown from None
    finally:
        for worker in workers:
            worker.join(timeout=30 if left == 0 else 1)
            if worker.is_alive():
                worker.terminate()


def work(waiting: "Queue[int | None]", done: "Queue[Outcome]") -> None:
    """Play what waits, with a new machine after every finding."""
    # Told to end, it ends what it started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = waiting.get()
    while seed is not None:
        with ExitStack() as stack:
            one: Machine = stack.enter_context(machine())
            sound = True
            while seed is not None and sound:
                try:
                    outcome = one.run(schedule_of(seed))
                except Exception:
                    sys.stderr.write(f"\nseed {seed}: the machine itself broke down\n")
                    raise
                done.put(outcome)
                sound = not outcome.findings
                seed = waiting.get()
