"""`extranet audit`: verifying the journal, proving an entry, checking a proof.

Each command imports what it needs and no more: `check` works with neither settings nor database.
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from uuid import UUID

import typer

if TYPE_CHECKING:
    from audit.seal.notes import PublicKey, SignedRoot
    from audit.seal.verifying import Outcome
    from extranet.core.settings import Settings

commands = typer.Typer(
    help="Verify the seal of the journal, prove its entries.", no_args_is_help=True
)

Keys = Annotated[
    list[str] | None,
    typer.Option("--key", help="Public key of an earlier secret or address (may be repeated)."),
]
Known = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="A checkpoint kept elsewhere."),
]


@commands.command()
def verify(
    since: Annotated[
        int, typer.Option(min=0, help="Begin at the checkpoint of this size, or the last before.")
    ] = 0,
    known: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="A checkpoint kept elsewhere."),
    ] = None,
    key: Keys = None,
) -> None:
    """Recompute the seal from the entries and name what is not as it was; 1 if anything is."""
    from audit.seal.verifying import NoSuchCheckpoint

    settings = _settings()
    trusted = _trusted(settings, key)
    kept = [_opened(file, trusted) for file in known or ()]
    try:
        outcome = asyncio.run(_verify(settings, trusted, since, kept))
    except NoSuchCheckpoint as missing:
        _fail(str(missing))
    _tell(outcome)
    raise typer.Exit(1 if outcome.findings else 0)


@commands.command()
def proof(
    entry: Annotated[str, typer.Argument(help="Number or id of the entry.")],
    out: Annotated[Path | None, typer.Option(help="Where to write it (default: here).")] = None,
    known: Known = None,
    key: Keys = None,
) -> None:
    """Write the proof that an entry is in the journal; it is journalled that it was made.

    With --known, the file also shows that the journal goes on from that checkpoint.
    """
    from audit.seal.proving import NoProof

    settings = _settings()
    try:
        wanted = int(entry) if entry.isdecimal() else UUID(entry)
    except ValueError:
        _fail("an entry is named by its number or its id")
    kept = known.read_text(encoding="utf-8") if known else ""
    try:
        text = asyncio.run(_prove(settings, wanted, _trusted(settings, key), kept))
    except NoProof as missing:
        _fail(str(missing))
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"Written to {out}.")


@commands.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A proof file.")],
    key: Annotated[
        list[str], typer.Option("--key", help="Public key of the journal (may be repeated).")
    ],
) -> None:
    """Check a proof file with the public key alone: no database, no settings."""
    from audit.seal.proving import NoProof, check_proof

    try:
        found = check_proof(file.read_text(encoding="utf-8"), _parsed(key))
    except (NoProof, UnicodeDecodeError) as wrong:
        _fail(str(wrong))
    signed, known = found.signed, found.known
    for name, value in found.entry.items():
        typer.echo(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    typer.echo(f"In the journal {signed.origin} of {signed.size} entries, signed {signed.at}.")
    if known is not None:
        typer.echo(f"That journal goes on from the {known.size} entries signed {known.at}.")


@commands.command()
def retain() -> None:
    """Drop the months that are older than JOURNAL_MONTHS, thin out the checkpoints of older days.

    Workers do it every night.
    """
    from audit.retention import NotSealed

    try:
        asyncio.run(_retain(_settings()))
    except NotSealed as kept:
        _fail(f"{kept}: run extranet audit verify")


@commands.command()
def key() -> None:
    """Print the public key of this installation's journal."""
    from audit.seal.key import signing_key

    typer.echo(str(signing_key(_settings()).public))


@commands.command()
def checkpoint() -> None:
    """Print the newest signed checkpoint, to be kept elsewhere."""
    note = asyncio.run(_newest(_settings()))
    if note is None:
        _fail("nothing is sealed yet")
    typer.echo(note, nl=False)


async def _verify(
    settings: "Settings",
    trusted: "Sequence[PublicKey]",
    since: int,
    known: "Sequence[SignedRoot]",
) -> "Outcome":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    from audit.seal.verifying import verify as verified
    from extranet.core import database

    await database.connect(settings)
    try:
        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = Console(stderr=True)
        with Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        ) as progress:
            task = progress.add_task("entries", total=None)
            return await verified(
                trusted,
                since=since,
                known=known,
                tell=lambda finding: typer.echo(str(finding)),
                advance=lambda done, total: progress.update(task, completed=done, total=total),
            )
    finally:
        await database.disconnect()


async def _retain(settings: "Settings") -> None:
    from audit.retention import drop_months, thin_checkpoints
    from extranet.core import database

    await database.connect(settings)
    try:
        for month in await drop_months():
            typer.echo(f"{month.month}: {month.entries:,} entries dropped.")
        typer.echo(f"{await thin_checkpoints():,} checkpoints thinned out.")
    finally:
        await database.disconnect()


async def _prove(
    settings: "Settings", entry: int | UUID, trusted: "Sequence[PublicKey]", known: str
) -> str:
    from audit.seal.proving import prove
    from extranet.core import database

    await database.connect(settings)
    try:
        return await prove(entry, trusted, known)
    finally:
        await database.disconnect()


async def _newest(settings: "Settings") -> str | None:
    from audit.seal.proving import newest_checkpoint
    from extranet.core import database

    await database.connect(settings)
    try:
        return await newest_checkpoint()
    finally:
        await database.disconnect()


def _tell(outcome: "Outcome") -> None:
    covered = f"{outcome.size - outcome.since:,} leaves and {outcome.checkpoints:,} checkpoints"
    typer.echo(f"{outcome.entries:,} entries against {covered}.")
    if outcome.signed_at is not None:
        typer.echo(f"The newest was signed {outcome.signed_at:%Y-%m-%d %H:%M:%S} UTC.")
    if outcome.erased:
        typer.echo(f"{outcome.erased:,} entries have no details any more: erased.")
    if outcome.dropped:
        typer.echo(f"{outcome.dropped:,} entries were dropped with their months.")
    if outcome.waiting:
        typer.echo(f"{outcome.waiting:,} entries wait for their seal.")
    many = outcome.findings
    typer.echo(f"{many:,} findings." if many else "The journal is as it was sealed.")


def _settings() -> "Settings":
    from extranet.core.settings import Settings

    return Settings.load()


def _trusted(settings: "Settings", others: list[str] | None) -> "list[PublicKey]":
    from audit.seal.key import signing_key

    return [signing_key(settings).public, *_parsed(others or [])]


def _parsed(texts: list[str]) -> "list[PublicKey]":
    from audit.seal.notes import NoteRefused, PublicKey

    try:
        return [PublicKey.parse(text) for text in texts]
    except NoteRefused as refused:
        _fail(str(refused))


def _opened(file: Path, trusted: "Sequence[PublicKey]") -> "SignedRoot":
    from audit.seal.notes import NoteRefused, open_checkpoint

    try:
        return open_checkpoint(file.read_text(encoding="utf-8"), trusted)
    except (NoteRefused, UnicodeDecodeError) as refused:
        _fail(f"{file}: {refused}")


def _fail(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
