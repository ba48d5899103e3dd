"""What the demo's database holds already."""

from extranet.core.database import UnitOfWork

ACCOUNT = "conseiller@palier.example"
"""An account the demo company has, and no other: its domain is nobody's."""

_OURS = "SELECT EXISTS (SELECT FROM person WHERE email = $1)"
_THERE = "SELECT count(*) FROM (SELECT FROM sale LIMIT $1) few"


async def is_founded(work: UnitOfWork) -> bool:
    """Whether there is a company already."""
    return bool(await work.value("SELECT EXISTS (SELECT FROM agency)"))


async def sales_to_load(work: UnitOfWork, wanted: int) -> int | None:
    """How many sales it takes to bring the demo company to `wanted`; None when it is whole.

    All of them where there is no company yet, the rest where an earlier start was interrupted, and
    none where the company is somebody else's.
    """
    if not await is_founded(work):
        return wanted
    if not await work.value(_OURS, ACCOUNT):
        return None
    return wanted - int(await work.value(_THERE, wanted)) or None
