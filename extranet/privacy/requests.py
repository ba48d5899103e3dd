"""People's requests: recorded, whom they are about made sure of, answered within a month (GDPR
art. 12.3). Every step is journalled by the number of the request, never by a name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from extranet.core.clock import today
from extranet.core.database import Row, UnitOfWork
from extranet.core.errors import Conflict
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.privacy.criteria import Criteria
from extranet.privacy.fates import months_after
from extranet.privacy.terms import Channel, Hold, Identity, Outcome, State, Subject, Wish

KIND = "privacy_request"
ERASE = "erase_person"
"""The job that carries an erasing out; its payload is the request."""
SOON = timedelta(days=7)
_ANSWERED_SHOWN = 50

_COLUMNS = """
r.id, r.number, r.wish, r.subject, r.channel, r.received_on, r.due_on, r.identity, r.sales,
    r.person_id, r.no_visit, r.sealed, r.state, r.outcome, r.answered_at
"""
_LIST = f"""
WITH viewed AS MATERIALIZED (SELECT journal_record($1::jsonb) AS done),
shown AS (
    (SELECT {_COLUMNS} FROM privacy_request r WHERE r.state <> 'answered')
    UNION ALL
    (SELECT {_COLUMNS} FROM privacy_request r WHERE r.state = 'answered'
        ORDER BY r.answered_at DESC LIMIT {_ANSWERED_SHOWN})
)
SELECT shown.* FROM viewed LEFT JOIN shown ON viewed.done IS NOT NULL
ORDER BY shown.answered_at DESC NULLS FIRST, shown.due_on, shown.number
"""  # noqa: S608 (our own constants)
_ONE = f"SELECT {_COLUMNS} FROM privacy_request r WHERE r.id = $1"  # noqa: S608 (our own constants)
_TAKE = """
INSERT INTO privacy_request (id, number, wish, subject, channel, received_on, due_on, sealed,
    taken_by)
SELECT $1::uuid, to_char($5::date, '"D-"YYYY"-"') || lpad(next.n, greatest(6, length(next.n)), '0'),
    $2, $3, $4, $5::date, $6::date, $7::bytea, $8::uuid
