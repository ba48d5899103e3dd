"""Reading a rescue file back in: the same intake as the outbox, under the file's author."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.core.access import ROLES, Actor, Permission, Role
from extranet.core.database import unit_of_work
from extranet.core.i18n import N_
from extranet.core.sealed_box import BoxBroken, open_box
from wizard.outbox import MOST_SUBMISSIONS, UnreadableBatch, read_batch, receive
from wizard.receipts import Outcome, Receipt

MAGIC = b"PALIER1\n"
MOST_BYTES = 20_000_000

_BROKEN = N_(
    "Ce fichier n’est pas un fichier de secours de cette entreprise, ou il est abîmé. Rien n’a été "
    "enregistré. Exportez-le de nouveau depuis la tablette."
)
_FOREIGN = N_("Ce fichier vient de la tablette de quelqu’un d’autre. Rien n’a été enregistré.")
_INACTIVE = N_(
    "L’auteur de ce fichier n’est plus actif. Rien n’a été enregistré : gardez le fichier."
)

_AUTHOR = """
SELECT p.id, p.first_name, p.last_name, p.role, p.active, p.agency_id, p.locale,
    EXISTS (SELECT FROM tablet t WHERE t.id = $2 AND t.person_id = p.id) AS theirs
FROM person p WHERE p.id = $1
"""


class RescueRefused(Exception):
    """Nothing of the file was taken; the text says why, a French source sentence."""


@dataclass(frozen=True, slots=True)
class _File:
    person: UUID
    tablet: UUID | None
    submissions: list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Taken:
    """One submission of the file, and the answer to it."""

    step: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Rescue:
    """What came of a file."""

    author: str
    taken: list[Taken]

    def counted(self, outcome: Outcome) -> int:
        """How many submissions were answered so."""
        return sum(one.receipt.outcome is outcome for one in self.taken)


async def take_file(actor: Actor, body: bytes) -> Rescue:
    """Take every submission of a rescue file, exactly once however often it is handed in.

    Whoever holds the public key can write such a file, so it is taken from its author, or from
    the back office if the tablet it names is registered to them. Raises `RescueRefused`.
    """
    file = _read(body)
    author = await _author_of(actor, file)
    receipts: list[Receipt] = []
    for start in range(0, len(file.submissions), MOST_SUBMISSIONS):
        receipts += await receive(author, file.submissions[start : start + MOST_SUBMISSIONS])
    steps = [str(raw.get("step", ""))[:100] for raw in file.submissions]
    taken = [Taken(step, receipt) for step, receipt in zip(steps, receipts, strict=True)]
    rescue = Rescue(author.name, taken)
    async with unit_of_work(actor) as work:
        facts = {outcome.value: rescue.counted(outcome) for outcome in Outcome}
        work.record(
            "outbox:import",
            "person",
            file.person,
            after=facts,
            personal={"name": author.name},
        )
    return rescue


def _read(body: bytes) -> _File:
    try:
        if not body.startswith(MAGIC):
            raise RescueRefused(_BROKEN)
        told = json.loads(open_box(body[len(MAGIC) :]))
        submissions = told["submissions"]
        for start in range(0, len(submissions), MOST_SUBMISSIONS):
            part = submissions[start : start + MOST_SUBMISSIONS]
            read_batch(json.dumps({"submissions": part}).encode())
        tablet = UUID(told["tablet"]) if told["tablet"] else None
        return _File(UUID(told["person"]), tablet, submissions)
    except (BoxBroken, UnreadableBatch, ValueError, TypeError, KeyError, AttributeError) as broken:
        raise RescueRefused(_BROKEN) from broken


async def _author_of(actor: Actor, file: _File) -> Actor:
    if file.person != actor.person_id and not actor.may(Permission.OUTBOX_IMPORT):
        raise RescueRefused(_FOREIGN)
    async with unit_of_work(actor) as work:
        row = await work.one(_AUTHOR, file.person, file.tablet)
    if row is None or not (row["theirs"] or file.person == actor.person_id):
        raise RescueRefused(_FOREIGN)
    role = Role(row["role"])
    if not row["active"] or Permission.SALE_SELL not in ROLES[role].permissions:
        raise RescueRefused(_INACTIVE)
    return Actor(
        kind=ROLES[role].kind,
        name=f"{row['first_name']} {row['last_name']}",
        person_id=row["id"],
        role=role,
        agency_id=row["agency_id"],
        locale=row["locale"],
        origin=actor.origin,
    )
