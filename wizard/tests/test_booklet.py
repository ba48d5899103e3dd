"""The blank booklet: complete, in the reader's language, and without a customer in it."""

import pytest

from wizard.booklet import ON_THE_TABLET, BlankField, blank_booklet
from wizard.journey import Field, Journey, Locale
from wizard.journey_files import load_journeys

LOCALES: tuple[Locale, ...] = ("fr", "en")


@pytest.fixture(scope="module")
def home_sale() -> Journey:
    return load_journeys().latest("home_sale")


def _asked(journey: Journey, locale: Locale = "fr") -> dict[str, BlankField]:
    return {
        f"{leaf.step}.{field.name}": field
        for leaf in blank_booklet(journey, locale).leaves
        for field in leaf.fields
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_every_step_of_the_tablet_is_a_leaf_with_every_field(
    home_sale: Journey, locale: Locale
) -> None:
    booklet = blank_booklet(home_sale, locale)

    on_the_tablet = [step for step in home_sale.steps if step.kind in ON_THE_TABLET]
    assert [leaf.step for leaf in booklet.leaves] == [step.name for step in on_the_tablet]
    for leaf, step in zip(booklet.leaves, on_the_tablet, strict=True):
        assert [field.name for field in leaf.fields] == [field.name for field in step.fields]
        assert [notice.name for notice in leaf.notices] == [one.name for one in step.notices]


def test_what_only_the_server_can_do_is_no_leaf(home_sale: Journey) -> None:
    kinds = {leaf.kind for leaf in blank_booklet(home_sale, "fr").leaves}

    assert kinds.isdisjoint({"signature", "code", "done"})


def test_words_are_those_of_the_language(home_sale: Journey) -> None:
    french, english = (blank_booklet(home_sale, locale) for locale in LOCALES)

    assert (french.title, english.title) == ("Vente à domicile", "Home sale")
    assert all(
        one.title != other.title for one, other in zip(french.leaves, english.leaves, strict=True)
    )


def test_french_words_carry_their_no_break_spaces(home_sale: Journey) -> None:
    titles = [leaf.title for leaf in blank_booklet(home_sale, "fr").leaves]

    assert "Qui est le client\N{NARROW NO-BREAK SPACE}?" in titles
    assert not any(" ?" in title for title in titles)


def test_a_field_gets_the_control_and_the_keyboard_of_its_type(home_sale: Journey) -> None:
    asked = _asked(home_sale)

    phone, iban = asked["contact.phone"], asked["payment.iban"]
    assert (phone.control, phone.input_type) == ("input", "tel")
    assert phone.attributes["inputmode"] == "tel"
    assert iban.attributes["autocapitalize"] == "characters"
    assert asked["contact.phone_kind"].control == "radios"
    assert asked["consents.privacy_read"].control == "tick"


def test_only_required_fields_say_that_they_are(home_sale: Journey) -> None:
    fields = {
        f"{step.name}.{field.name}": field for step in home_sale.steps for field in step.fields
    }

    for name, blank in _asked(home_sale).items():
        assert (blank.attributes.get("aria-required") == "true") is fields[name].required


def test_no_input_cuts_a_paste_in_silence(home_sale: Journey) -> None:
    assert not any("maxlength" in field.attributes for field in _asked(home_sale).values())


def test_a_few_short_choices_stand_side_by_side_and_long_ones_do_not(home_sale: Journey) -> None:
    asked = _asked(home_sale)

    assert asked["contact.phone_kind"].inline
    assert not asked["contact.code_channel"].inline


def test_a_conditional_notice_starts_hidden(home_sale: Journey) -> None:
    notices = {
        notice.name: notice.conditional
        for leaf in blank_booklet(home_sale, "fr").leaves
        for notice in leaf.notices
    }

    assert notices == {"phone_use": False, "nothing_for_seven_days": True}


def test_every_type_of_field_has_a_control(home_sale: Journey) -> None:
    step = home_sale.steps[1]
    choice = {"value": "FR", "label": {"fr": "France", "en": "France"}}
    country = Field.model_validate(
        {"name": "country", "type": "country", "label": choice["label"], "choices": [choice]}
    )
    note = Field.model_validate({"name": "note", "type": "textarea", "label": choice["label"]})
    with_both = step.model_copy(update={"fields": (country, note)})
    journey = home_sale.model_copy(update={"steps": (with_both, home_sale.steps[-1])})

    asked = _asked(journey)

    assert asked["customer.country"].control == "select"
    assert asked["customer.country"].choices[0].label == "France"
    assert asked["customer.note"].control == "textarea"
