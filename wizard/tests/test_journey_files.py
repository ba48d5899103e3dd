"""Reading journey files: what is accepted, and what is said of the rest."""

from pathlib import Path

import pytest

from wizard.journey import Journey
from wizard.journey_files import (
    SHARED_MESSAGES,
    JourneyError,
    UnknownJourneyError,
    load_journeys,
)

SMALL = """
name = "visit"
version = {version}
title = {{ fr = "Visite", en = "Visit" }}

[[steps]]
name = "who"
kind = "form"
title = {{ fr = "Qui ?", en = "Who?" }}
[[steps.fields]]
name = "kind"
type = "choice"
label = {{ fr = "Genre", en = "Kind" }}
choices = [{{ value = "new", label = {{ fr = "Nouveau", en = "New" }} }}]
[[steps.fields]]
name = "note"
type = "text"
label = {{ fr = "Note", en = "Note" }}
when = {{ "who.kind" = "new" }}

[[steps]]
name = "done"
kind = "done"
title = {{ fr = "Fini", en = "Done" }}
"""


def small(version: int = 1) -> str:
    return SMALL.format(version=version)


def refused(folder: Path, text: str) -> str:
    (folder / "visit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(JourneyError) as caught:
        load_journeys(folder)
    return str(caught.value)


def test_adding_a_journey_is_adding_a_file(tmp_path: Path) -> None:
    (tmp_path / "visit.toml").write_text(small(), encoding="utf-8")
    journeys = load_journeys(tmp_path)
    assert journeys.names() == ["visit"]
    assert journeys.latest("visit").title.in_("en") == "Visit"


def test_every_published_version_stays(tmp_path: Path) -> None:
    for name, version in (("visit.v1.toml", 1), ("visit.v2.toml", 2), ("visit.toml", 3)):
        (tmp_path / name).write_text(small(version), encoding="utf-8")
    journeys = load_journeys(tmp_path)
    assert [journeys.get("visit", version).version for version in (1, 2, 3)] == [1, 2, 3]
    assert journeys.latest("visit").version == 3
    with pytest.raises(UnknownJourneyError):
        journeys.get("visit", 4)
    with pytest.raises(UnknownJourneyError):
        journeys.latest("wedding")


def test_a_version_lies_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "visit.toml").write_text(small(1), encoding="utf-8")
    (tmp_path / "visit.v2.toml").write_text(small(2), encoding="utf-8")
    with pytest.raises(JourneyError, match=r"version 1 of visit belongs in visit\.v1\.toml"):
        load_journeys(tmp_path)


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / "visit.toml").write_text(small(1), encoding="utf-8")
    (tmp_path / "visit.v1.toml").write_text(small(1), encoding="utf-8")
    with pytest.raises(JourneyError, match=r"visit\.v1\.toml: version 1 of visit belongs in visit"):
        load_journeys(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (('en = "Who?"', 'en = ""'), "steps.0.title.en"),
        ((', en = "Note"', ""), "steps.0.fields.1.label.en"),
        (('type = "text"', 'type = "number"'), "steps.0.fields.1.type"),
        (('name = "note"', 'name = "kind"'), "the same field twice"),
        (('name = "note"', 'name = "Note 1"'), "steps.0.fields.1.name"),
        (('kind = "done"', 'kind = "review"'), "only that one, is of kind done"),
        (('"who.kind" = "new"', '"who.colour" = "new"'), "neither a fact nor asked before"),
        (('"who.kind" = "new"', '"facts.rain" = true'), "neither a fact nor asked before"),
        (('"who.kind" = "new"', '"who.note" = "new"'), "neither a fact nor asked before"),
        (('type = "text"', 'type = "choice"'), "choices belong to choice"),
        (('type = "text"', 'type = "text"\ncolour = "red"'), "steps.0.fields.1.colour"),
        (('kind = "done"', 'kind = "cart"'), "the cart step is called products"),
        (("version = 1", "version = 0"), "versions count from 1"),
        (("version = 1", "version ="), "visit.toml"),
        (('type = "text"', 'type = "phone"\nkind_from = "who.size"'), "not asked before"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, spoil: tuple[str, str], said: str) -> None:
    good = small()
    assert spoil[0] in good
    words = refused(tmp_path, good.replace(*spoil, 1))
    assert words.startswith("visit.toml")
    assert said in words


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    words = refused(
        tmp_path, small().replace(', en = "Note"', "").replace('en = "Visit"', 'en = ""')
    )
    assert "title.en" in words
    assert "label.en" in words


def test_shared_messages_in_one_language_are_refused(tmp_path: Path) -> None:
    messages = tmp_path / "messages.txt"
    messages.write_text('[required]\nfr = "Répondez."\n', encoding="utf-8")
    with pytest.raises(JourneyError, match=r"messages\.txt:\n  required\.en"):
        load_journeys(tmp_path, messages)


def test_a_message_missing_in_one_place_is_found(tmp_path: Path) -> None:
    shared = SHARED_MESSAGES.read_text(encoding="utf-8").replace("[too_long]\nfr", "[long]\nfr")
    (tmp_path / "messages").mkdir()
    messages = tmp_path / "messages" / "shared.toml"
    messages.write_text(shared, encoding="utf-8")
    (tmp_path / "visit.toml").write_text(small(), encoding="utf-8")
    with pytest.raises(JourneyError, match=r"who\.note: no message for too_long"):
        load_journeys(tmp_path, messages)


def all_words(journey: Journey) -> list[tuple[str, str]]:
    found = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            if set(value) == {"fr", "en"}:
                found.append((value["fr"], value["en"]))
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(journey.as_dict())
    return found


def test_the_words_of_the_house(home_sale: Journey) -> None:
    """No reproach, no begging, and both languages say something of their own."""
    for french, english in all_words(home_sale):
        for word in ("invalide", "veuillez", "désolé", "s'il vous plaît"):
            assert word not in french.lower()
        for word in ("invalid", "please", "sorry"):
            assert word not in english.lower()
        assert french.count("{") == english.count("{")


def test_l221_10_the_iban_is_asked_of_exempt_carts_only(home_sale: Journey) -> None:
    payment = home_sale.step("payment")
    iban = payment.field("iban") if payment else None
    assert iban is not None
    assert iban.when["facts.mandate_allowed"] is True
    assert iban.secret


def test_l223_1_no_consent_is_given_in_advance_or_forced(home_sale: Journey) -> None:
    consents = home_sale.step("consents")
    assert consents is not None
    for name in ("phone_marketing", "email_marketing", "partner_offers", "early_start"):
        field = consents.field(name)
        assert field is not None
        assert not field.required
        assert field.wording_version


def test_a_journey_for_tablets_holds_no_python(home_sale: Journey) -> None:
    data = home_sale.as_dict()
    assert data["reference"]["ibans"]["FR"] == 27
    assert Journey.model_validate({k: v for k, v in data.items() if k != "reference"}) == home_sale
