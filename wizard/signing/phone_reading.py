"""What a customer has read on their own phone, document by document, as it stands now."""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from wizard.records import SaleRecord, load_record
from wizard.signing.handover import lock_sale
from wizard.signing.reading import ReadingKind, reading_prints
from wizard.signing.sitting import SIGNABLE

_COLUMNS: dict[ReadingKind, str] = {"sheet": "sheet_seen", "contract": "contract_seen"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A document of the sale: its print today, and the print of what the customer last read."""

    kind: ReadingKind
    print: str
    seen: str

    @property
    def read(self) -> bool:
        """Whether they have read it as it stands."""
        return self.seen == self.print

    @property
    def changed(self) -> bool:
        """Whether they have read it and it says something else since."""
        return bool(self.seen) and not self.read


def readings(record: SaleRecord) -> list[Reading]:
    """Both documents in the order they are read; none before the sheet is handed over."""
    link = record.link
    seen = {"sheet": link.sheet_seen, "contract": link.contract_seen} if link else {}
    prints = reading_prints(record)
    return [Reading(kind, prints[kind], seen.get(kind, "")) for kind in prints]


async def say_read(work: UnitOfWork, sale_id: UUID, kind: ReadingKind, seen: str) -> None:
    """Note that the customer read the document whose print is `seen`.

    Nothing is noted of one that says something else by now: it is read again.
    """
    await lock_sale(work, sale_id)
    record = await load_record(work, sale_id)
    found = readings(record) if record.state in SIGNABLE else []
    current = next((one for one in found if one.kind == kind), None)
    if current is None or current.print != seen:
        work.record("signing_link:reread", "sale", sale_id, after={"kind": kind})
        return
    both = all(one.read for one in found if one.kind != kind)
    await work.run(
        f"UPDATE signing_link SET {_COLUMNS[kind]} = $2, read_at = $3 "  # noqa: S608 (constants)
        "WHERE sale_id = $1",
        sale_id,
        seen,
        now() if both else None,
    )
    work.record("signing_link:read", "sale", sale_id, after={"kind": kind, "sha256": seen})
