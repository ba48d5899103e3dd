"""Founding the demo company: companies, agencies and people, once."""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from argon2 import PasswordHasher

from extranet.core.database import UnitOfWork
from extranet.demo.company import COMPANY, PASSWORD
from extranet.demo.hiring import hire
from extranet.demo.ids import id_at
from wizard.terms import ADVISER, SELLER

if TYPE_CHECKING:
    from faker import Faker

_FOUNDED = datetime(2025, 1, 6, 8, tzinfo=UTC)
_PICTURES = Path(__file__).parent / "pictures"
_ADVISERS_PER_TEAM = 4
_SELLERS = ("adviser", "referent")


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody who sells in the demo."""

    id: UUID
    name: str
    agency_id: UUID
    agency_name: str
    region: str
    particulars: str
    seller: str
    """What a sale of theirs keeps of themselves and of whom they sell for: JSON."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Somebody of the back office, who decides on contracts."""

    id: UUID
    name: str


async def found(work: UnitOfWork, seed: int) -> None:
    """Insert companies, products, agencies and about forty people, the same for the same seed."""
    from faker import Faker  # loads slowly, and only a founding needs it

    dice = random.Random(seed)  # noqa: S311 (demo data)
    faker = Faker("fr_FR")
    faker.seed_instance(seed)
    agencies = await _agencies(work, dice)
    await _companies(work, dice, agencies["Porte à Porte"])
    await _people(work, dice, faker, agencies)
    await _followings(work, dice, agencies)
    await hire(work, seed)
    work.record("demo:found", "agency", agencies["Porte à Porte"], after={"seed": seed})


async def advisers(work: UnitOfWork) -> list[Adviser]:
    """Everybody who sells, in a stable order."""
    rows = await work.all(
        "SELECT p.id, p.first_name || ' ' || p.last_name AS name, p.agency_id, a.name AS agency, "  # noqa: S608 (our own names)
        "  (SELECT r.name FROM agency r WHERE r.id = a.path[2]) AS region, "
        f"  {ADVISER} AS particulars, {SELLER} AS seller "
        "FROM person p JOIN agency a ON a.id = p.agency_id "
        "CROSS JOIN LATERAL (VALUES (p.id, p.agency_id)) AS s (adviser_id, agency_id) "
        "WHERE p.role IN ('adviser', 'referent') ORDER BY p.id"
    )
    return [Adviser(*row.values()) for row in rows]


async def checkers(work: UnitOfWork) -> list[Checker]:
    """Everybody of the back office, in a stable order."""
    rows = await work.all(
        "SELECT id, first_name || ' ' || last_name AS name FROM person "
        "WHERE role = 'back_office' ORDER BY id"
    )
    return [Checker(row["id"], row["name"]) for row in rows]


async def _agencies(work: UnitOfWork, dice: random.Random) -> dict[str, UUID]:
    ids = {"Porte à Porte": id_at(_FOUNDED, dice)}
    await _agency(work, ids["Porte à Porte"], None, "distributor", "Porte à Porte", [])
    for agency in COMPANY.agencies:
        name, teams = agency.name, agency.teams
        ids[name] = id_at(_FOUNDED, dice)
        above = [ids["Porte à Porte"]]
        await _agency(work, ids[name], above[-1], "agency", name, above)
        for team in teams:
            ids[team] = id_at(_FOUNDED, dice)
            await _agency(work, ids[team], ids[name], "team", team, [*above, ids[name]])
    return ids


async def _agency(
    work: UnitOfWork, agency: UUID, parent: UUID | None, kind: str, name: str, above: list[UUID]
) -> None:
    await work.run(
        "INSERT INTO agency (id, parent_id, kind, name, path) VALUES ($1, $2, $3, $4, $5)",
        agency,
        parent,
        kind,
        name,
        [*above, agency],
    )


