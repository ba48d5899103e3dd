"""What each article asks the documents to say; `docs/law.md` lists these tests."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from extranet.documents.contents import contract_contents
from extranet.documents.papers import Circumstance, Locale, Paper
from extranet.documents.qr import qr_svg
from extranet.documents.rendering import render_contract, render_sheet
from extranet.documents.tests.reading import addresses, page_texts, squeezed
from extranet.documents.tests.samples import DOOR_SALE, PRESS_SALE, SERVICE_SALE
from extranet.documents.wording import wording

FACTS = (
    "Kiosque & Cie",  # who sells
    "RCS Lyon 812 345 678",
    "812 345 678 00017",
    "FR12812345678",
    "12, rue des Archives",
    "04 72 00 00 00",
    "bonjour@kiosque.example",
    "Inès Lefèvre",
    "69-2026-0142",
    "Le Courrier, 7 jours sur 7",  # what
    "Portage à domicile avant 7 h 30",
    "26,90 €",  # for how much
    "51,89 €",
    "178,00 €",
    "23 novembre 2026",  # when
    "engagement de 12 mois",  # how long
    "au plus tard 30 jours après votre demande",
    "dans un délai de quatorze jours",  # withdrawal: period, procedure, effects
    "retractation@kiosque.example",
    "au plus tard quatorze jours à compter du jour où nous sommes informés",
    "Nous prenons en charge les frais de renvoi",
    "garantie légale de conformité",
    "garantie des vices cachés",
    "Médiation CM2C",  # disputes
    "https://cm2c.example",
)


def _said(paper: Paper, document: str = "contract") -> str:
    rendered = render_sheet(paper) if document == "sheet" else render_contract(paper)
    return squeezed("".join(page_texts(rendered.pdf)))


def _says(text: str, said: str) -> bool:
    return squeezed(text) in said


def _forms(paper: Paper) -> tuple[list[str], str]:
    *contract, form = page_texts(render_contract(paper).pdf)
    return contract, form


def test_l221_5_the_sheet_says_all_there_is_to_know() -> None:
    said = _said(DOOR_SALE, "sheet")
    assert [fact for fact in FACTS if not _says(fact, said)] == []
    assert not _says("Signé par", said)


def test_l221_9_the_contract_holds_the_same_information_dated() -> None:
    said = _said(DOOR_SALE)
    assert [fact for fact in FACTS if not _says(fact, said)] == []
    assert _says("Fait à Villeurbanne, le 3 novembre 2026 à 17 h 42", said)
    assert _says("Vous avez accepté de recevoir votre exemplaire", said)
    assert _says("vous est remis sur papier", _said(SERVICE_SALE))


def test_l221_5_the_contract_says_when_and_where_the_sheet_was_given() -> None:
    assert _says("remise le 3 novembre 2026 à 17 h 22, par SMS au 06 •• •• •• 78", _said(DOOR_SALE))


@pytest.mark.parametrize(
    "paper",
    [
        SERVICE_SALE,
        DOOR_SALE,
        PRESS_SALE,
        replace(DOOR_SALE, lines=DOOR_SALE.lines * 4),
        replace(DOOR_SALE, lines=DOOR_SALE.lines * 9),
        replace(DOOR_SALE, seller=replace(DOOR_SALE.seller, name="Société " * 200)),
        replace(DOOR_SALE, locale="en"),
    ],
)
def test_cass_21_16491_withdrawal_form_alone_on_last_page(paper: Paper) -> None:
    contract, form = _forms(paper)
    words = wording(paper.locale)
    assert form.startswith(words.say("title.form"))
    for said in ("form.instruction", "form.notify", "form.name", "form.date", "form.strike"):
        assert _says(words.say(said), squeezed(form))
    for foreign in ("signature.title", "order.title", "customer.title", "mediator.title"):
        assert not re.search(rf"^{words.say(foreign)}$", form, re.M)
    assert paper.customer.last_name not in form
    assert not any(form[:30] in page for page in contract)


@pytest.mark.parametrize(
    "paper", [SERVICE_SALE, DOOR_SALE, replace(DOOR_SALE, handover=None, signature=None)]
)
def test_cass_21_16491_cutting_the_form_out_leaves_the_contract_whole(paper: Paper) -> None:
    contract, _ = _forms(paper)
    # Printed on both sides, the form's sheet starts on its front and nothing is on its back.
    assert len(contract) % 2 == 0
    numbered = [page for page in contract if "Page laissée blanche" not in page]
    assert len(contract) - len(numbered) <= 1
    for number, page in enumerate(numbered, start=1):
        assert _says(f"Page {number} sur {len(numbered)}", squeezed(page))
    assert "Signature" in numbered[-1]


def test_r221_1_the_model_form_is_addressed_to_the_seller() -> None:
    _, form = _forms(DOOR_SALE)
    address = "Kiosque & Cie, 12, rue des Archives, 69003 Lyon, retractation@kiosque.example"
    assert _says(f"À l’attention de {address}", squeezed(form))
    assert "2026-000417" in form


def test_l221_10_no_payment_for_seven_days_is_said_and_no_mandate_printed() -> None:
    said = _said(DOOR_SALE)
    assert _says("avant l’expiration d’un délai de sept jours", said)
    assert _says("à partir du 11 novembre 2026", said)
    assert not _says("Mandat de prélèvement SEPA", said)
    assert not _says("IBAN", said)


def test_sepa_an_exempt_cart_prints_the_whole_mandate() -> None:
    said = _said(PRESS_SALE)
    for fact in (
        "Mandat de prélèvement SEPA",
        "KC-2026-417-1",
        "FR12ZZZ123456",
        "FR76 •••• •••• 123",
        "Récurrent",
        "Mme Éloïse Garçon-Nuñez, 27, cours Émile-Zola",
        "trente-six mois sans prélèvement",
        "quatorze jours avant son échéance",
    ):
        assert _says(fact, said), fact
    assert not _says("délai de sept jours à compter de la conclusion", said)


@pytest.mark.parametrize(
    ("paper", "starts"),
    [
        (SERVICE_SALE, {"service"}),
        (PRESS_SALE, {"regular_delivery"}),
        (DOOR_SALE, {"service", "goods", "regular_delivery"}),
    ],
)
def test_l221_18_the_period_starts_as_each_nature_wants(paper: Paper, starts: set[str]) -> None:
    said = _said(paper)
    for nature in ("service", "goods", "regular_delivery"):
        text = wording("fr").say(f"withdrawal.starts_{nature}")
        assert _says(text, said) is (nature in starts)


def test_l221_19_a_last_day_off_rolls_over() -> None:
    assert _says("prolongé jusqu’au premier jour ouvrable suivant", _said(DOOR_SALE, "sheet"))


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("document", ["sheet", "contract"])
def test_l221_21_the_online_function_is_named_linked_and_coded(
    locale: Locale, document: str
) -> None:
    paper = replace(DOOR_SALE, locale=locale)
    said = _said(paper, document)
    assert _says("renoncer au contrat ici", said)
    assert _says("confirmer la rétractation", said)
    rendered = render_sheet(paper) if document == "sheet" else render_contract(paper)
    assert {paper.links.withdrawal, paper.links.termination} <= addresses(rendered.pdf)
    assert contract_contents(paper)["qr"]["svg"] == qr_svg(paper.links.withdrawal)


def test_l215_1_1_termination_online_is_named_and_linked() -> None:
    assert _says("« résilier votre contrat »", _said(DOOR_SALE))


def test_l221_25_a_service_begun_at_once_is_paid_in_proportion() -> None:
    text = wording("fr").say("withdrawal.started")
    asked = replace(DOOR_SALE.withdrawal, starts_at_once=True)
    assert _says(text, _said(replace(DOOR_SALE, withdrawal=asked), "sheet"))
    assert not _says(text, _said(DOOR_SALE, "sheet"))


def test_d211_2_goods_come_with_the_box_on_guarantees() -> None:
    for paragraph in wording("fr").paragraphs("guarantee.box"):
        assert _says(paragraph, _said(DOOR_SALE))
    assert not _says(wording("fr").say("guarantee.box_title").upper(), _said(SERVICE_SALE))


def test_l221_16_at_a_distance_the_signature_binds_and_not_before() -> None:
    distant = replace(DOOR_SALE, circumstance=Circumstance.DISTANCE)
    assert _says("Vous n’êtes engagé qu’après l’avoir signée", _said(distant))
    assert not _says("Vous n’êtes engagé qu’après", _said(DOOR_SALE))


def test_l223_2_the_notice_on_telephone_use_is_where_the_number_is() -> None:
    for document in ("sheet", "contract"):
        assert _says("ne sert à la prospection que si vous y avez", _said(DOOR_SALE, document))


def test_civ_1367_the_level_of_the_signature_is_said() -> None:
    assert _says("Signature électronique simple (SES)", _said(DOOR_SALE))
    with pikepdf.open(BytesIO(render_contract(DOOR_SALE).pdf)) as document:
        assert len(document.pages) == len(_forms(DOOR_SALE)[0]) + 1