FROM (SELECT nextval('privacy_request_number')::text AS n) next
RETURNING number
"""
_IDENTIFY = """
UPDATE privacy_request SET identity = $2, sales = $3, person_id = $4
WHERE id = $1 AND state = 'open' RETURNING number
"""
_ASK_ERASING = """
UPDATE privacy_request SET state = 'erasing', no_visit = $2
WHERE id = $1 AND state = 'open' AND identity <> '' AND wish = 'erasure' RETURNING number
"""
_ANSWER = """
UPDATE privacy_request SET state = 'answered', outcome = $2, answered_at = now(), sealed = NULL
WHERE id = $1 AND state <> 'answered' RETURNING number
"""
_HOLD = """
INSERT INTO sale_hold (sale_id, reason, held_by)
SELECT s.id, $2, $3::uuid FROM sale s WHERE s.id = $1 AND s.erased_at IS NULL ON CONFLICT DO NOTHING
"""

_MOVED_ON = N_("Cette demande a déjà reçu sa réponse. Rechargez la page pour la voir.")


@dataclass(frozen=True, slots=True)
class PrivacyRequest:
    """A request; `criteria` are gone once it is answered."""

    id: UUID
    number: str
    wish: Wish
    subject: Subject
    channel: Channel
    received_on: date
    due_on: date
    identity: Identity | None
    sales: list[UUID]
    person_id: UUID | None
    no_visit: bool
    state: State
    outcome: Outcome | None
    answered_at: datetime | None
    criteria: Criteria | None

    @property
    def days_left(self) -> int:
        """Days until the answer is due; negative once it is late."""
        return (self.due_on - today()).days

    @property
    def late(self) -> bool:
        """Whether the answer should have left already."""
        return self.state is State.OPEN and self.days_left < 0

    @property
    def soon(self) -> bool:
        """Whether the answer is due within days."""
        return self.state is State.OPEN and 0 <= self.days_left <= SOON.days


async def list_requests(work: UnitOfWork) -> list[PrivacyRequest]:
    """Those to answer, the most urgent first, then the last answered; journals the view."""
    entry = work.view("privacy:list", KIND, None)
    return [_read(row) for row in await work.all(_LIST, entry) if row["id"]]


async def load_request(work: UnitOfWork, request_id: UUID) -> PrivacyRequest:
    """One request; raises `NotFound`."""
    return _read(await work.one_or_404(_ONE, request_id))


async def take_request(
    work: UnitOfWork,
    wish: Wish,
    subject: Subject,
    channel: Channel,
    received_on: date,
    criteria: Criteria,
) -> UUID:
    """Record a request, to be answered within a month of the day it was received; its id."""
    request_id = new_id()
    number = await work.value(
        _TAKE,
        request_id,
        wish.value,
        subject.value,
        channel.value,
        received_on,
        months_after(received_on, 1),
        criteria.seal(request_id),
        work.actor.person_id,
    )
    facts = {"number": number, "wish": wish}
    work.record("privacy:take", KIND, request_id, after=facts)
    return request_id


async def identify(
    work: UnitOfWork,
    request_id: UUID,
    identity: Identity,
    *,
    sales: list[UUID],
    person: UUID | None = None,
) -> None:
    """Note how the person was recognised, and what is theirs; raises `Conflict` once answered."""
    number = await work.value(_IDENTIFY, request_id, identity.value, sales, person)
    _refuse_moved_on(number)
    facts = {"number": number, "identity": identity, "sales": len(sales)}
    work.record("privacy:identify", KIND, request_id, after=facts)


async def ask_erasing(
    work: UnitOfWork, request: PrivacyRequest, *, erased: int, kept: int, no_visit: bool
) -> None:
    """Have a request's person erased by the job, `erased` and `kept` being what was shown; raises
    `Conflict` unless the request waits for that and the person was recognised."""
    number = await work.value(_ASK_ERASING, request.id, no_visit)
    _refuse_moved_on(number)
    facts = {"number": number, "sales": erased, "kept": kept}
    work.record("privacy:erase", KIND, request.id, after=facts)
    await work.enqueue(ERASE, str(request.id), dedupe=f"{ERASE}:{request.id}")


async def answer(work: UnitOfWork, request_id: UUID, outcome: Outcome) -> str:
    """Note that the answer left, and forget whom it was about; the request's number. Raises
    `Conflict` when it left before."""
    number = await work.value(_ANSWER, request_id, outcome.value)
    _refuse_moved_on(number)
    work.record("privacy:answer", KIND, request_id, after={"number": number, "outcome": outcome})
    return str(number)


async def hold_sale(work: UnitOfWork, sale_id: UUID, reason: Hold) -> None:
    """Keep a sale from being erased while something is argued about; once is enough."""
    if await work.run(_HOLD, sale_id, reason.value, work.actor.person_id):
        work.record("hold:set", "sale", sale_id, after={"hold": reason})


async def lift_hold(work: UnitOfWork, sale_id: UUID) -> None:
    """Let a sale go again."""
    if await work.run("DELETE FROM sale_hold WHERE sale_id = $1", sale_id):
        work.record("hold:lift", "sale", sale_id)


def _refuse_moved_on(number: str | None) -> None:
    if number is None:
        raise Conflict(_MOVED_ON)


def _read(row: Row) -> PrivacyRequest:
    return PrivacyRequest(
        id=row["id"],
        number=row["number"],
        wish=Wish(row["wish"]),
        subject=Subject(row["subject"]),
        channel=Channel(row["channel"]),
        received_on=row["received_on"],
        due_on=row["due_on"],
        identity=Identity(row["identity"]) if row["identity"] else None,
        sales=list(row["sales"]) if row["sales"] else [],
        person_id=row["person_id"],
        no_visit=bool(row["no_visit"]),
        state=State(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        answered_at=row["answered_at"],
        criteria=Criteria.open(row["sealed"], row["id"]) if row["sealed"] else None,
    )
