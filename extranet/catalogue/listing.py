"""The products as the desk sees them, those no longer sold too."""

from dataclasses import dataclass
from uuid import UUID

from extranet.catalogue.pictures import address_of
from extranet.core.access import Actor
from extranet.core.database import Row, unit_of_work

_ROWS = """
    SELECT p.*, q.name AS partner, i.sha256 FROM product p
    JOIN partner q ON q.id = p.partner_id
    LEFT JOIN product_picture i ON i.product_id = p.id
"""
_ALL = f"{_ROWS} ORDER BY p.active DESC, q.name, p.label_fr, p.code"
_ONE = f"{_ROWS} WHERE p.id = $1"


@dataclass(frozen=True, slots=True)
class ListedProduct:
    """A product in the reader's language; `price_cents` for one `period`; `picture` is where it is
    had, or None."""

    id: UUID
    code: str
    partner: str
    name: str
    description: str
    price_cents: int
    period: str
    commitment_months: int
    nature: str
    exempt_39bis: bool
    active: bool
    picture: str | None


async def list_products(actor: Actor) -> list[ListedProduct]:
    """Every product: those on sale first, by partner and name."""
    async with unit_of_work(actor) as work:
        rows = await work.all(_ALL)
    return [_listed(row, actor.locale) for row in rows]


async def load_product(actor: Actor, product_id: UUID) -> ListedProduct:
    """One product; raises `NotFound`."""
    async with unit_of_work(actor) as work:
        return _listed(await work.one_or_404(_ONE, product_id), actor.locale)


def _listed(row: Row, locale: str) -> ListedProduct:
    language = "en" if locale == "en" else "fr"
    return ListedProduct(
        id=row["id"],
        code=row["code"],
        partner=row["partner"],
        name=row[f"label_{language}"],
        description=row[f"description_{language}"],
        price_cents=row["price_cents"],
        period=row["period"],
        commitment_months=row["commitment_months"],
        nature=row["nature"],
        exempt_39bis=row["exempt_39bis"],
        active=row["active"],
        picture=address_of(row["sha256"]),
    )
