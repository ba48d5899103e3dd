"""A signed sale as the wizard leaves it, for the tests of the rooms that come after."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.ids import new_id
from wizard.signing.mark import Mark
from wizard.terms import ADVISER, COLUMNS, IN_CATALOGUE, SELLER, SOURCE

PRODUCT = "progres-6"
ANSWERS: dict[str, dict[str, object]] = {
    "products": {"lines": [{"product": PRODUCT, "quantity": 1, "unit_price_cents": 2990}]},
    "customer": {
        "civility": "madame",
        "first_name": "Élodie",
        "last_name": "Dupont",
        "birth_date": "1968-03-27",
    },
    "address": {"line1": "12 rue des Lilas", "line2": "", "postcode": "69003", "city": "Lyon"},
    "contact": {
        "phone_kind": "mobile",
        "phone": "+33612345678",
        "email": "elodie.dupont@exemple.fr",
        "code_channel": "sms",
    },
    "payment": {"method": "cheque"},
    "consents": {"contract_medium": "electronic", "privacy_read": True, "phone_marketing": True},
    "information": {"channel": "sms", "received": True},
}

MARK = Mark("drawn", "M24 104l80 -80l60 90l200 -40", width=388, height=138)


@dataclass(frozen=True, slots=True)
class SignedSale:
    """What the tests need to know of the sale that was written."""

    id: UUID
    number: str
    adviser_id: UUID
    agency_id: UUID
    signed_at: datetime


async def make_catalogue(*, exempt: bool = False) -> UUID:
    """Insert a partner and a product, a press title of CGI 39 bis if `exempt`; return its id."""
    partner, product = new_id(), new_id()
    async with unit_of_work(worker("catalogue")) as work:
        await work.run(
            "INSERT INTO partner (id, code, name, legal, address, siret) "
            "VALUES ($1, $2, 'Le Progrès', 'SA', '1 rue de la Presse, Lyon', '55200155400016')",
            partner,
            "progres",
        )
        await work.run(
            "INSERT INTO product (id, code, partner_id, label_fr, label_en, description_fr, "
            "description_en, price_cents, period, nature, exempt_39bis) VALUES ($1, $2, $3, "
            "'Le Progrès, six jours', 'Le Progrès, six days', '', '', 2990, 'month', "
            "'regular_delivery', $4)",
            product,
            PRODUCT,
            partner,
            exempt,
        )
        work.record("demo:found", "product", product)
    return product


async def make_signed_sale(
    seller: Actor,
    product: UUID,
    *,
    rank: int = 1,
    answers: dict[str, dict[str, object]] | None = None,
) -> SignedSale:
    """Write a sale of `seller`, signed a moment ago, with every step, line and proof."""
    assert seller.person_id is not None
    assert seller.agency_id is not None
    sale = SignedSale(new_id(), f"V-2026-{rank:06d}", seller.person_id, seller.agency_id, now())
    async with unit_of_work(worker("sale")) as work:
        await work.run(
            "INSERT INTO sale (id, number, adviser_id, agency_id, journey, journey_version, state, "  # noqa: S608 (our own names)
            "step, customer_name, today_cents, month_cents, opened_at, signed_at, adviser, seller) "
            "SELECT $1, $2, s.adviser_id, s.agency_id, 'home_sale', 2, 'signed', 'done', "
            f"'Élodie Dupont', 0, 2990, $5, $6, {ADVISER}, {SELLER} "
            "FROM (VALUES ($3::uuid, $4::uuid)) AS s (adviser_id, agency_id)",
            sale.id,
            sale.number,
            sale.adviser_id,
            sale.agency_id,
            sale.signed_at - timedelta(minutes=20),
            sale.signed_at,
        )
        for seq, (step, given) in enumerate({**ANSWERS, **(answers or {})}.items(), start=1):
            await _step(work, sale, step, given, seq)
        await _proofs(work, sale, product)
        work.record("demo:found", "sale", sale.id)
    return sale


async def _step(work: UnitOfWork, sale: SignedSale, step: str, given: object, seq: int) -> None:
    values = (
        new_id(),
        sale.id,
        sale.adviser_id,
        sale.agency_id,
        step,
        seq,
        json.dumps(given),
        sale.signed_at - timedelta(minutes=18 - seq),
    )
    await work.run(
        "INSERT INTO sale_step "
        "(id, sale_id, adviser_id, agency_id, step, seq, answers, captured_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)",
        *values,
    )
    await work.run(
        "INSERT INTO submission "
        "(id, sale_id, adviser_id, agency_id, step, seq, answers, captured_at, digest) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, 'digest')",
        *values,
    )


async def _proofs(work: UnitOfWork, sale: SignedSale, product: UUID) -> None:
    owner = (sale.id, sale.adviser_id, sale.agency_id)
    await work.run(
        "INSERT INTO sale_line (id, sale_id, position, adviser_id, agency_id, product_id, "  # noqa: S608 (our own names)
        f"quantity, unit_price_cents, total_cents, {COLUMNS}) "
        f"SELECT $4, $1, 1, $2, $3, p.id, 1, 2990, 2990, {IN_CATALOGUE} "
        f"FROM {SOURCE} WHERE p.id = $5",
        *owner,
        new_id(),
        product,
    )
    await work.run(
        "INSERT INTO handover (sale_id, adviser_id, agency_id, document_id, document_sha256, "
        "channel, masked_destination, handed_at) "
        "VALUES ($1, $2, $3, $4, $5, 'sms', '06 •• •• •• 78', $6)",
        *owner,
        new_id(),
        "ab" * 32,
        sale.signed_at - timedelta(minutes=6),
    )
    await work.run(
        "INSERT INTO signature (sale_id, adviser_id, agency_id, document_id, document_sha256, "
        "manner, sealed_mark, drawn_at, confirmed_at) "
        "VALUES ($1, $2, $3, $4, $5, 'drawn', $6, $7, $8)",
        *owner,
        new_id(),
        "cd" * 32,
        MARK.seal(sale.id),
        sale.signed_at - timedelta(minutes=2),
        sale.signed_at,
    )
    await work.run(
        "INSERT INTO confirmation_code (id, sale_id, adviser_id, agency_id, code_digest, "
        "document_sha256, channel, masked_destination, attempts, sent_at, expires_at, "
        "confirmed_at) "
        "VALUES ($4, $1, $2, $3, 'digest', $5, 'sms', '06 •• •• •• 78', 1, $6, $7, $8)",
        *owner,
        new_id(),
        "cd" * 32,
        sale.signed_at - timedelta(minutes=2),
        sale.signed_at + timedelta(minutes=8),
        sale.signed_at,
    )
