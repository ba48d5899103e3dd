"""The local inbox: it shows everything, to anybody, and only where it may exist."""

from dataclasses import replace
from typing import Any
from typing import cast as as_type

import pytest
from httpx import ASGITransport, AsyncClient

from extranet.app import create_app
from extranet.core.ids import new_id
from extranet.core.settings import Settings
from extranet.messages.providers.local import LocalMail, LocalSms
from extranet.messages.providers.port import Mail
from extranet.messages.routes import linked
from extranet.testing.plugin import Visit

LINK = "https://extranet.palier.example/d/abc"


async def receive() -> None:
    """Two messages: an SMS, then an e-mail."""
    await LocalSms().send("+33639981234", "Palier : 493027 est votre code.", str(new_id()))
    await LocalMail().send(
        Mail("jeanne@example.fr", "Votre contrat <1>", f"Ici : {LINK}.", "", str(new_id()))
    )


async def test_it_shows_every_message_without_signing_in(visit: Visit) -> None:
    await receive()
    answer = await (await visit()).get("/inbox")
    assert answer.status_code == 200
    assert "<strong>493027</strong>" in answer.text
    assert f'<a href="{LINK}" target="_blank" rel="noopener">{LINK}</a>.' in answer.text
    assert "Votre contrat &lt;1&gt;" in answer.text


async def test_the_newest_comes_first(visit: Visit) -> None:
    for code in ("111111", "222222"):
        await LocalSms().send("+33639981234", code, str(new_id()))
    text = (await (await visit()).get("/inbox")).text
    assert text.index("222222") < text.index("111111")


async def test_it_answers_its_own_refresh_with_the_messages_alone(visit: Visit) -> None:
    await receive()
    headers = {
        "hx-request": "true",
        "hx-request-type": "partial",
        "hx-target": "div#inbox-messages",
    }
    answer = await (await visit()).get("/inbox", headers=headers)
    assert "493027" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("sms", "mail", "status"),
    [
        ("local", "local", 200),
        ("twilio", "local", 200),
        ("local", "smtp", 200),
        ("twilio", "smtp", 404),
    ],
)
async def test_it_exists_only_with_a_local_provider(
    settings: Settings, database: str, sms: str, mail: str, status: int
) -> None:
    chosen = replace(settings, sms_provider=sms, mail_provider=mail)
    app = as_type(Any, create_app(chosen))
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url=settings.public_url) as browser:
        assert (await browser.get("/inbox")).status_code == status


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>1</script>", "&lt;script&gt;1&lt;/script&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            'http://a.example/"onclick="x',
            '<a href="http://a.example/" target="_blank" rel="noopener">http://a.example/</a>'
            "&#34;onclick=&#34;x",
        ),
        ("1234567", "1234567"),
        ("V-2026-000123", '<span class="nowrap">V-2026-000123</span>'),
        (
            "https://a.example/493027",
            '<a href="https://a.example/493027" target="_blank" rel="noopener">'
            "https://a.example/493027</a>",
        ),
    ],
)
def test_it_rejects_markup_in_a_message(text: str, html: str) -> None:
    assert linked(text) == html
