"""What a tablet keeps of the app: all of it, the very same everywhere, and nobody's data."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from httpx import AsyncClient
from PIL import Image

from extranet.core.assets import STATIC
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.published import journeys

CHALLENGE = "0b6e0f0e-5b0c-4c57-9d0a-2f4c9a1c7c11"


@pytest.fixture
async def tablet(cast: Cast, visit: Visit) -> AsyncClient:
    """An adviser's tablet."""
    return await visit(cast.adviser)


async def kept_by(tablet: AsyncClient) -> dict[str, Any]:
    """What the service worker is told to keep."""
    script = (await tablet.get("/service-worker.js")).text
    told: dict[str, Any] = json.loads(script.splitlines()[0].removeprefix("self.PALIER = ")[:-1])
    return told


def digest(body: bytes) -> str:
    """As browsers write it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode()


async def test_the_worker_keeps_every_version_of_every_journey_in_both_languages(
    tablet: AsyncClient,
) -> None:
    versions = {f"{journey.name}/{journey.version}" for journey in journeys()}
    assert set((await kept_by(tablet))["pages"]) == {
        f"/app/{locale}/{page}"
        for locale in ("fr", "en")
        for page in ("home", *(f"booklets/{version}" for version in versions))
    }


async def test_row_15_everything_kept_is_named_with_the_digest_it_is_served_with(
    tablet: AsyncClient,
) -> None:
    told = await kept_by(tablet)
    for address, integrity in (told["pages"] | told["files"]).items():
        reply = await tablet.get(address)
        assert (address, reply.status_code, digest(reply.content)) == (address, 200, integrity)


async def test_kept_pages_name_no_file_that_is_not_kept(tablet: AsyncClient) -> None:
    told = await kept_by(tablet)
    for address in told["pages"]:
        page = (await tablet.get(address)).text
        named = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
        assert named
        assert named <= set(told["files"])
    assert any(address.endswith("fonts/latin.woff2") for address in told["files"])
    assert any(address.endswith("brand/steps.svg") for address in told["files"])


async def test_row_14_kept_pages_are_the_same_whoever_asks(
    tablet: AsyncClient, cast: Cast, visit: Visit
) -> None:
    other = await visit(cast.outsider)
    for address in (await kept_by(tablet))["pages"]:
        page = await tablet.get(address)
        assert page.content == (await other.get(address)).content
        assert str(cast.adviser.person_id) not in page.text
        assert cast.adviser.name.split()[0] not in page.text


async def test_only_those_who_sell_get_kept_pages(cast: Cast, visit: Visit) -> None:
    for actor, status in ((cast.manager, 403), (cast.auditor, 403), (None, 303)):
        browser = await visit(actor)
        assert (await browser.get("/app/fr/home")).status_code == status
        assert (await browser.get("/app/fr/booklets/home_sale/1")).status_code == status


async def test_kept_pages_of_other_languages_and_journeys_are_not_there(
    tablet: AsyncClient,
) -> None:
    for address in ("/app/de/home", "/app/fr/booklets/home_sale/99", "/app/fr/booklets/none/1"):
        assert (await tablet.get(address)).status_code == 404


async def test_a_browser_asks_for_the_worker_at_every_visit(tablet: AsyncClient) -> None:
    reply = await tablet.get("/service-worker.js")
    assert reply.headers["cache-control"] == "no-cache"
    assert reply.headers["content-type"].startswith("text/javascript")
    assert "script-src 'self'" in reply.headers["content-security-policy"]


async def test_the_manifest_names_icons_that_are_there_in_their_size(tablet: AsyncClient) -> None:
    reply = await tablet.get("/manifest.webmanifest")
    assert reply.headers["content-type"].startswith("application/manifest+json")
    told = reply.json()
    assert (told["name"], told["lang"], told["display"]) == ("Palier", "fr", "standalone")
    assert (await tablet.get(told["start_url"])).status_code == 200
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        with Image.open(STATIC / Path(*icon["src"].split("/")[3:])) as picture:
            assert icon["sizes"] == f"{picture.width}x{picture.height}"


async def test_row_15_only_this_installation_can_sign_a_challenge(
    tablet: AsyncClient, cast: Cast
) -> None:
    page = (await tablet.get("/")).text
    key = page.split('data-presence-key="')[1].split('"')[0]
    assert f'data-presence-key="{key}"' in (await tablet.get("/app/fr/home")).text
    point = base64.b64decode(key.replace("&#43;", "+"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)

    told = (await tablet.get(f"/presence?challenge={CHALLENGE}")).json()

    raw = base64.b64decode(told["signature"])
    halves = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    signed = b"palier presence v1\0" + CHALLENGE.encode()
    public.verify(encode_dss_signature(*halves), signed, ec.ECDSA(SHA256()))
    assert (await tablet.get("/presence?challenge=short")).status_code == 400


async def test_pages_carry_the_mark_of_their_release_and_the_readers_language(
    tablet: AsyncClient, cast: Cast
) -> None:
    page = await tablet.get("/")
    assert page.headers["palier-release"] in page.text
    assert page.headers["palier-language"] == cast.adviser.locale
    kept = await tablet.get("/app/en/home")
    assert kept.headers["palier-language"] == cast.adviser.locale
    assert (await tablet.get("/nowhere")).headers["palier-release"]
