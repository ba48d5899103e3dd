"""What the back office does with contracts and with people's data, and what the house does by
night."""

import re

from audit.months import month_after
from extranet.contracts.tests.test_contract import contract_of, give_iban
from extranet.core.clock import now
from extranet.privacy.tests.customers import ELODIE, sell
from extranet.privacy.tests.test_requests import ask, asking, recognise
from extranet.testing.long_journal import fill_journal
from extranet.testing.pictures import photo
from extranet.testing.selling import make_catalogue
from extranet.tests.acts.stage import Stage
from wizard.tests.selling import stock_up


async def check_contracts(stage: Stage) -> None:
    """Looked for, an IBAN shown, one validated and one rejected."""
    desk = await stage.visit(stage.cast.back_office)
    await desk.post("/contracts/search", data={"name": "dupont"})
    product = await make_catalogue(exempt=True)
    for rank, verdict in enumerate(("validations", "rejections"), start=1):
        contract = await contract_of(stage.cast.adviser, rank, product=product)
        await give_iban(stage.cast, contract)
        page = f"/contracts/{contract}"
        assert (await desk.post(f"{page}/iban-reveals")).status_code == 201
        form = {"version": "1", "reason": "Pas d’adresse"}
        assert (await desk.post(f"{page}/{verdict}", data=form)).status_code == 303


async def give_pictures(stage: Stage) -> None:
    """A product gets a picture, and loses it."""
    desk = await stage.visit(stage.cast.back_office)
    page = f"/catalogue/{await make_catalogue()}/picture"
    assert (await desk.post(page, files={"picture": ("p.jpg", photo(64, 64))})).status_code == 303
    assert (await desk.post(f"{page}/remove")).status_code == 303


async def answer_requests(stage: Stage) -> None:
    """A request taken, recognised, held, let go, copied, erased and answered."""
    await stock_up(stage.cast)
    sale = await sell(stage.cast.adviser, ELODIE)
    desk = await stage.visit(stage.cast.lead)
    url = await ask(desk, asking(ELODIE))
    await recognise(desk, url, str(sale))
    await desk.post(f"{url}/holds", data={"sale": str(sale), "reason": "dispute"})
    await desk.post(f"{url}/holds/lift", data={"sale": str(sale)})
    assert (await desk.post(f"{url}/copy")).status_code == 200
    number = re.findall(r"D-\d{4}-\d{6}", (await desk.get(url)).text)[0]
    await desk.post(f"{url}/erasure", data={"typed": number})
    await stage.post.deliver()
    url = await ask(desk, asking(ELODIE))
    await recognise(desk, url)
    assert (await desk.post(f"{url}/answer", data={"outcome": "nothing"})).status_code == 303


async def keep_house(stage: Stage) -> None:
    """What the house does by itself: the seal, old months, what was kept long enough."""
    old = month_after(now(), -15)
    await fill_journal(stage.truth, 5, months=1, until=month_after(old, 1), people=2)
    for name in ("journal_months", "seal_journal", "journal_retention", "keep_no_longer"):
        await stage.run_recurring(name)
    await stage.visit(stage.cast.adviser)
    await stage.truth.execute("UPDATE session SET ended_at = now() - interval '1 year'")
    await stage.run_recurring("forget_sign_in_failures")
