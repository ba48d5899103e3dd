"""Handing over: once in the ordinary course, again after a failure, never in clear at rest."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.jobs import run_job
from extranet.core.settings import Settings, install
from extranet.messages import jobs
from extranet.messages.providers.port import DeliveryFailed
from extranet.messages.sending import Channel, send
from extranet.messages.tests.stand_ins import http_stand_in
from extranet.messages.tests.test_sending import VALUES, owner_of
from extranet.testing.cast import Cast


async def queue(cast: Cast, channel: Channel = "sms") -> UUID:
    async with unit_of_work(cast.adviser) as work:
        return await send(
            work,
            owner_of(cast),
            channel=channel,
            kind="code",
            recipient="+33639981234" if channel == "sms" else "jeanne@example.fr",
            locale="fr",
            **VALUES["code"],
        )


async def row_of(cast: Cast, message_id: UUID) -> Row:
    async with unit_of_work(cast.back_office) as work:
        return await work.one_or_404("SELECT * FROM message WHERE id = $1", message_id)


async def acts(cast: Cast, message_id: UUID) -> list[str]:
    async with unit_of_work(cast.back_office) as work:
        rows = await work.all("SELECT act FROM entry WHERE object_id = $1 ORDER BY seq", message_id)
    return [row["act"] for row in rows]


async def inbox() -> list[Row]:
    async with unit_of_work(worker("test")) as work:
        return await work.all("SELECT * FROM inbox_item")


@pytest.mark.parametrize("channel", ["sms", "email"])
async def test_it_hands_over_and_forgets_the_text(cast: Cast, channel: Channel) -> None:
    message_id = await queue(cast, channel)
    await run_job("send_message", str(message_id))
    row = await row_of(cast, message_id)
    assert (row["state"], row["provider"], row["sealed"]) == ("sent", "local", None)
    assert row["provider_reference"] == str(message_id)
    assert row["sent_at"] is not None
    assert await acts(cast, message_id) == ["message:queue", "message:send"]
    (item,) = await inbox()
    assert "493027" in item["body"]


async def test_a_job_that_runs_twice_sends_once(cast: Cast) -> None:
    message_id = await queue(cast)
    for _ in range(2):
        await run_job("send_message", str(message_id))
    assert (await row_of(cast, message_id))["attempts"] == 1
    assert len(await inbox()) == 1


async def test_it_rejects_a_message_another_job_is_sending(cast: Cast) -> None:
    message_id = await queue(cast)
    async with unit_of_work(worker("another")) as work:
        await work.run("UPDATE message SET claimed_until = $1", now() + timedelta(seconds=30))
        work.record("test:claim", "message", message_id)
    with pytest.raises(jobs.BeingSent):
        await run_job("send_message", str(message_id))
    assert await inbox() == []


async def test_it_takes_over_when_a_lease_has_ended(cast: Cast) -> None:
    message_id = await queue(cast)
    async with unit_of_work(worker("another")) as work:
        await work.run("UPDATE message SET claimed_until = $1", now() - timedelta(seconds=1))
        work.record("test:claim", "message", message_id)
    await run_job("send_message", str(message_id))
    assert (await row_of(cast, message_id))["state"] == "sent"


async def test_a_refusal_for_good_fails_the_message(cast: Cast, settings: Settings) -> None:
    message_id = await queue(cast)
    with http_stand_in() as server:
        server.body = {"status": 1, "sent": 0, "invalid": 1}
        install(
            replace(
                settings,
                sms_provider="smsfactor",
                smsfactor_token="key",
                smsfactor_base_url=server.url,
            )
        )
        await run_job("send_message", str(message_id))
        await run_job("send_message", str(message_id))
    row = await row_of(cast, message_id)
    assert (row["state"], row["sealed"]) == ("failed", None)
    assert row["problem"] == "smsfactor filtered invalid"
    assert len(server.asked) == 1
    assert await acts(cast, message_id) == ["message:queue", "message:fail"]


async def test_a_passing_failure_is_tried_again(cast: Cast, settings: Settings) -> None:
    message_id = await queue(cast)
    with http_stand_in() as server:
        install(
            replace(
                settings,
                sms_provider="smsfactor",
                smsfactor_token="key",
                smsfactor_base_url=server.url,
            )
        )
        server.status = 503
        with pytest.raises(DeliveryFailed):
            await run_job("send_message", str(message_id))
        row = await row_of(cast, message_id)
        assert (row["state"], row["problem"]) == ("waiting", "smsfactor http 503")
        server.status, server.body = 200, {"status": 1, "ticket": "7", "sent": 1}
        await run_job("send_message", str(message_id))
    row = await row_of(cast, message_id)
    assert (row["state"], row["attempts"], row["problem"]) == ("sent", 2, "")
    assert row["provider_reference"] == "7"


async def test_it_rejects_a_text_sealed_for_another_message(cast: Cast) -> None:
    first, second = await queue(cast), await queue(cast)
    async with unit_of_work(worker("thief")) as work:
        await work.run(
            "UPDATE message SET sealed = (SELECT sealed FROM message WHERE id = $1) WHERE id = $2",
            first,
            second,
        )
        work.record("test:swap", "message", second)
    with pytest.raises(Exception, match=str(second)):
        await run_job("send_message", str(second))
    assert await inbox() == []
