"""The report: the same sections at the terminal and in docs/bench.md."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import Section, Target

_FIRST_COLUMN = 44


def show(console: Console, section: Section) -> None:
    """Print one section as soon as it is measured."""
    table = Table(title=section.title, title_justify="left", title_style="bold")
    for index, column in enumerate(section.columns):
        if index == 0:
            table.add_column(column, max_width=_FIRST_COLUMN, overflow="fold")
        else:
            table.add_column(column, justify="right")
    for row in section.rows:
        table.add_row(*row)
    console.print()
    console.print(table)
    for target in section.targets:
        colour, word = ("green", "met") if target.met else ("red", "missed")
        console.print(
            f"[{colour}]{word}[/] {target.name}: {target.measured} (wanted {target.wanted})"
        )
    for fault in section.faults:
        console.print(f"fault: {fault}", style="red", markup=False)


def markdown(facts: Sequence[tuple[str, str]], sections: Sequence[Section]) -> str:
    """The whole report as a page."""
    targets = [target for section in sections for target in section.targets]
    parts = [
        "# Figures",
        "Written by `python -m bench --write` from one run. Everything ran on this one machine: "
        "browser, load, web server, worker and database share its cores.",
        "\n".join(f"- {name}: {value}" for name, value in facts),
    ]
    if targets:
        parts += ["## Targets", _targets(targets)]
    for section in sections:
        parts += [f"## {section.title}", section.how, _table(section.columns, section.rows)]
        parts += [f"- fault: {fault}" for fault in section.faults]
    return "\n\n".join(parts) + "\n"


def write(path: Path, facts: Sequence[tuple[str, str]], sections: Sequence[Section]) -> None:
    """Write the page."""
    path.write_text(markdown(facts, sections), encoding="utf-8")


def _targets(targets: Sequence[Target]) -> str:
    rows = [
        [target.name, target.wanted, target.measured, "met" if target.met else "**missed**"]
        for target in targets
    ]
    return _table(["target", "wanted", "measured", ""], rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_line(columns), _line(["---", *["---:"] * (len(columns) - 1)])]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
