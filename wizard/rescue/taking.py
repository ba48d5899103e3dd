"""Reading a rescue file back in: the same intake as the outbox, under the file's author."""

from dataclasses import dataclass

from extranet.core.access import ROLES, Actor, Permission, Role
from extranet.core.database import unit_of_work
from extranet.core.errors import PalierError
from extranet.core.i18n import N_
from wizard.outbox import MOST_SUBMISSIONS, receive
from wizard.receipts import Outcome, Receipt
from wizard.rescue.contents import Contents, FileBroken, Readable, photos_in, read_contents
from wizard.rescue.heirs import NoHeir, open_estate, take_for_heirs
from wizard.rescue.photos import PhotoOutcome, TakenPhoto, take_photos, with_numbers
from wizard.sales import SellerStopped

_BROKEN = N_(
    "Ce fichier n’est pas un fichier de secours de cette entreprise, ou il est abîmé. Rien n’a été "
    "enregistré. Exportez-le de nouveau depuis la tablette."
)
_FOREIGN = N_("Ce fichier vient de la tablette de quelqu’un d’autre. Rien n’a été enregistré.")
_INACTIVE = N_(
    "L’auteur de ce fichier n’est plus actif. Rien n’a été enregistré : gardez le fichier."
)
_NO_HEIR = N_(
    "L’auteur de ce fichier est parti, et personne n’a repris ses ventes. Rien n’a été "
    "enregistré : nommez d’abord qui les reprend, sur la page de son départ."
)

_AUTHOR = """
SELECT p.id, p.first_name, p.last_name, p.role, p.active, p.left_at, p.agency_id, p.locale,
    EXISTS (SELECT FROM tablet t WHERE t.id = $2 AND t.person_id = p.id) AS theirs
FROM person p WHERE p.id = $1
"""


class RescueRefused(PalierError):
    """Nothing of the file was taken; the text says why, a French source sentence."""

    act = "outbox:refuse_file"


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
    photos: list[TakenPhoto]

    def counted(self, outcome: Outcome) -> int:
        """How many submissions were answered so."""
        return sum(one.receipt.outcome is outcome for one in self.taken)


async def take_file(actor: Actor, given: Readable) -> Rescue:
    """Take every step, then every photo of a rescue file, once however often it is handed in.

    Whoever holds the public key can write such a file, so it is taken from its author, or from
    the back office if the tablet it names is registered to them. Raises `RescueRefused`.
    """
    try:
        file = await read_contents(given)
    except FileBroken as broken:
        raise RescueRefused(_BROKEN) from broken
    author, left = await _author_of(actor, file)
    try:
        if left:
            estate = await open_estate(actor, file.person, file.submissions)
            taken = _told(file, await take_for_heirs(estate, file.submissions))
        else:
            taken = _told(file, await _take_steps(author, file))
    except SellerStopped as stopped:
        raise RescueRefused(_INACTIVE) from stopped
    except NoHeir as nobody:
        raise RescueRefused(_NO_HEIR) from nobody
    photographer = estate.successor if left else author
    photos = await take_photos(photographer, file.photos, photos_in(given, file))
    async with unit_of_work(actor) as work:
        rescue = Rescue(author.name, taken, await with_numbers(work, photos))
        facts = {outcome.value: rescue.counted(outcome) for outcome in Outcome}
        facts["photos"] = sum(outcome is PhotoOutcome.STORED for _, outcome in photos)
        work.record(
            "outbox:import",
            "person",
            file.person,
            after=facts,
            personal={"name": author.name},
        )
    return rescue


async def _take_steps(author: Actor, file: Contents) -> list[Receipt]:
    receipts: list[Receipt] = []
    for start in range(0, len(file.submissions), MOST_SUBMISSIONS):
        receipts += await receive(author, file.submissions[start : start + MOST_SUBMISSIONS])
    return receipts


def _told(file: Contents, receipts: list[Receipt]) -> list[Taken]:
    steps = [str(raw.get("step", ""))[:100] for raw in file.submissions]
    return [Taken(step, receipt) for step, receipt in zip(steps, receipts, strict=True)]


async def _author_of(actor: Actor, file: Contents) -> tuple[Actor, bool]:
    """The author, and whether they left: then what they had is somebody else's."""
    if file.person != actor.person_id and not actor.may(Permission.OUTBOX_IMPORT):
        raise RescueRefused(_FOREIGN)
    async with unit_of_work(actor) as work:
        row = await work.one(_AUTHOR, file.person, file.tablet)
    if row is None or not (row["theirs"] or file.person == actor.person_id):
        raise RescueRefused(_FOREIGN)
    role = Role(row["role"])
    left = row["left_at"] is not None
    if not (row["active"] or left) or Permission.SALE_SELL not in ROLES[role].permissions:
        raise RescueRefused(_INACTIVE)
    author = Actor(
        kind=ROLES[role].kind,
        name=f"{row['first_name']} {row['last_name']}",
        person_id=row["id"],
        role=role,
        agency_id=row["agency_id"],
        locale=row["locale"],
        origin=actor.origin,
    )
    return author, left
