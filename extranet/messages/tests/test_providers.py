"""One contract for every provider, and what each of them asks of its own."""

import base64
import traceback
from dataclasses import replace

import pytest

from extranet.core.ids import new_id
from extranet.core.settings import Settings
from extranet.messages.providers.chosen import UnknownProvider, mail_provider, sms_provider
from extranet.messages.providers.port import DeliveryFailed
from extranet.messages.providers.smtp import read_relay
from extranet.messages.tests.provider_cases import (
    LocalMailCase,
    LocalSmsCase,
    SmsFactorCase,
    SmtpCase,
    TwilioCase,
    outside_case,
    unreachable_case,
)
from extranet.messages.tests.stand_ins import http_stand_in, smtp_stand_in

OUTSIDE = ["twilio", "smsfactor", "smtp"]
TEXT = "Palier : votre code est 493027 & il vaut 10 minutes, été compris."


@pytest.mark.parametrize("case", [LocalSmsCase, LocalMailCase])
async def test_local_ones_put_it_into_the_inbox_once(
    database: str, settings: Settings, case: type[LocalSmsCase] | type[LocalMailCase]
) -> None:
    local, reference = case(settings), str(new_id())
    for _ in range(2):
        receipt = await local.send(TEXT, reference)
        assert receipt.reference == reference
    assert await local.arrived() == [(local.recipient, TEXT)]


@pytest.mark.parametrize("name", OUTSIDE)
async def test_it_hands_over_recipient_and_text(settings: Settings, name: str) -> None:
    async with outside_case(name, settings) as case:
        receipt = await case.send(TEXT, str(new_id()))
        assert await case.arrived() == [(case.recipient, TEXT)]
    assert receipt.provider == name
    assert receipt.reference


@pytest.mark.parametrize("name", OUTSIDE)
async def test_it_rejects_a_recipient_refused_for_good(settings: Settings, name: str) -> None:
    async with outside_case(name, settings) as case:
        case.refuse()
        with pytest.raises(DeliveryFailed) as failure:
            await case.send(TEXT, str(new_id()))
    assert failure.value.permanent
    logged = "".join(traceback.format_exception(failure.value))
    assert case.recipient.lstrip("+") not in logged
    assert "493027" not in logged


@pytest.mark.parametrize("name", OUTSIDE)
async def test_it_says_when_trying_again_may_help(settings: Settings, name: str) -> None:
    async with outside_case(name, settings) as case:
        case.be_busy()
        with pytest.raises(DeliveryFailed) as busy:
            await case.send(TEXT, str(new_id()))
    with pytest.raises(DeliveryFailed) as unreachable:
        await unreachable_case(name, settings).send(TEXT, str(new_id()))
    assert not busy.value.permanent
    assert not unreachable.value.permanent


async def test_twilio_is_asked_as_its_description_says(settings: Settings) -> None:
    with http_stand_in() as server:
        await TwilioCase(settings, server).send(TEXT, str(new_id()))
    asked = server.asked[0]
    assert asked["method"] == "POST"
    assert asked["path"] == f"/2010-04-01/Accounts/AC{'1' * 32}/Messages.json"
    assert set(asked["values"]) == {"To", "From", "Body"}
    login = base64.b64encode(f"AC{'1' * 32}:token".encode()).decode()
    assert asked["headers"]["authorization"] == f"Basic {login}"


async def test_smsfactor_is_asked_as_its_description_says(settings: Settings) -> None:
    reference = str(new_id())
    with http_stand_in() as server:
        await SmsFactorCase(settings, server).send(TEXT, reference)
    asked = server.asked[0]
    assert (asked["method"], asked["path"]) == ("GET", "/send")
    assert asked["headers"]["authorization"] == "Bearer token"
    assert asked["headers"]["accept"] == "application/json"
    assert asked["values"] == {
        "to": "33639981234",
        "text": TEXT,
        "sender": settings.sms_sender,
        "pushtype": "alert",
        "gsmsmsid": reference,
    }


async def test_smsfactor_moderation_counts_as_taken(settings: Settings) -> None:
    with http_stand_in() as server:
        case = SmsFactorCase(settings, server)
        server.body = {"status": -8, "message": "Moderation", "ticket": "7"}
        assert (await case.send(TEXT, str(new_id()))).reference == "7"


async def test_it_rejects_an_answer_that_is_no_object(settings: Settings) -> None:
    with http_stand_in() as server:
        case = SmsFactorCase(settings, server)
        server.status = 502
        with pytest.raises(DeliveryFailed, match="smsfactor http 502"):
            await case.send(TEXT, str(new_id()))


async def test_smtp_signs_in_and_names_the_mail_after_the_message(settings: Settings) -> None:
    reference = str(new_id())
    async with smtp_stand_in() as relay:
        receipt = await SmtpCase(settings, relay).send(TEXT, reference)
    assert base64.b64decode(relay.logins[0]) == b"\0relay@palier\0se/cret"
    (mail,) = relay.mails
    assert mail["Subject"] == "Votre contrat est signé"
    assert mail["Message-ID"] == receipt.reference == f"<{reference}@palier.example>"
    assert {part.get_content_type() for part in mail.walk()} == {
        "multipart/alternative",
        "text/plain",
        "text/html",
    }


async def test_it_rejects_a_text_the_relay_refuses(settings: Settings) -> None:
    async with smtp_stand_in() as relay:
        relay.to_text = "554 looks like spam"
        with pytest.raises(DeliveryFailed) as failure:
            await SmtpCase(settings, relay).send(TEXT, str(new_id()))
    assert failure.value.permanent


async def test_it_rejects_a_header_smuggled_into_an_address(settings: Settings) -> None:
    async with smtp_stand_in() as relay:
        case = SmtpCase(settings, relay)
        case.recipient = "jeanne@example.fr\r\nBcc: all@example.fr"
        with pytest.raises(DeliveryFailed) as failure:
            await case.send(TEXT, str(new_id()))
    assert failure.value.permanent
    assert relay.mails == []


def test_the_relay_is_read_from_one_address() -> None:
    assert read_relay("smtp://relay.example?starttls") == {
        "hostname": "relay.example",
        "port": 587,
        "username": None,
        "password": None,
        "use_tls": False,
        "start_tls": True,
    }
    assert read_relay("smtps://u:p@relay.example")["port"] == 465


@pytest.mark.parametrize("url", ["", "relay.example", "http://relay.example", "smtp://"])
def test_it_rejects_an_address_that_names_no_relay(url: str) -> None:
    with pytest.raises(ValueError, match="MAIL_URL"):
        read_relay(url)


def test_it_rejects_providers_nobody_knows(settings: Settings) -> None:
    with pytest.raises(UnknownProvider, match="local, smsfactor, twilio"):
        sms_provider(replace(settings, sms_provider="pigeon"))
    with pytest.raises(UnknownProvider, match="local, smtp"):
        mail_provider(replace(settings, mail_provider="pigeon"))
