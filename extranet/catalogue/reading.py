"""Reading the catalogue: what is sold, as the rules on both sides want it.

The catalogue is read whole and kept per process; each reading first asks in one small query
whether it changed.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.catalogue.pictures import address_of
from extranet.core.database import Row, UnitOfWork
from extranet.core.settings import installed

STAMP = "(SELECT concat(count(*), ' ', sum(extract(epoch FROM changed_at))) FROM product)"
"""SQL of the cheap check: how many products, and when each changed.

A sum rather than the newest: of two changes at once, the one that began first may be seen last.
"""

_PRODUCTS = f"""
SELECT p.*, q.code AS partner, q.name AS partner_name, i.sha256 AS picture, {STAMP} AS stamp
FROM product p JOIN partner q ON q.id = p.partner_id
LEFT JOIN product_picture i ON i.product_id = p.id
ORDER BY q.name, p.label_fr, p.code
"""  # noqa: S608 (our own constant)


@dataclass(frozen=True)
class Catalogue:
    """The products, under a version that is the hash of what is shown.

    `products` are plain dictionaries as `wizard.cart.Product` describes them; `ids` finds the row
    of a product by its code; `body` is the whole as the tablet receives it.
    """

    version: str
    products: list[dict[str, Any]]
    ids: dict[str, UUID]
    body: bytes


_kept: dict[str, tuple[str, Catalogue]] = {}


async def catalogue(work: UnitOfWork, stamp: str | None = None) -> Catalogue:
    """The catalogue as it stands; one small query while it has not changed.

    A caller that already read `STAMP` in a query of its own hands it in, and an unchanged
    catalogue then costs no query at all.
    """
    if stamp is None:
        stamp = str(await work.value(f"SELECT {STAMP}"))
    known = _kept.get(installed().database_url)
    if known is not None and known[0] == stamp:
        return known[1]
    rows = await work.all(_PRODUCTS)
    made = _make(rows)
    _kept[installed().database_url] = (str(rows[0]["stamp"]) if rows else stamp, made)
    return made


def _make(rows: list[Row]) -> Catalogue:
    products = [_product(row) for row in rows]
    text = json.dumps(products, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Catalogue(
        version=version,
        products=products,
        ids={row["code"]: row["id"] for row in rows},
        body=f'{{"version":"{version}","products":{text}}}'.encode(),
    )


def _product(row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "label": {"fr": row["label_fr"], "en": row["label_en"]},
        "description": {"fr": row["description_fr"], "en": row["description_en"]},
        "partner": row["partner"],
        "partner_name": row["partner_name"],
        "price_cents": row["price_cents"],
        "period": row["period"],
        "nature": row["nature"],
        "exempt_39bis": row["exempt_39bis"],
        "max_quantity": row["max_quantity"],
        "commitment_months": row["commitment_months"],
        "active": row["active"],
        "picture": address_of(row["picture"]),
    }
