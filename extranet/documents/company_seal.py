"""The seal of this installation: the company's own in production, a demonstration one elsewhere."""

import os
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from extranet.core.settings import Settings, installed
from extranet.documents.workshop import in_workshop

# pyHanko takes half a second to load: that is done in the workshop, with the first seal.
if TYPE_CHECKING:
    from extranet.documents.seals import Seal


async def seal_as_company(
    pdf: bytes, evidence: bytes, *, reason: str, location: str, name: str
) -> bytes:
    """The PDF with `evidence` inside, under the seal of this installation; off the event loop."""
    return await in_workshop(_sealed, pdf, evidence, reason, location, name)


def _sealed(pdf: bytes, evidence: bytes, reason: str, location: str, name: str) -> bytes:
    from extranet.documents.sealing import seal_pdf

    return seal_pdf(company_seal(), pdf, evidence, reason=reason, location=location, name=name)


def company_seal() -> "Seal":
    """The seal contracts are sealed with; opened once per process. Blocking the first time."""
    return _opened(installed())


@cache
def _opened(settings: Settings) -> "Seal":
    from extranet.documents.seals import Seal

    if settings.seal_file is not None:
        return Seal.load(settings.seal_file, settings.seal_passphrase)
    passphrase = settings.secret.hex()
    file = settings.data / "seal" / "seal.p12"
    if not file.exists():
        _make_once(file, passphrase)
    return Seal.load(file, passphrase)


def _make_once(file: Path, passphrase: str) -> None:
    """Make the demonstration seal; the first of several processes wins.

    A hard link is made or refused at once, so that no process seals with a key that another one
    replaced a moment later.
    """
    from extranet.documents.seals import make_demo_seal

    file.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix="draft-", dir=file.parent))
    try:
        make_demo_seal(draft, passphrase)
        with suppress(FileExistsError):
            os.link(draft / file.name, file)
    finally:
        shutil.rmtree(draft)
