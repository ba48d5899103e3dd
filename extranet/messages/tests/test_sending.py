"""A message is queued with the change it tells of, sealed, and masked wherever it is named."""

import json

import pytest
from jinja2 import UndefinedError

from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.messages.envelope import Envelope
from extranet.messages.sending import Channel, SaleOwner, send
from extranet.testing.cast import Cast

PHONE = "+33639981234"
LINK = "https://extranet.palier.example/d/Zk3jH5sQwPq8xVt2LmNc7RbYd4Fg6Ha9Je1Ks0Tu5W"
VALUES: dict[str, dict[str, object]] = {
    "documents": {"number": "V-2026-000123", "link": LINK},
    "code": {
        "code": "493027",
        "number": "V-2026-000123",
        "total": "1 234,56 € par mois",
        "minutes": 10,
    },
    "contract": {"number": "V-2026-000123", "link": LINK},
}


def owner_of(cast: Cast) -> SaleOwner:
    assert cast.adviser.person_id is not None
    assert cast.adviser.agency_id is not None
    return SaleOwner(new_id(), cast.adviser.person_id, cast.adviser.agency_id)


async def test_it_seals_the_text_and_enqueues_the_job_in_the_same_transaction(cast: Cast) -> None:
    async with unit_of_work(cast.adviser) as work:
        message_id = await send(
            work,
            owner_of(cast),
            channel="sms",
            kind="code",
            recipient=PHONE,
            locale="fr",
            **VALUES["code"],
        )
    async with unit_of_work(cast.back_office) as work:
        row = await work.one_or_404("SELECT * FROM message WHERE id = $1", message_id)
        entry = await work.one_or_404(
            "SELECT facts, content FROM entry JOIN entry_details ON entry_id = id "
            "WHERE act = 'message:queue'"
        )
        jobs = await work.all("SELECT entrypoint, payload FROM pgqueuer")
    assert row["state"] == "waiting"
    assert row["masked_recipient"] == "06 •• •• •• 34"
    assert b"493027" not in row["sealed"]
    envelope = Envelope.open(row["sealed"], message_id)
    assert envelope.recipient == PHONE
    assert "493027" in envelope.text
    assert [(job["entrypoint"], job["payload"]) for job in jobs] == [
        ("send_message", str(message_id).encode())
    ]
    written = entry["facts"] + entry["content"]
    assert "493027" not in written
    assert "639981234" not in written
    assert json.loads(entry["facts"])["after"]["kind"] == "code"


async def test_an_undone_change_takes_its_message_along(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work(cast.adviser) as work:
            await send(
                work,
                owner_of(cast),
                channel="email",
                kind="contract",
                recipient="jeanne@example.fr",
                locale="fr",
                **VALUES["contract"],
            )
            raise ZeroDivisionError
    async with unit_of_work(cast.back_office) as work:
        assert await work.value("SELECT count(*) FROM message") == 0
        assert await work.value("SELECT count(*) FROM pgqueuer") == 0


async def test_it_rejects_a_message_whose_values_are_missing(cast: Cast) -> None:
    with pytest.raises(UndefinedError):
        async with unit_of_work(cast.adviser) as work:
            await send(
                work,
                owner_of(cast),
                channel="sms",
                kind="code",
                recipient=PHONE,
                locale="fr",
                code="493027",
            )


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("channel", ["sms", "email"])
@pytest.mark.parametrize("kind", sorted(VALUES))
async def test_every_kind_says_what_it_is_about(
    cast: Cast, kind: str, channel: Channel, locale: str
) -> None:
    async with unit_of_work(cast.adviser) as work:
        message_id = await send(
            work,
            owner_of(cast),
            channel=channel,
            kind=kind,
            recipient=PHONE if channel == "sms" else "jeanne@example.fr",
            locale=locale,
            **VALUES[kind],
        )
        sealed = await work.value("SELECT sealed FROM message WHERE id = $1", message_id)
    envelope = Envelope.open(sealed, message_id)
    for value in ("V-2026-000123", VALUES[kind].get("link", "493027")):
        assert str(value) in envelope.text
    if channel == "email":
        assert envelope.subject
        assert "\n" not in envelope.subject
        assert str(VALUES[kind].get("link", "493027")) in envelope.html
    else:
        assert not envelope.subject


async def test_another_adviser_does_not_see_the_message(cast: Cast) -> None:
    async with unit_of_work(cast.adviser) as work:
        await send(
            work,
            owner_of(cast),
            channel="sms",
            kind="code",
            recipient=PHONE,
            locale="fr",
            **VALUES["code"],
        )
    async with unit_of_work(cast.colleague) as work:
        assert await work.value("SELECT count(*) FROM message") == 0
