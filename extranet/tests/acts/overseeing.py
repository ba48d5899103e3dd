"""What those who answer for others do: accounts, agencies, invitations, contracts, departures."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.clock import today
from extranet.core.settings import install
from extranet.people import invitation_quota
from extranet.people.sellers.tests.hiring import PDF, hire
from extranet.people.sellers.tests.test_papers import hand_in as hand_in_paper
from extranet.people.sellers.tests.test_papers import paper_of
from extranet.people.tests.conftest import GOOD
from extranet.people.tests.factors import link_application
from extranet.people.tests.tablet import registered
from extranet.people.tests.test_invitation_lists import list_of
from extranet.tests.acts.stage import Stage

GUEST = {"email": "ines.faure@exemple.fr", "first_name": "Inès", "last_name": "Faure"}
REASON = "Ne retrouve pas la vente de ce matin"
CONTRACT = {"kind": "employee", "starts_on": "2026-01-05"}


async def oversee_people(stage: Stage) -> None:
    """Another's account: role, agency, referent, sessions, factor, tablet; what one may not."""
    cast = stage.cast
    desk, boss = await stage.visit(cast.manager), await stage.visit(cast.administrator)
    page = f"/people/{cast.adviser.person_id}"
    tablet = await registered(stage.visit, cast.adviser)
    await desk.post("/people/search", data={"name": "martin"})
    await desk.post(f"{page}/tablets/{tablet.id}/revoke")
    again = await stage.visit(cast.adviser)
    sent = await again.post("/outbox", headers={"palier-tablet": tablet.id})
    assert sent.status_code == 401
    await tablet.say_wiped()
    await desk.post(f"{page}/sessions/end")
    for referent in (str(cast.referent.person_id), "nobody"):
        await desk.post(f"{page}/referent", data={"referent": referent})
    await link_application(cast.adviser)
    await boss.post(f"{page}/second-factor/reset", data={"reason": REASON})
    await boss.post(f"{page}/agency", data={"agency": str(cast.agencies.lyon_team)})
    for role in ("referent", "adviser"):
        await boss.post(f"{page}/role", data={"role": role})
    await desk.post(f"{page}/suspend")
    await desk.post(f"{page}/reinstate")
    await stage.post.deliver()


async def look_in_a_name(stage: Stage) -> None:
    """In another's name one looks, does nothing, and leaves."""
    browser = await stage.visit(stage.cast.back_office)
    await browser.post(
        f"/people/{stage.cast.adviser.person_id}/impersonate", data={"reason": REASON}
    )
    for refused in ("/tablets", "/account/password", "/language"):
        assert (await browser.post(refused)).status_code == 403
    await browser.post("/impersonation/end")


async def ask_beyond_one_s_role(stage: Stage) -> None:
    """What a role does not carry, at the door and behind it."""
    cast = stage.cast
    adviser, desk = await stage.visit(cast.adviser), await stage.visit(cast.back_office)
    assert (await adviser.post("/people/invite")).status_code == 403
    for path in ("departure", "suspend", "contract/new"):
        answer = await desk.post(f"/people/{cast.administrator.person_id}/{path}")
        assert answer.status_code in (403, 404)
    install(replace(stage.settings, second_factor_required=True))
    try:
        await (await stage.visit(cast.manager)).post("/people/invite")
    finally:
        install(stage.settings)


async def organise(stage: Stage) -> None:
    """Agencies opened, renamed, moved, closed."""
    desk, agencies = await stage.visit(stage.cast.administrator), stage.cast.agencies
    form = {"fresh_name": "Lyon Sud", "kind": "team"}
    fresh = (await desk.post(f"/agencies/{agencies.lyon}/open", data=form)).headers["location"]
    await desk.post(f"{fresh}/rename", data={"name": "Lyon Midi"})
    await desk.post(f"{fresh}/move", data={"place": str(agencies.nantes)})
    await desk.post(f"{fresh}/close")


async def invite(stage: Stage) -> None:
    """One by one and by a file; sent again, withdrawn, accepted; more than may leave in a day."""
    desk, guest = await stage.visit(stage.cast.manager), await stage.visit()
    form = GUEST | {"agency": str(stage.cast.agencies.lyon)}
    await desk.post("/people/invite", data=form)
    found = await stage.truth.fetchval("SELECT id FROM invitation")
    await desk.post(f"/people/invitations/{found}/resend")
    link = await stage.post.link(GUEST["email"])
    assert (await guest.post(link, data={"password": GOOD})).status_code == 303
    await desk.post("/people/invite", data=form | {"email": "paul@exemple.fr"})
    found = await stage.truth.fetchval("SELECT id FROM invitation ORDER BY id DESC LIMIT 1")
    await desk.post(f"/people/invitations/{found}/withdraw")
    listed = await list_of(desk)
    await desk.post(f"{listed}/send")
    await _send_too_many(stage, stage.cast.manager)
    await desk.post("/people/invite", data=form | {"email": "zoe@exemple.fr"})
    await stage.post.deliver()


async def _send_too_many(stage: Stage, by: Actor) -> None:
    await stage.truth.execute(
        "INSERT INTO invitation_batch (id, person_id, mails) VALUES (gen_random_uuid(), $1, $2)",
        by.person_id,
        invitation_quota.MOST,
    )


async def keep_sellers(stage: Stage) -> None:
    """Contracts and papers; what ends is told, and who has none is stopped."""
    cast = stage.cast
    desk, page = await stage.visit(cast.back_office), f"/people/{cast.adviser.person_id}/contract"
    await desk.post(f"{page}/new", data=CONTRACT)
    await hand_in_paper(desk, cast.adviser, PDF)
    await desk.post(f"{page}/papers/{await paper_of(cast.adviser)}/remove")
    await hire(cast, cast.colleague, -100, 25)
    await hire(cast, cast.newcomer, -100, -1)
    await stage.run_recurring("watch_seller_contracts")
    await stage.post.deliver()


async def let_go(stage: Stage) -> None:
    """Somebody leaves at once and comes back; another on a day, which is taken back, then comes."""
    cast = stage.cast
    desk = await stage.visit(cast.manager)
    page = f"/people/{cast.adviser.person_id}"
    await desk.post(f"{page}/departure", data={"moment": "now"})
    heir = {"successor": str(cast.colleague.person_id)}
    await desk.post(f"{page}/departure/sales", data=heir)
    await desk.post(f"{page}/return", data=CONTRACT)
    for following in ("departure/cancel", ""):
        later = {"moment": "later", "last_day": str(today()), **heir}
        page = f"/people/{cast.newcomer.person_id}"
        assert (await desk.post(f"{page}/departure", data=later)).status_code == 303
        if following:
            await desk.post(f"{page}/{following}")
    await _let_days_pass(stage, cast.newcomer.person_id)
    await stage.run_recurring("carry_out_departures")
    await stage.post.deliver()


async def _let_days_pass(stage: Stage, person: UUID | None) -> None:
    await stage.truth.execute(
        "UPDATE departure SET leaves_on = leaves_on - $2::interval WHERE person_id = $1",
        person,
        timedelta(days=2),
    )
