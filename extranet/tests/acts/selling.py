"""What is done to sales: typed, sent, signed at the door and on a phone, closed, rescued."""

from extranet.testing.pictures import named, photo
from extranet.tests.acts.stage import Stage
from wizard.no_visit.listing import Removal
from wizard.no_visit.tests.test_page import refusal
from wizard.phone_choice import ON_PHONE
from wizard.rescue.tests.files import file_of, hand_in, registered
from wizard.signing.tests.customer import Customer, Door, wrong
from wizard.signing.tests.phone import on_the_phone
from wizard.tests.selling import Tablet, answers, stock_up


async def send_steps(stage: Stage) -> None:
    """Steps taken, refused and unreadable; those of somebody else; a sale given up by its page."""
    cast = stage.cast
    await stock_up(cast)
    browser, tablet = await stage.visit(cast.adviser), Tablet(cast.adviser)
    await browser.post("/addresses", json={"typed": "12 rue"})
    await browser.post("/tablets")
    steps = [tablet.write(name, values) for name, values in answers().items()]
    sent = [*steps, tablet.write("customer", {}), {"id": "unreadable"}]
    assert (await browser.post("/outbox", json={"submissions": sent})).status_code == 200
    other = {"palier-person": str(cast.colleague.person_id)}
    assert (await browser.post("/outbox", json={}, headers=other)).status_code == 403
    await browser.post(f"/sales/{tablet.sale}/close")
    await stage.post.deliver()


async def send_photos(stage: Stage) -> None:
    """A photo whole, and bytes that are none."""
    cast = stage.cast
    await stock_up(cast)
    browser, tablet = await stage.visit(cast.adviser), Tablet(cast.adviser)
    good, bad = photo(), b"no photo at all"
    pictures = {"letterbox": [named(good)], "identity_paper": [named(bad)]}
    for name, values in answers().items():
        more = {field: told for field, told in pictures.items() if name == _ASKS[field]}
        await tablet.send(tablet.write(name, values | more, version=2))
    for content in (good, bad):
        headers = {"content-range": f"bytes 0-{len(content) - 1}/{len(content)}"}
        place = f"/attachments/{named(content)['sha256']}"
        await browser.put(place, content=content, headers=headers)
    await stage.truth.execute("UPDATE photo SET keep_until = now() - interval '1 day'")
    await stage.run_recurring("forget_photos")


_ASKS = {"letterbox": "address", "identity_paper": "payment"}


async def _sold(stage: Stage) -> Customer:
    tablet = Tablet(stage.cast.adviser)
    await tablet.sell()
    browser = await stage.visit(stage.cast.adviser)
    return Customer(Door(stage.cast, stage.visit, stage.settings, browser), tablet)


async def sign_at_the_door(stage: Stage) -> None:
    """The mark refused, taken and sent twice; the code wrong, sent again and right."""
    await stock_up(stage.cast)
    customer = await _sold(stage)
    opened = await customer.read()
    assert (await customer.sign(opened, read="")).status_code == 422
    assert (await customer.sign(opened)).status_code == 303
    assert (await customer.sign(opened)).status_code == 303
    await customer.give(wrong(await customer.code()))
    await customer.door.browser.post(f"{customer.url}/code/new")
    assert (await customer.give(await customer.code())).status_code == 303
    await stage.post.deliver()


async def sign_on_the_phone(stage: Stage) -> None:
    """The link sent and sent again; read, signed and confirmed behind it; a link that is dead."""
    await stock_up(stage.cast)
    customer = await _sold(stage)
    await customer.tablet.submit("signature", ON_PHONE)
    await stage.post.deliver()
    await customer.door.browser.post(f"{customer.url}/signing-link")
    phone = await on_the_phone(customer)
    await phone.page()
    assert (await phone.sign()).status_code == 422
    await phone.read()
    assert (await phone.sign()).status_code == 303
    await phone.give(wrong(await customer.code()))
    await phone.browser.post(f"{phone.url}/code/new")
    assert (await phone.give(await customer.code())).status_code == 303
    await phone.browser.post(f"/s/{'x' * 43}")
    await stage.post.deliver()


async def rescue(stage: Stage) -> None:
    """A rescue file taken, and one of somebody else's refused."""
    cast = stage.cast
    await stock_up(cast)
    tablet = Tablet(cast.adviser)
    step = tablet.write("products", answers()["products"])
    body = file_of(cast.adviser, await registered(cast.adviser), step)
    assert (await hand_in(stage.visit, cast.adviser, body)).status_code == 200
    assert (await hand_in(stage.visit, cast.colleague, body)).status_code == 422


async def keep_refusals(stage: Stage) -> None:
    """An address put on the list and taken off it; another whose time is over."""
    desk = await stage.visit(stage.cast.back_office)
    await desk.post("/refused-addresses", data=refusal())
    found = await stage.truth.fetchval("SELECT id FROM refused_address")
    gone = f"/refused-addresses/{found}/remove"
    assert (await desk.post(gone, data={"why": Removal.ASKED.value})).status_code == 303
    await desk.post("/refused-addresses", data=refusal())
    await stage.truth.execute("UPDATE refused_address SET until = current_date - 1")
    await stage.run_recurring("forget_refusals")


async def follow(stage: Stage) -> None:
    """A referent is written to about what stands still; who takes sales over is told."""
    cast = stage.cast
    await stock_up(cast)
    await Tablet(cast.newcomer).sell("contact")
    await stage.truth.execute("UPDATE sale SET changed_at = now() - interval '30 days'")
    await stage.run_recurring("tell_referents")
    await stage.post.deliver()
    desk = await stage.visit(cast.manager)
    form = {"moment": "now", "successor": str(cast.colleague.person_id)}
    answer = await desk.post(f"/people/{cast.newcomer.person_id}/departure", data=form)
    assert answer.status_code == 303
    await stage.post.deliver()
