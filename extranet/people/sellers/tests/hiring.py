"""Contracts of sellers in tests, written as the back office writes them."""

from datetime import timedelta
from typing import Any

from extranet.core.access import Actor
from extranet.core.clock import today
from extranet.people.sellers.contracts import NewContract, write_contract
from extranet.people.sellers.deadlines import ContractKind
from extranet.testing.cast import Cast

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0scan\xff\xd9"
SIREN = "732829320"


async def hire(
    cast: Cast, seller: Actor, starts: int = -100, ends: int | None = None, **more: Any
) -> None:
    """Write a contract of `seller`, by days from today."""
    assert seller.person_id is not None
    day = today()
    contract = NewContract(
        more.pop("kind", ContractKind.EMPLOYEE),
        day + timedelta(days=starts),
        None if ends is None else day + timedelta(days=ends),
        **more,
    )
    await write_contract(cast.back_office, seller.person_id, contract)
