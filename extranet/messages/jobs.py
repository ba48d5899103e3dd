"""Handing waiting messages over to the provider.

At least once: a job takes a lease on the message, hands it over outside of any transaction, then
writes that it is sent. Should the process die in between, the lease ends and the next try sends
the message again. A code that comes twice costs a few cents; one that never comes costs the sale.
While a lease runs, and once the message is sent, nobody else sends it.
"""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.jobs import job
from extranet.core.settings import installed
from extranet.messages.envelope import Envelope
from extranet.messages.providers.chosen import mail_provider, sms_provider
from extranet.messages.providers.port import DeliveryFailed, Mail, ProviderReceipt

LEASE = timedelta(seconds=60)
_LONGEST_SECONDS = 30
"""What a provider may take in all: well within the lease."""

_CLAIM = """
    UPDATE message SET attempts = attempts + 1, claimed_until = $2
    WHERE id = $1 AND state = 'waiting' AND (claimed_until IS NULL OR claimed_until < $3)
    RETURNING channel, sealed
"""
_SENT = """
    UPDATE message SET state = 'sent', sent_at = $2, provider = $3, provider_reference = $4,
        problem = '', sealed = NULL, claimed_until = NULL
    WHERE id = $1
"""
_FAILED = """
    UPDATE message SET state = 'failed', problem = $2, sealed = NULL, claimed_until = NULL
    WHERE id = $1
"""
_DEFERRED = "UPDATE message SET problem = $2, claimed_until = NULL WHERE id = $1"

_actor = worker("send_message")


class BeingSent(Exception):
    """Another job holds the lease of this message; its end is to be awaited."""


@job("send_message")
async def send_message(payload: str) -> None:
    """Hand the message `payload` over, unless that was done.

    Raises `DeliveryFailed` when it is worth another try, `BeingSent` while another job is at it.
    """
    message_id = UUID(payload)
    claimed = await _claim(message_id)
    if claimed is None:
        return
    channel, envelope = claimed
    try:
        receipt = await _hand_over_in_time(channel, envelope, payload)
    except DeliveryFailed as failure:
        await _note_failure(message_id, failure)
        if not failure.permanent:
            raise
    else:
        await _note_sent(message_id, receipt)


async def _claim(message_id: UUID) -> tuple[str, Envelope] | None:
    """Take the lease; None when the message went its way already."""
    # The count of tries and the lease are nobody's act: what came of them is journalled.
    async with unit_of_work(_actor, housekeeping=True) as work:
        row = await work.one(_CLAIM, message_id, now() + LEASE, now())
        if row is not None:
            return row["channel"], Envelope.open(row["sealed"], message_id)
        state = await work.value("SELECT state FROM message WHERE id = $1", message_id)
    if state == "waiting":
        raise BeingSent(str(message_id))
    return None


async def _hand_over_in_time(channel: str, envelope: Envelope, reference: str) -> ProviderReceipt:
    try:
        async with asyncio.timeout(_LONGEST_SECONDS):
            return await _hand_over(channel, envelope, reference)
    except TimeoutError:
        raise DeliveryFailed(f"{channel} took too long", permanent=False) from None


async def _hand_over(channel: str, envelope: Envelope, reference: str) -> ProviderReceipt:
    settings = installed()
    if channel == "sms":
        return await sms_provider(settings).send(envelope.recipient, envelope.text, reference)
    mail = Mail(
        recipient=envelope.recipient,
        subject=envelope.subject,
        text=envelope.text,
        html=envelope.html,
        reference=reference,
    )
    return await mail_provider(settings).send(mail)


async def _note_sent(message_id: UUID, receipt: ProviderReceipt) -> None:
    async with unit_of_work(_actor) as work:
        await work.run(_SENT, message_id, now(), receipt.provider, receipt.reference)
        after: dict[str, Any] = {"state": "sent", "provider": receipt.provider}
        work.record("message:send", "message", message_id, before={"state": "waiting"}, after=after)


async def _note_failure(message_id: UUID, failure: DeliveryFailed) -> None:
    if not failure.permanent:
        async with unit_of_work(_actor, housekeeping=True) as work:
            await work.run(_DEFERRED, message_id, failure.problem)
        return
    async with unit_of_work(_actor) as work:
        await work.run(_FAILED, message_id, failure.problem)
        work.record(
            "message:fail",
            "message",
            message_id,
            before={"state": "waiting"},
            after={"state": "failed", "problem": failure.problem},
        )
