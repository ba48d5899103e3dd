"""The tree of agencies changes here: one is opened, renamed, moved with all it holds, closed.

The database decides once more, and alone (`people_0008_agencies`): whoever changes the tree holds
one lock, so that two moves at once make no ring.
"""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.access import Actor, ActorKind
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import Conflict, Forbidden, PalierError
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.people import followings
from extranet.people.agency_rules import AgencyKind, may_hold, may_keep, may_move

_AGENCY = """
    SELECT a.id, a.parent_id, a.kind, a.name, b.name AS above FROM agency a
    LEFT JOIN agency b ON b.id = a.parent_id
    WHERE a.id = $1 AND a.closed_at IS NULL
"""
_INSIDE = "SELECT path @> ARRAY[$2::uuid] FROM agency WHERE id = $1"
_HELD = """
    SELECT (SELECT count(*) FROM agency b WHERE b.path @> ARRAY[$1::uuid] AND b.id <> $1
            AND b.closed_at IS NULL) AS agencies,
        (SELECT count(*) FROM person p JOIN agency b ON b.id = p.agency_id
            WHERE b.path @> ARRAY[$1::uuid]) AS people
"""
_MOVED_ON = N_("L’organisation a changé entre-temps. Rechargez la page pour la voir.")
_NOT_EMPTY = N_(
    "Des personnes, des invitations ou des équipes y sont encore rattachées. Déplacez-les d’abord."
)


class WrongPlace(PalierError):
    """What is moved cannot hang there: below itself, below what holds nothing of its kind, or where
    it hangs already. `sentence` says which, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class AgencyNow:
    """An agency that is open, and the name of the one it hangs below where the actor sees it."""

    id: UUID
    parent_id: UUID | None
    kind: AgencyKind
    name: str
    above: str


async def find(work: UnitOfWork, agency_id: UUID) -> AgencyNow:
    """An open agency; raises `NotFound` when the actor sees none."""
    row = await work.one_or_404(_AGENCY, agency_id)
    kind = AgencyKind(row["kind"])
    return AgencyNow(row["id"], row["parent_id"], kind, row["name"], row["above"] or "")


def is_theirs(actor: Actor, agency_id: UUID) -> bool:
    """Whether an agency they see is the actor's to change: a manager's own is not, what lies below
    it is."""
    return actor.kind is not ActorKind.MANAGER or agency_id != actor.agency_id


async def open_below(actor: Actor, above_id: UUID, kind: AgencyKind, name: str) -> UUID:
    """Open an agency or a team right below another; return its id.

    Raises `NotFound` when the actor sees no such other, `Forbidden` for a kind that is not theirs
    to open or that does not hang below one of that kind.
    """
    agency_id = new_id()
    async with unit_of_work(actor) as work:
        above = await find(work, above_id)
        if not may_keep(actor, kind) or not may_hold(above.kind, kind):
            raise Forbidden
        opened = "SELECT open_agency($1, $2, $3, $4)"
        if not await work.value(opened, agency_id, above_id, kind.value, name):
            raise Conflict(_MOVED_ON)
        facts = {"name": name, "agency_kind": kind, "below": above.name}
        work.record("agency:open", "agency", agency_id, after=facts)
    return agency_id


async def rename(actor: Actor, agency_id: UUID, name: str) -> None:
    """Call an agency something else; raises like `close`. The name it has already is no change."""
    async with unit_of_work(actor) as work:
        agency = await _theirs(work, agency_id)
        if not may_keep(actor, agency.kind):
            raise Forbidden
        if name == agency.name:
            return
        former = await work.value("SELECT rename_agency($1, $2)", agency_id, name)
        if former is None:
            raise Conflict(_MOVED_ON)
        work.record(
            "agency:rename",
            "agency",
            agency_id,
            before={"former_name": former},
            after={"name": name},
        )


async def move(actor: Actor, agency_id: UUID, above_id: UUID) -> None:
    """Hang an agency below another, with all it holds.

    Raises `NotFound` when the actor sees either not, `Forbidden` when it is not theirs to move,
    `WrongPlace` when it cannot hang there, `Conflict` when the tree changed meanwhile.
    """
    async with unit_of_work(actor) as work:
        agency, above = await _theirs(work, agency_id), await find(work, above_id)
        if not may_move(actor, agency.kind) or agency.parent_id is None:
            raise Forbidden
        if await work.value(_INSIDE, above_id, agency_id):
            raise WrongPlace(
                N_("Elle ne peut pas passer sous elle-même. Choisissez un autre endroit.")
            )
        if agency.parent_id == above_id:
            raise WrongPlace(N_("Elle y est déjà rattachée. Choisissez un autre endroit."))
        if not may_hold(above.kind, agency.kind):
            raise WrongPlace(
                N_("Une équipe ne contient pas d’agence. Choisissez un autre endroit.")
            )
        held = await work.one_or_404(_HELD, agency_id)
        if not await work.value("SELECT move_agency($1, $2)", agency_id, above_id):
            raise Conflict(_MOVED_ON)
        work.record(
            "agency:move",
            "agency",
            agency_id,
            before={"below": agency.above},
            after={"name": agency.name, "below": above.name, **held},
        )
        await followings.end_broken(work)


async def close(actor: Actor, agency_id: UUID) -> None:
    """Close an agency that is empty; its sales go on naming it.

    Raises `NotFound` when the actor sees no such open agency, `Forbidden` when it is not theirs to
    keep, `Conflict` when something hangs on it.
    """
    async with unit_of_work(actor) as work:
        agency = await _theirs(work, agency_id)
        if not may_keep(actor, agency.kind) or agency.parent_id is None:
            raise Forbidden
        if not await work.value("SELECT close_agency($1)", agency_id):
            raise Conflict(_NOT_EMPTY)
        work.record("agency:close", "agency", agency_id, before={"name": agency.name})


async def _theirs(work: UnitOfWork, agency_id: UUID) -> AgencyNow:
    agency = await find(work, agency_id)
    if not is_theirs(work.actor, agency_id):
        raise Forbidden
    return agency