async def _companies(work: UnitOfWork, dice: random.Random, distributor: UUID) -> None:
    seller = COMPANY.seller.model_dump()
    columns = list(seller)
    places = ", ".join(f"${number}" for number in range(3, len(columns) + 3))
    await work.run(
        f"INSERT INTO seller (id, agency_id, {', '.join(columns)}) "  # noqa: S608 (our own columns)
        f"VALUES ($1, $2, {places})",
        id_at(_FOUNDED, dice),
        distributor,
        *seller.values(),
    )
    partners = {}
    for partner in COMPANY.partners:
        partners[partner.code] = id_at(_FOUNDED, dice)
        await work.run(
            "INSERT INTO partner (id, code, name, legal, address, siret) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            partners[partner.code],
            *partner.model_dump().values(),
        )
    for article in COMPANY.articles:
        product = id_at(_FOUNDED, dice)
        await work.run(
            "INSERT INTO product (id, code, partner_id, label_fr, label_en, description_fr, "
            "description_en, price_cents, period, nature, exempt_39bis, commitment_months) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            product,
            article.code,
            partners[article.partner],
            *list(article.model_dump().values())[2:11],
        )
        picture = (_PICTURES / f"{article.code}.jpg").read_bytes()
        await work.run(
            "INSERT INTO product_picture (product_id, sha256, content) VALUES ($1, $2, $3)",
            product,
            hashlib.sha256(picture).hexdigest(),
            picture,
        )


async def _people(
    work: UnitOfWork, dice: random.Random, faker: "Faker", agencies: dict[str, UUID]
) -> None:
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    cast = [tuple(account.model_dump().values())[:5] for account in COMPANY.accounts]
    cast += _others(faker)
    for number, (email, first, last, role, agency) in enumerate(cast):
        person = id_at(_FOUNDED, dice)
        await work.run(
            "INSERT INTO person (id, email, first_name, last_name, phone, card_number, role, "
            "agency_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            person,
            email,
            first,
            last,
            f"+33199{number:06d}",
            f"PP-{1000 + number}" if role in _SELLERS else "",
            role,
            agencies[agency],
            _FOUNDED,
        )
        await work.run(
            "INSERT INTO credential (person_id, password_hash) VALUES ($1, $2)",
            person,
            hasher.hash(PASSWORD),
        )


async def _followings(work: UnitOfWork, dice: random.Random, agencies: dict[str, UUID]) -> None:
    for account in COMPANY.accounts:
        if not account.follows:
            continue
        followed = await work.all(
            "SELECT id, agency_id FROM person WHERE role = 'adviser' AND agency_id = $1 "
            "ORDER BY id",
            agencies[account.follows],
        )
        for adviser in followed:
            await work.run(
                "INSERT INTO following (id, referent_id, adviser_id, agency_id, since, named_by) "
                "SELECT $1, p.id, $2, $3, $4, p.id FROM person p WHERE p.email = $5",
                id_at(_FOUNDED, dice),
                adviser["id"],
                adviser["agency_id"],
                _FOUNDED,
                account.email,
            )


def _others(faker: "Faker") -> list[tuple[str, str, str, str, str]]:
    """Advisers for every team, a manager for every agency and team, more of the back office."""
    wanted = []
    for branch in COMPANY.agencies:
        agency, teams = branch.name, branch.teams
        if agency != "Agence de Lyon":
            wanted.append(("manager", agency))
        wanted += [("manager", team) for team in teams[:1]]
        wanted += [("adviser", team) for team in teams for _ in range(_ADVISERS_PER_TEAM)]
    wanted += [("adviser", "Agence de Lyon"), ("back_office", "Porte à Porte")]
    wanted += [("back_office", "Porte à Porte")]
    people = []
    for number, (role, agency) in enumerate(wanted):
        first, last = faker.first_name(), faker.last_name()
        people.append((f"demo{number + 1:02d}@palier.example", first, last, role, agency))
    return people
