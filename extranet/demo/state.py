"""What the demo's database holds already."""

from extranet.core.database import UnitOfWork


async def is_founded(work: UnitOfWork) -> bool:
    """Whether there is a company already."""
    return bool(await work.value("SELECT EXISTS (SELECT FROM agency)"))
