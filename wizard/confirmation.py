"""The code sent to the customer's own phone or mailbox, bound to what they signed.

A code confirms one document of one sale: its digest is keyed over the code, the sale and the
document's hash, so that it says nothing when any of the three is another. It lives ten minutes,
takes five tries, serves once, and dies when a newer one is sent. Callers hold the lock on the
sale's row, so that tries in parallel are counted one by one.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork
from extranet.core.ids import new_id
from extranet.core.settings import installed
from extranet.messages.sending import Channel, SaleOwner, masked_recipient, send

LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
MOST_CODES = 3
"""So many codes in ten minutes: fifteen guesses in a million."""

_INSERT = (
    "INSERT INTO confirmation_code (id, sale_id, adviser_id, agency_id, code_digest, "
    "document_sha256, channel, masked_destination, sent_at, expires_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)
_NEWEST = (
    "SELECT * FROM confirmation_code WHERE sale_id = $1 ORDER BY sent_at DESC, id DESC LIMIT 1"
)
_COUNT_TRY = "UPDATE confirmation_code SET attempts = attempts + 1 WHERE id = $1 RETURNING *"


class TooManyCodes(Exception):
    """Three codes have left in the last ten minutes; `again_at` is when the next one may."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__("too many codes")
        self.again_at = again_at


class Outcome(StrEnum):
    """What came of a code that was typed in."""

    RIGHT = "right"
    WRONG = "wrong"
    USED_UP = "used_up"
    EXPIRED = "expired"
    OUTDATED = "outdated"
    """The document is no longer the one the code was sent for, or no code was sent."""


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code on its way, as the page may speak of it."""

    channel: Channel
    masked_destination: str
    sent_at: datetime
    expires_at: datetime
    attempts: int = 0

    @property
    def tries_left(self) -> int:
        """How many more wrong codes may be typed in."""
        return max(0, MOST_TRIES - self.attempts)

    @property
    def alive(self) -> bool:
        """Whether the right code would still be taken."""
        return self.tries_left > 0 and now() < self.expires_at


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome`, and the code it was judged by as it stands now."""

    outcome: Outcome
    code: SentCode | None


async def send_code(
    work: UnitOfWork,
    owner: SaleOwner,
    document_sha256: str,
    *,
    channel: Channel,
    recipient: str,
    locale: str,
    **values: object,
) -> SentCode:
    """Make a code for that document and queue the message; any older code is dead from now on.

    `values` go to the message beside `code` and `minutes`. Raises `TooManyCodes`.
    """
    moment = now()
    await _refuse_flood(work, owner.sale_id, moment)
    code = f"{secrets.randbelow(1_000_000):06d}"
    sent = SentCode(channel, masked_recipient(channel, recipient), moment, moment + LIFETIME)
    await work.run(
        _INSERT,
        new_id(),
        owner.sale_id,
        owner.adviser_id,
        owner.agency_id,
        code_digest(code, owner.sale_id, document_sha256),
        document_sha256,
        channel,
        sent.masked_destination,
        sent.sent_at,
        sent.expires_at,
    )
    work.record(
        "code:send",
        "sale",
        owner.sale_id,
        after={"channel": channel, "document_sha256": document_sha256},
        personal={"recipient": sent.masked_destination},
    )
    await send(
        work,
        owner,
        channel=channel,
        kind="code",
        recipient=recipient,
        locale=locale,
        code=code,
        minutes=int(LIFETIME.total_seconds() // 60),
        **values,
    )
    return sent


async def judge_code(work: UnitOfWork, sale_id: UUID, document_sha256: str, typed: str) -> Answer:
    """Judge a typed code against the newest one of the sale, counting the try.

    `RIGHT` uses the code up. Every refusal is journalled.
    """
    row = await work.one(_NEWEST, sale_id)
    outcome = _judge(row, sale_id, document_sha256, typed)
    if row is None:
        return Answer(outcome, None)
    if outcome is Outcome.RIGHT:
        await work.run(
            "UPDATE confirmation_code SET confirmed_at = $2 WHERE id = $1", row["id"], now()
        )
    elif outcome is Outcome.WRONG:
        row = await work.one_or_404(_COUNT_TRY, row["id"])
        if row["attempts"] >= MOST_TRIES:
            outcome = Outcome.USED_UP
    if outcome is not Outcome.RIGHT:
        work.record(
            "code:refuse", "sale", sale_id, after={"why": outcome, "tries": row["attempts"]}
        )
    return Answer(outcome, described(row))


async def newest_code(work: UnitOfWork, sale_id: UUID) -> SentCode | None:
    """The code the customer should be reading, dead or alive; None when none was sent."""
    row = await work.one(_NEWEST, sale_id)
    return None if row is None else described(row)


def code_digest(code: str, sale_id: UUID, document_sha256: str) -> bytes:
    """What the database keeps of a code: without the installation's secret, nothing to try out."""
    bound = b"\0".join(
        (b"confirmation code 1", code.encode(), sale_id.bytes, document_sha256.encode())
    )
    return hmac.digest(installed().secret, bound, hashlib.sha256)


def described(row: Row) -> SentCode:
    """A row of `confirmation_code` as the page may speak of it."""
    return SentCode(
        row["channel"],
        row["masked_destination"],
        row["sent_at"],
        row["expires_at"],
        row["attempts"],
    )


def _judge(row: Row | None, sale_id: UUID, document_sha256: str, typed: str) -> Outcome:
    if row is None or row["confirmed_at"] is not None or row["document_sha256"] != document_sha256:
        return Outcome.OUTDATED
    if row["attempts"] >= MOST_TRIES:
        return Outcome.USED_UP
    if row["expires_at"] <= now():
        return Outcome.EXPIRED
    expected = code_digest(typed, sale_id, document_sha256)
    return Outcome.RIGHT if hmac.compare_digest(expected, row["code_digest"]) else Outcome.WRONG


async def _refuse_flood(work: UnitOfWork, sale_id: UUID, moment: datetime) -> None:
    rows = await work.all(
        "SELECT sent_at FROM confirmation_code WHERE sale_id = $1 AND sent_at > $2 "
        "ORDER BY sent_at",
        sale_id,
        moment - LIFETIME,
    )
    if len(rows) >= MOST_CODES:
        raise TooManyCodes(rows[-MOST_CODES]["sent_at"] + LIFETIME)
