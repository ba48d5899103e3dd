"""Something in every table, for people of agencies that must know nothing of each other."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from extranet.catalogue.pictures import keep_picture
from extranet.contracts.opening import open_contract
from extranet.core.access import Actor, Origin, visitor, worker
from extranet.core.clock import now, today
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.ids import new_id
from extranet.people.tablets import register
from extranet.testing.cast import Cast, sign_in
from extranet.testing.filling_people import (
    fill_impersonations,
    fill_links,
    fill_moves,
    fill_second_factors,
    fill_seller,
)
from extranet.testing.pictures import photo
from extranet.testing.selling import SignedSale, make_catalogue, make_signed_sale
from wizard.events import SaleSigned
from wizard.no_visit.listing import Source, add_refusal


@dataclass(frozen=True, slots=True)
class Filled:
    """The sale of each adviser of the cast."""

    sales: dict[UUID, SignedSale]

    def sale_of(self, seller: Actor) -> SignedSale:
        """The one sale of `seller`."""
        assert seller.person_id is not None
        return self.sales[seller.person_id]


async def fill(cast: Cast) -> Filled:
    """Give every adviser of `cast` a tablet and a signed sale with all that hangs on it, everybody
    a session, and the tables nobody owns a row each."""
    product = await make_catalogue()
    await keep_picture(cast.back_office, product, photo(64, 64))
    sales = {}
    sellers = (cast.adviser, cast.colleague, cast.newcomer, cast.referent, cast.outsider)
    for rank, seller in enumerate(sellers, start=1):
        sale = await make_signed_sale(seller, product, rank=rank)
        async with unit_of_work(seller) as work:
            news = SaleSigned(sale.id, sale.adviser_id, sale.agency_id, sale.signed_at)
            await open_contract(work, news)
            await register(work)
            await _doubtful_time(work, sale)
        async with unit_of_work(worker("filling")) as work:
            await _papers(work, sale)
            await _photos(work, sale)
            work.record("demo:found", "sale", sale.id)
        sales[sale.adviser_id] = sale
    for seller in sellers:
        await fill_seller(cast, seller)
    for actor in cast.everyone():
        await sign_in(actor)
    await fill_impersonations(cast)
    await _owned_by_nobody(cast)
    await _privacy(cast, next(iter(sales.values())))
    return Filled(sales)


async def _papers(work: UnitOfWork, sale: SignedSale) -> None:
    owner = (new_id(), sale.id, sale.adviser_id, sale.agency_id)
    await work.run(
        "INSERT INTO document (id, sale_id, adviser_id, agency_id, kind, sha256, size, page_count, "
        "storage_key) VALUES ($1, $2, $3, $4, 'sealed_contract', $5, 1000, 4, $6)",
        *owner,
        "ef" * 32,
        f"2026/11/{sale.id}/contract.pdf",
    )
    await work.run(
        "INSERT INTO document_link (id, sale_id, adviser_id, agency_id, token_digest, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        *owner,
        sale.id.bytes,
        now() + timedelta(days=30),
    )
    await work.run(
        "INSERT INTO signing_link (sale_id, adviser_id, agency_id, token_digest, channel, "
        "masked_destination, sent_at, expires_at) "
        "VALUES ($1, $2, $3, $4, 'sms', '06 •• •• •• 78', $5, $6)",
        *owner[1:],
        sale.id.bytes,
        now(),
        now() + timedelta(days=7),
    )
    await work.run(
        "INSERT INTO print_job (id, sale_id, adviser_id, agency_id, reason) "
        "VALUES ($1, $2, $3, $4, 'copy')",
        *owner,
    )
    await work.run(
        "INSERT INTO sale_pass_on (id, sale_id, adviser_id, agency_id, former_id, former_name) "
        "VALUES ($1, $2, $3, $4, $3, 'Jean Martin')",
        *owner,
    )
    await work.run(
        "INSERT INTO message (id, sale_id, adviser_id, agency_id, channel, kind, masked_recipient) "
        "VALUES ($1, $2, $3, $4, 'sms', 'documents', '06 •• •• •• 78')",
        *owner,
    )


async def _doubtful_time(work: UnitOfWork, sale: SignedSale) -> None:
    await work.run(
        "INSERT INTO doubtful_time (submission_id, sale_id, adviser_id, agency_id, off_seconds) "
        "SELECT id, sale_id, adviser_id, agency_id, 7200 FROM submission WHERE sale_id = $1 "
        "LIMIT 1",
        sale.id,
    )


async def _photos(work: UnitOfWork, sale: SignedSale) -> None:
    await work.run(
        "INSERT INTO photo (id, sale_id, adviser_id, agency_id, step, field, position, sha256, "
        "size, keep_until) VALUES ($1, $2, $3, $4, 'address', 'letterbox', 0, $5, 1000, $6)",
        new_id(),
        sale.id,
        sale.adviser_id,
        sale.agency_id,
        "ab" * 32,
        now() + timedelta(days=90),
    )
    await work.run(
        "INSERT INTO photo_piece (person_id, sha256, start, stop, sealed) "
        "VALUES ($1, $2, 0, 10, 'sealed')",
        sale.adviser_id,
        "ab" * 32,
    )


_SEAL = (
    "INSERT INTO leaf (position, seq, hash) SELECT 0, 1, sha256('')",
    "INSERT INTO subtree (height, position, hash) SELECT 8, 0, sha256('')",
    "INSERT INTO checkpoint (size, root, note, at) SELECT 1, sha256(''), 'note', now()",
    "INSERT INTO awaited_number (first_seq, last_seq, since) VALUES (2, 2, now())",
)


async def _privacy(cast: Cast, held: SignedSale) -> None:
    """Somebody's request about their data, a sale that is held, a refusal that was erased."""
    async with unit_of_work(cast.back_office) as work:
        await work.run(
            "INSERT INTO privacy_request (id, number, wish, subject, channel, received_on, due_on, "
            "taken_by) VALUES ($1, 'D-2026-900001', 'access', 'customer', 'mail', $2, $3, $4)",
            new_id(),
            today(),
            today() + timedelta(days=30),
            cast.back_office.person_id,
        )
        await work.run(
            "INSERT INTO sale_hold (sale_id, reason, held_by) VALUES ($1, 'dispute', $2)",
            held.id,
            cast.back_office.person_id,
        )
        work.record("demo:found", "sale", held.id)
    async with unit_of_work(worker("filling")) as work:
        await work.run(
            "INSERT INTO erased_refusal (id, salt, digest, until) VALUES ($1, 'salt', 'x', $2)",
            new_id(),
            today() + timedelta(days=30),
        )
        work.record("demo:found", "refused_address", None)


