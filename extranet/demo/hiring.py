"""What the sellers of the demo sell under: everybody has a contract, and some end soon."""

import random
from datetime import UTC, date, datetime, time, timedelta

from extranet.core.clock import today
from extranet.core.database import UnitOfWork
from extranet.demo.ids import id_at

_FIRST_DAY = date(2025, 1, 6)
_ENDS = (5, 25, 52, -2)
"""Days from the founding on which the contracts of as many sellers end, one each."""

_SELLERS = """
    SELECT id, agency_id, email FROM person WHERE role IN ('adviser', 'referent')
    ORDER BY role = 'referent', email NOT LIKE 'demo%', email
"""
_CONTRACT = """
    INSERT INTO seller_contract (id, person_id, agency_id, kind, starts_on, ends_on, registry,
        siren, registered_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def hire(work: UnitOfWork, seed: int) -> None:
    """Write a contract for everybody who sells, the same for the same seed and day."""
    dice = random.Random(f"contracts {seed}")  # noqa: S311 (demo data)
    first, day = datetime.combine(_FIRST_DAY, time(9), UTC), today()
    for rank, seller in enumerate(await work.all(_SELLERS)):
        ends = day + timedelta(days=_ENDS[rank]) if rank < len(_ENDS) else None
        independent = rank >= len(_ENDS) and rank % 3 == 0
        registered = independent and rank % 2 == 0
        await work.run(
            _CONTRACT,
            id_at(first, dice),
            seller["id"],
            seller["agency_id"],
            "vdi" if independent else "employee",
            _FIRST_DAY,
            ends,
            "rsac" if registered else "",
            _siren(dice) if registered else "",
            day + timedelta(days=40 + 30 * rank) if registered else None,
        )


def _siren(dice: random.Random) -> str:
    """Nine figures with the right last one (Luhn), of nobody."""
    figures = [9, 9, *(dice.randrange(10) for _ in range(6))]
    doubled = [2 * figure if place % 2 else figure for place, figure in enumerate(figures)]
    odd = sum(figure - 9 if figure > 9 else figure for figure in doubled)
    return "".join(map(str, figures)) + str(-odd % 10)
