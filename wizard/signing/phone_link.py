"""The link that has a customer sign on their own phone: one per sale, kept as its hash alone.

It leaves once, by the adviser's choice on the tablet (`wizard.signing.phone_choice`), whatever is
sent twice. A new one, asked for by the adviser, takes its place: the link before is dead.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork, pool
from extranet.core.errors import Conflict
from extranet.core.i18n import N_, words
from extranet.core.settings import installed
from extranet.core.tokens import digest, new_token
from extranet.messages.sending import send
from wizard.records import SaleRecord, load_record
from wizard.signing.channels import Reach, reach_for_link
from wizard.signing.handover import hand_over, hand_over_sale, lock_sale, owner_of
from wizard.signing.on_paper import send_to_print
from wizard.signing.sitting import SIGNABLE

MESSAGE = "signing"
"""The kind of message that carries the link."""

# Time to read at home, over a weekend, with somebody one trusts; not so long that the prices, the
# address or whoever holds the telephone are others than those the adviser met at the door.
LINK_LIFETIME = timedelta(days=7)
MOST_LINKS = 3
WINDOW = timedelta(hours=1)
"""So many links may leave in an hour: a telephone is no place to insist."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_NOT_NOW = N_("Cette vente n’attend plus de signature.")
_REFUSED = N_("Cette adresse figure sur la liste des refus : la vente ne peut pas être signée.")
_STOPPED = N_("Aucun contrat valable : la vente ne peut pas être signée pour le moment.")
_NO_WAY = N_("Aucun lien ne peut parvenir au client : le contrat part à l’impression.")
_WAIT = N_("Trois liens sont déjà partis. Le prochain pourra partir à %(time)s.")

_FIRST = """
INSERT INTO signing_link (sale_id, adviser_id, agency_id, token_digest, channel,
    masked_destination, sent_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (sale_id) DO NOTHING
"""
_AGAIN = """
INSERT INTO signing_link (sale_id, adviser_id, agency_id, token_digest, channel,
    masked_destination, sent_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (sale_id) DO UPDATE SET token_digest = excluded.token_digest,
    channel = excluded.channel, masked_destination = excluded.masked_destination,
    sent_at = excluded.sent_at, expires_at = excluded.expires_at, opened_at = NULL,
    read_at = NULL, sheet_seen = '', contract_seen = ''
"""
_SENT_LATELY = """
SELECT created_at FROM message WHERE sale_id = $1 AND kind = $2 AND created_at > $3
ORDER BY created_at DESC
"""


class TooManyLinks(Conflict):
    """Three links have left in the last hour."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What a token opens: a sale, until then."""

    sale_id: UUID
    expires_at: datetime

    @property
    def expired(self) -> bool:
        """Whether it opens nothing any more."""
        return self.expires_at <= now()


async def send_chosen_link(work: UnitOfWork, sale_id: UUID) -> None:
    """Send the link of a sale whose customer is to sign on their phone, unless it was sent.

    The pre-contract sheet is handed over before (C. conso. L221-5). Whom nothing can reach gets
    the contract on paper. Nothing while an answer is missing: the sale asks again once it is
    ready, nor for a sale that was signed meanwhile.
    """
    record = await load_record(work, sale_id)
    if not _may_leave(record):
        return
    await hand_over_sale(work, sale_id)
    await lock_sale(work, sale_id)
    record = await load_record(work, sale_id)
    if not _may_leave(record):
        return
    reach = reach_for_link(record)
    if reach is None:
        await send_to_print(work, record)
    else:
        await _send(work, record, reach, _FIRST, "signing_link:send")


async def send_link_again(work: UnitOfWork, sale_id: UUID) -> None:
    """Send the customer a link at the adviser's wish; the one before is dead.

    Raises `TooManyLinks`, and `Conflict` when there is nothing to sign or no way to the customer.
    """
    await lock_sale(work, sale_id)
    record = await load_record(work, sale_id)
    if record.state not in SIGNABLE:
        raise Conflict(_NOT_NOW)
    if record.address_refused:
        raise Conflict(_REFUSED)
    if record.stopped:
        raise Conflict(_STOPPED)
    reach = reach_for_link(record)
    if reach is None:
        raise Conflict(_NO_WAY)
    await _refuse_flood(work, sale_id)
    record = await hand_over(work, record)
    act = "signing_link:renew" if record.link else "signing_link:send"
    await _send(work, record, reach, _AGAIN, act)


async def sale_behind(token: str) -> Behind | None:
    """What `token` opens, expired or not; None for one that was replaced or never made."""
    if not _TOKEN.fullmatch(token):
        return None
    found: Row | None = await pool().fetchrow("SELECT * FROM signing_link_sale($1)", digest(token))
    if found is None or found["sale_id"] is None:
        return None
    return Behind(found["sale_id"], found["expires_at"])


def _may_leave(record: SaleRecord) -> bool:
    """Whether a first link may leave: nobody is asked to sign who refused to be visited, or whose
    adviser may sell nothing today."""
    barred = record.address_refused or record.stopped
    return record.state in SIGNABLE and record.link is None and not barred


async def _send(work: UnitOfWork, record: SaleRecord, reach: Reach, write: str, act: str) -> None:
    token, moment, owner = new_token(), now(), owner_of(record)
    until = moment + LINK_LIFETIME
    written = await work.run(
        write,
        owner.sale_id,
        owner.adviser_id,
        owner.agency_id,
        digest(token),
        reach.channel,
        reach.masked,
        moment,
        until,
    )
    if not written:
        return
    work.record(
        act,
        "sale",
        record.id,
        after={"channel": reach.channel, "until": until},
        personal={"recipient": reach.masked},
    )
    await send(
        work,
        owner,
        channel=reach.channel,
        kind=MESSAGE,
        recipient=reach.recipient,
        locale=record.locale,
        number=record.number,
        day=words(record.locale).date(until),
        link=f"{installed().public_url}/s/{token}",
    )


async def _refuse_flood(work: UnitOfWork, sale_id: UUID) -> None:
    rows = await work.all(_SENT_LATELY, sale_id, MESSAGE, now() - WINDOW)
    if len(rows) >= MOST_LINKS:
        speech = words(work.actor.locale)
        again_at = rows[MOST_LINKS - 1]["created_at"] + WINDOW
        raise TooManyLinks(speech.gettext(_WAIT, time=speech.datetime(again_at)[-5:]))