async def _owned_by_nobody(cast: Cast) -> None:
    async with unit_of_work(worker("filling")) as work:
        for statement in _SEAL:
            await work.run(statement)
        await work.run(
            "INSERT INTO seller (id, agency_id, name, legal, address, siret, vat_number, phone, "
            "email, creditor_name, creditor_id, mediator_name, mediator_address, mediator_site) "
            "VALUES ($1, $2, 'Porte à Porte', 'SAS', '1 rue du Palier, 69003 Lyon', "
            "'55200155400016', 'FR12552001554', '+33400000000', 'contact@palier.example', "
            "'Porte à Porte', 'FR00ZZZ000000', 'Médiation', 'Paris', 'https://mediation.example')",
            new_id(),
            cast.agencies.distributor,
        )
        await work.run(
            "INSERT INTO inbox_item (id, channel, recipient, body) "
            "VALUES ($1, 'sms', '06', 'Code')",
            new_id(),
        )
        await work.run(
            "INSERT INTO message (id, channel, kind, masked_recipient) "
            "VALUES ($1, 'email', 'invitation', 'i••••@palier.example')",
            new_id(),
        )
        for actor in cast.everyone():
            await work.run(
                "INSERT INTO credential (person_id, password_hash) VALUES ($1, 'hash')",
                actor.person_id,
            )
        work.record("demo:found", "agency", None)
    await fill_links(cast)
    await fill_moves(cast)
    await fill_second_factors(cast)
    async with unit_of_work(cast.back_office) as work:
        await add_refusal(
            work,
            line1="1 rue du Silence",
            postcode="69001",
            city="Lyon",
            source=Source.DOOR,
            until=today() + timedelta(days=30),
        )
    async with unit_of_work(visitor(Origin())) as work:
        await work.run(
            "INSERT INTO counted_try (id, account_digest, address_digest) "
            "VALUES ($1, 'account', 'address')",
            new_id(),
        )
        work.record("session:refuse", "account", None)
