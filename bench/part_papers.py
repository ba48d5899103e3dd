"""How long the documents of one sale take: typeset, drawn for the screen, sealed, checked."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.progress import Progress

from bench.figures import SPREAD_COLUMNS, Section, Spread, milliseconds
from extranet.documents.rendering import page, render_contract, render_sheet
from extranet.documents.sealing import seal_pdf, verify_seal
from extranet.documents.seals import make_demo_seal
from extranet.documents.tests.samples import DOOR_SALE

_TIMES = 30
_SECRET = "bench"  # noqa: S105 (a seal that lives for a minute)


def measure_papers(progress: Progress) -> Section:
    """Make the same documents again and again, in this process."""
    section = Section(
        "Documents",
        f"Each {_TIMES} times after one to warm up, on one thread: a sale of three kinds of goods, "
        "typeset as PDF/A-3a and PDF/UA-1, sealed as PAdES B-B with its evidence inside.",
        ["what", "times", *SPREAD_COLUMNS, "cpu ms", "kB"],
    )
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        seal = make_demo_seal(Path(folder), _SECRET)
    contract = render_contract(DOOR_SALE)

    def sealed() -> bytes:
        return seal_pdf(
            seal, contract.pdf, b"{}" * 2_000, reason="bench", location="Lyon", name="Palier"
        )

    finished = sealed()
    work: dict[str, Callable[[], Any]] = {
        "pre-contract sheet": lambda: render_sheet(DOOR_SALE).pdf,
        f"contract ({contract.page_count} pages)": lambda: render_contract(DOOR_SALE).pdf,
        "first page of the contract, for the tablet": lambda: page(DOOR_SALE, "contract", 1),
        "seal": sealed,
        "check of the seal": lambda: verify_seal(finished, seal.roots),
    }
    task = progress.add_task(section.title, total=len(work))
    for name, make in work.items():
        times, busy, made = _timed(make)
        weight = f"{len(made) / 1000:.0f}" if isinstance(made, bytes) else ""
        section.rows.append(
            [name, str(_TIMES), *Spread.of(times).cells(), milliseconds(busy), weight]
        )
        progress.advance(task)
    progress.remove_task(task)
    if not verify_seal(finished, seal.roots).good:
        section.faults.append("the sealed contract does not verify")
    return section


def _timed(make: Callable[[], Any]) -> tuple[list[float], float, Any]:
    """Milliseconds of each time, those a core was busy for one on average, and what was made."""
    made = make()
    times = []
    busy = time.process_time()
    for _ in range(_TIMES):
        started = time.perf_counter()
        made = make()
        times.append((time.perf_counter() - started) * 1000)
    return times, (time.process_time() - busy) * 1000 / _TIMES, made
