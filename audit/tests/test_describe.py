"""An entry reads as a sentence, in French and in English."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from audit.acts import ACTS
from audit.describe import Change, Told, changes, describe

ENTRY = Told(
    seq=1,
    id=uuid4(),
    at=datetime(2026, 11, 21, tzinfo=UTC),
    act="sale:step",
    actor_id=uuid4(),
    actor_kind="adviser",
    role="adviser",
    name="Alice Martin",
    agency_id=None,
    object_kind="sale",
    object_id=None,
    number="V-2026-000012",
    before={"state": "open"},
    after={"step": "address", "state": "ready_to_sign", "voided": True},
    personal={"customer_name": "Élodie Dupont"},
    address="192.0.2.1",
    device="",
    digest="",
)


def test_it_says_who_did_what_to_what() -> None:
    assert (
        describe(ENTRY, "fr") == "Alice Martin a envoyé l’étape Adresse de la vente V-2026-000012."
    )
    assert describe(ENTRY, "en") == "Alice Martin sent the step Address of sale V-2026-000012."


def test_the_system_the_customer_and_the_erased_have_words_too() -> None:
    signed = replace(ENTRY, act="sale:sign")
    worker = replace(signed, actor_kind="worker", name="take_over_papers", actor_id=None)
    assert describe(worker, "fr").startswith("Le système a conclu la vente V-2026-000012")
    customer = replace(signed, actor_kind="customer", name="")
    assert describe(customer, "en").startswith("The customer concluded sale")
    erased = replace(signed, name="", erased=True)
    assert describe(erased, "fr").startswith("Une personne effacée a conclu")


def test_whose_name_went_with_the_details_is_called_by_their_role() -> None:
    signed = replace(ENTRY, act="sale:sign", name="", role="adviser")
    assert describe(signed, "fr").startswith("Un conseiller a conclu")
    assert describe(signed, "en").startswith("An adviser concluded")


def test_both_are_named_where_one_acts_in_the_name_of_another() -> None:
    behind = replace(ENTRY, behind_id=uuid4(), behind="Béatrice Noël")
    assert describe(behind, "fr").startswith("Béatrice Noël, au nom d’Alice Martin, a envoyé")
    assert describe(behind, "en").startswith("Béatrice Noël, in the name of Alice Martin, sent")
    other = replace(behind, name="Marc Leroy", behind="")
    assert describe(other, "fr").startswith("Une personne effacée, au nom de Marc Leroy, a envoyé")


def test_a_number_may_come_from_the_facts_or_be_missing() -> None:
    view = replace(ENTRY, act="contract:view", number="", before={}, after={})
    assert describe(view, "fr") == "Alice Martin a consulté le contrat."
    known = replace(view, after={"number": "C-2026-000012"})
    assert describe(known, "fr") == "Alice Martin a consulté le contrat C-2026-000012."


def test_an_act_of_an_older_palier_is_named() -> None:
    assert describe(replace(ENTRY, act="fax:send"), "en") == "Alice Martin: fax:send."


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("act", ACTS)
def test_every_sentence_is_whole_even_without_facts(act: str, locale: str) -> None:
    bare = replace(ENTRY, act=act, number="", before={}, after={}, personal={})
    sentence = describe(bare, locale)
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "  " not in sentence
    assert " ." not in sentence


def test_facts_stand_before_and_after_in_words() -> None:
    assert changes(ENTRY, "fr") == [
        Change("État", "en cours", "prête à signer"),
        Change("Étape", "", "Adresse"),
        Change("voided", "", "oui"),
        Change("Client", "", "Élodie Dupont"),
    ]
