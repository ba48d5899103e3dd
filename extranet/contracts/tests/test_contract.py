"""The page of a contract, what is decided on it, and what each look and act leaves behind."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from extranet.contracts.dossier import load_dossier
from extranet.contracts.opening import open_contract
from extranet.contracts.review import AlreadyDone, Validation, validate_contract
from extranet.contracts.story import tell
from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.errors import Conflict
from extranet.core.i18n import Words, french_typography
from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.reading import as_read
from extranet.testing.selling import make_catalogue, make_signed_sale
from wizard.events import SaleSigned
from wizard.journey import Step
from wizard.published import journeys
from wizard.secrets import seal_secrets
from wizard.tables import SaleStep

IBAN = "FR7630006000011234567890189"


async def contract_of(
    seller: Actor, rank: int = 1, *, exempt: bool = False, product: UUID | None = None
) -> UUID:
    product = product or await make_catalogue(exempt=exempt)
    sale = await make_signed_sale(seller, product, rank=rank)
    async with unit_of_work(seller) as work:
        news = SaleSigned(sale.id, sale.adviser_id, sale.agency_id, sale.signed_at)
        await open_contract(work, news)
        return UUID(str(await work.value("SELECT id FROM contract WHERE sale_id = $1", sale.id)))


async def acts(cast: Cast, contract: UUID) -> list[str]:
    async with unit_of_work(cast.auditor) as work:
        rows = await work.all("SELECT act FROM entry WHERE object_id = $1 ORDER BY seq", contract)
    return [row["act"] for row in rows]


async def state(cast: Cast, contract: UUID) -> str:
    async with unit_of_work(cast.back_office) as work:
        return str(await work.value("SELECT state FROM contract WHERE id = $1", contract))


async def test_it_tells_everything_and_journals_the_look(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.back_office)
    answer = await browser.get(f"/contracts/{contract}")
    assert answer.status_code == 200
    for words in (
        "Dupont Élodie",
        "C-2026-000001",
        "À vérifier",
        "12 rue des Lilas",
        "69003",
        "elodie.dupont@exemple.fr",
        "Le Progrès, six jours",
        "29,90",
        "Signature électronique simple",
        "06 •• •• •• 78",
        "cd" * 32,
        "Vente V-2026-000001 ouverte",
        "Code envoyé",
        "Information précontractuelle remise",
        "Le délai de rétractation reste ouvert",
        "Valider le contrat",
    ):
        assert words in as_read(answer.text), words
    assert await acts(cast, contract) == ["contract:open", "contract:view"]


async def test_the_story_names_each_step_that_came_by_itself_and_keeps_its_order(
    cast: Cast,
) -> None:
    contract = await contract_of(cast.adviser)
    async with unit_of_work(cast.back_office) as work:
        dossier = await load_dossier(work, contract)
        work.record("contract:view", "contract", contract)
    [first, *others] = dossier.received
    early = {**first, "at": first["at"] - timedelta(hours=1)}
    titles = [event["title"] for event in tell(replace(dossier, received=[early]), Words("fr"))]
    assert french_typography("Que souhaite le client ?") in titles
    together = [event["title"] for event in tell(dossier, Words("fr"))]
    assert f"{1 + len(others)} étapes reçues" in together
    conclusion = french_typography("Code confirmé : la vente est conclue")
    assert together.index(conclusion) < together.index("Contrat C-2026-000001 ouvert")


async def test_a_manager_reads_and_decides_nothing(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.manager)
    answer = await browser.get(f"/contracts/{contract}")
    assert answer.status_code == 200
    assert "Valider le contrat" not in answer.text
    for act in ("validations", "rejections", "iban-reveals"):
        path = f"/contracts/{contract}/{act}"
        assert (await browser.post(path, data={"version": "1"})).status_code == 403


async def test_the_contract_of_another_agency_is_not_there(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.other_manager)
    assert (await browser.get(f"/contracts/{contract}")).status_code == 404
    assert (await (await visit(cast.adviser)).get(f"/contracts/{contract}")).status_code == 403
    assert await acts(cast, contract) == ["contract:open"]


async def test_a_validation_moves_it_and_says_before_and_after(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.back_office)
    answer = await browser.post(f"/contracts/{contract}/validations", data={"version": "1"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/contracts/{contract}"
    assert await state(cast, contract) == "validated"
    async with unit_of_work(cast.auditor) as work:
        facts = await work.value("SELECT facts FROM entry WHERE act = 'contract:validate'")
    assert re.search(r'"before": \{[^}]*"state": "to_check"', facts)
    assert re.search(r'"after": \{[^}]*"state": "validated"', facts)
    told = await browser.get(f"/contracts/{contract}")
    assert "par Béatrice Noël" in told.text
    assert "Valider le contrat" not in told.text


async def test_a_double_press_validates_once(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.back_office)
    for _ in range(2):
        answer = await browser.post(f"/contracts/{contract}/validations", data={"version": "1"})
        assert answer.status_code == 303
    assert (await acts(cast, contract)).count("contract:validate") == 1
    with pytest.raises(AlreadyDone):
        async with unit_of_work(cast.back_office) as work:
            await validate_contract(work, contract, Validation(version=1))


async def test_a_namesake_s_press_is_no_second_press(cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    async with unit_of_work(cast.back_office) as work:
        await validate_contract(work, contract, Validation(version=1))
    namesake = replace(cast.administrator, name=cast.back_office.name)
    with pytest.raises(Conflict):
        async with unit_of_work(namesake) as work:
            await validate_contract(work, contract, Validation(version=1))


async def test_a_stale_tab_is_told_and_changes_nothing(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    first, second = await visit(cast.back_office), await visit(cast.administrator)
    rejected = await first.post(
        f"/contracts/{contract}/rejections", data={"version": "1", "reason": "Adresse inexistante"}
    )
    assert rejected.status_code == 303
    answer = await second.post(f"/contracts/{contract}/validations", data={"version": "1"})
    assert answer.status_code == 409
    assert "quelqu’un a changé ce contrat" in answer.text
    assert "Adresse inexistante" in answer.text
    assert await state(cast, contract) == "rejected"
    again = await second.post(f"/contracts/{contract}/validations", data={"version": "2"})
    assert again.status_code == 409
    assert await state(cast, contract) == "rejected"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
async def test_a_rejection_says_why(visit: Visit, cast: Cast, reason: str) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.back_office)
    answer = await browser.post(
        f"/contracts/{contract}/rejections", data={"version": "1", "reason": reason}
    )
    assert answer.status_code == 422
    assert "data-errors" in answer.text
    assert await state(cast, contract) == "to_check"
    broken = await browser.post(f"/contracts/{contract}/validations", data={"version": "one"})
    assert broken.status_code == 422


async def test_the_account_is_masked_and_each_reveal_journalled(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser, exempt=True)
    await give_iban(cast, contract)
    browser = await visit(cast.back_office)
    answer = await browser.get(f"/contracts/{contract}")
    assert IBAN not in answer.text
    assert "FR76 •••• 0189" in as_read(answer.text)
    shown = await browser.post(f"/contracts/{contract}/iban-reveals")
    assert shown.status_code == 201
    assert IBAN in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert (await acts(cast, contract)).count("contract:reveal_iban") == 1
    assert IBAN not in (await browser.get(f"/contracts/{contract}")).text


async def test_without_an_account_there_is_nothing_to_reveal(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    browser = await visit(cast.back_office)
    assert "Afficher l’IBAN" not in (await browser.get(f"/contracts/{contract}")).text
    assert (await browser.post(f"/contracts/{contract}/iban-reveals")).status_code == 404


async def test_the_journal_tells_its_story_under_either_number(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser, rank=12)
    async with unit_of_work(cast.adviser) as work:
        sale = await work.value("SELECT sale_id FROM contract WHERE id = $1", contract)
        work.record("sale:view", "sale", sale)
        work.record("sale:view", "sale", new_id())
    for actor in (cast.auditor, cast.back_office):
        browser = await visit(actor)
        for number in ("V-2026-000012", "c-2026-000012"):
            told = as_read((await browser.get(f"/journal?object={number}")).text)
            assert "Alice Martin a consulté la vente V-2026-000012." in told
            assert "Alice Martin a ouvert le contrat C-2026-000012." in told
            assert told.count("journal__what") == 3
        assert "journal__what" not in (await browser.get("/journal?object=V-2026-999999")).text


async def give_iban(cast: Cast, contract: UUID) -> None:
    """Give the sale an account, which its exempt product lets it have."""
    step = journeys().get("home_sale", 1).step("payment")
    assert isinstance(step, Step)
    answers = {"method": "direct_debit", "account_holder": "Élodie Dupont", "iban": IBAN}
    async with unit_of_work(cast.adviser) as work:
        sale = await work.value("SELECT sale_id FROM contract WHERE id = $1", contract)
        await SaleStep.update({SaleStep.answers: seal_secrets(sale, step, answers)}).where(
            (SaleStep.sale_id == sale) & (SaleStep.step == "payment")
        )
        work.record("sale:step", "sale", sale)


async def test_an_english_reader_has_the_same_page(visit: Visit, cast: Cast) -> None:
    contract = await contract_of(cast.adviser)
    async with unit_of_work(cast.back_office) as work:
        await work.run("UPDATE person SET locale = 'en' WHERE id = $1", cast.back_office.person_id)
        work.record("person:choose_language", "person", cast.back_office.person_id)
    browser = await visit(cast.back_office)
    answer = await browser.get(f"/contracts/{contract}")
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
    assert "27 March 1968" in as_read(answer.text)
    assert "Le Progrès, six days" in answer.text
    assert (await browser.get("/contracts")).status_code == 200
