"""`python -m bench`: measure everything once, print it, and say what missed its target."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench import report
from bench.figures import Section, Target
from bench.installation import Installation, installation
from bench.machine import machine_facts
from bench.part_journal import measure_journal
from bench.part_memory import measure_memory
from bench.part_pages import measure_pages
from bench.part_papers import measure_papers
from bench.part_return import measure_return
from bench.part_start import measure_start
from bench.part_step import measure_steps
from bench.part_trips import measure_trips
from bench.part_weight import measure_weight
from bench.requests import addresses, landmarks

PARTS = (
    "start",
    "papers",
    "journal",
    "seed",
    "step",
    "pages",
    "weight",
    "trips",
    "memory",
    "return",
)
_ALONE = ("start", "papers", "journal")
"""These need no installation of many sales."""
_PAGE = Path(__file__).resolve().parents[1] / "docs" / "bench.md"
_SEED_LIMIT = 120.0
_WIDTH = 120
"""Where the report goes into a file."""


@dataclass
class Bench:
    """One run of the chosen `parts`."""

    parts: tuple[str, ...]
    sales: int
    requests: int
    steps: int
    tablets: int
    entries: int
    console: Console
    sections: list[Section] = field(default_factory=list)

    def run(self) -> None:
        """Measure, showing each section as it is there."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        with Progress(*columns, TimeElapsedColumn(), console=self.console, transient=True) as shown:
            for section in self._measured(shown):
                self.sections.append(section)
                report.show(self.console, section)

    def _measured(self, progress: Progress) -> Iterator[Section]:
        if "start" in self.parts:
            yield measure_start(progress)
        if "papers" in self.parts:
            yield measure_papers(progress)
        if "journal" in self.parts:
            yield measure_journal(self.entries, progress)
        if set(self.parts) - set(_ALONE):
            task = progress.add_task(f"Loading {self.sales:,} sales", total=None)
            with installation() as made:
                seeded = self._seeded(made)
                progress.remove_task(task)
                if "seed" in self.parts:
                    yield seeded
                yield from self._served(made, progress)

    def _seeded(self, made: Installation) -> Section:
        seconds = made.run("seed", "--sales", str(self.sales))
        section = Section(
            "Seeding",
            "`extranet seed` through COPY, the demo company included.",
            ["sales", "seconds", "sales a second"],
            [[f"{self.sales:,}", f"{seconds:.1f}", f"{self.sales / seconds:.0f}"]],
        )
        if self.sales >= 100_000:
            limit = f"< {_SEED_LIMIT:.0f} s"
            met = seconds < _SEED_LIMIT
            section.targets.append(Target("100,000 sales", limit, f"{seconds:.0f} s", met))
        return section

    def _served(self, made: Installation, progress: Progress) -> Iterator[Section]:
        """The parts that need a running installation, each as it is wanted."""
        web = made.start_web()
        made.start_worker()
        deep, surname = asyncio.run(landmarks(made))
        known = addresses(web.url, deep, surname)

        def pages_twice() -> Iterator[Section]:
            yield measure_pages([web], known, self.requests, self.sales, progress)
            second = made.start_web()
            yield measure_pages([web, second], known, self.requests, self.sales, progress)
            made.stop(second)

        def return_to_two() -> Iterator[Section]:
            second = made.start_web()
            yield measure_return(made, [web, second], known, self.tablets, progress)
            made.stop(second)

        measures: dict[str, Callable[[], Iterator[Section]]] = {
            "step": lambda: iter([measure_steps(web.url, self.steps, progress)]),
            "pages": pages_twice,
            "weight": lambda: iter([measure_weight(known, progress)]),
            "trips": lambda: iter([measure_trips(made, known)]),
            "memory": lambda: iter([measure_memory(made.start_web(), known, progress)]),
            "return": return_to_two,
        }
        for part, measure in measures.items():
            if part in self.parts:
                yield from measure()


def main(
    sales: Annotated[int, typer.Option(help="How many sales to measure over.")] = 100_000,
    requests: Annotated[int, typer.Option(help="Requests for each page.")] = 2_000,
    steps: Annotated[int, typer.Option(help="Leaves to turn on the tablet.")] = 200,
    tablets: Annotated[int, typer.Option(help="Tablets that come back at once.")] = 1_000,
    entries: Annotated[int, typer.Option(help="Entries of the journal.")] = 10_000_000,
    only: Annotated[str, typer.Option(help=f"Parts, by comma: {', '.join(PARTS)}.")] = "",
    write: Annotated[bool, typer.Option(help="Also write docs/bench.md.")] = False,
) -> None:
    """Measure how fast and how heavy Palier is, on this machine, over its own temporary data."""
    chosen = tuple(only.split(",")) if only else PARTS
    if unknown := set(chosen) - set(PARTS):
        raise typer.BadParameter(f"no such part: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, _interrupt)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    facts = machine_facts()
    for name, value in facts:
        console.print(f"{name}: {value}")
    bench = Bench(chosen, sales, requests, steps, tablets, entries, console)
    bench.run()
    if write:
        report.write(_PAGE, facts, bench.sections)
        console.print(f"\nWritten to docs/{_PAGE.name}")
    faults = [fault for section in bench.sections for fault in section.faults]
    if faults:
        console.print(f"[red]{len(faults)} answers were not as they must be; see the faults.[/]")
    sys.exit(1 if faults else 0)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    typer.run(main)
