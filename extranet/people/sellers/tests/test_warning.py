"""What ends is told before it does: once each, to the person and to whoever answers for them."""

from datetime import timedelta

from extranet.core.access import worker
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.people.sellers.deadlines import ContractKind
from extranet.people.sellers.jobs import watch_seller_contracts
from extranet.people.sellers.papers import PaperKind, keep_paper
from extranet.people.sellers.tests.hiring import PDF, SIREN, hire
from extranet.people.sellers.warning import nearest
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast

ALICE, MARC = "alice.martin@palier.example", "marc.leroy@palier.example"


async def test_an_end_is_told_once_to_both(cast: Cast) -> None:
    await hire(cast, cast.adviser, -100, 25)
    await hire(cast, cast.colleague, -100, 90)
    post = Post()
    await watch_seller_contracts()
    await watch_seller_contracts()
    [own] = await post.arrived(ALICE)
    assert "/account/contract" in own["body"]
    [told] = await post.arrived(MARC)
    assert "Alice Martin" in told["body"]
    assert "Bruno" not in told["body"]
    [facts] = await acts_of(cast, "seller:warn")
    assert '"days": 30' in facts


async def test_a_manager_reads_one_mail_about_everybody(cast: Cast) -> None:
    for seller in (cast.adviser, cast.colleague, cast.newcomer):
        await hire(cast, seller, -100, 5)
    await watch_seller_contracts()
    [told] = await Post().arrived(MARC)
    for name in ("Alice Martin", "Bruno Petit", "Nina Roux"):
        assert name in told["body"]
    assert await Post().arrived("odile.blanc@palier.example") == []


async def test_whoever_is_above_is_told_where_nobody_manages(cast: Cast) -> None:
    async with unit_of_work(worker("test")) as work:
        path = [cast.agencies.distributor, cast.agencies.lyon, cast.agencies.lyon_team]
        rows = await work.all("SELECT agency_id, id FROM person WHERE role = 'manager'")
    assert [one["id"] for one in nearest(rows, path)] == [cast.manager.person_id]
    assert nearest(rows, path[:1]) == []


async def test_registrations_and_papers_are_told_too(cast: Cast) -> None:
    assert cast.adviser.person_id is not None
    soon = today() + timedelta(days=7)
    await hire(
        cast,
        cast.adviser,
        kind=ContractKind.VDI,
        registry="rcs",
        siren=SIREN,
        registered_until=soon,
    )
    await keep_paper(cast.manager, cast.adviser.person_id, PaperKind.CARD, PDF, soon)
    await watch_seller_contracts()
    [own] = await Post().arrived(ALICE)
    assert "immatriculation" in own["body"]
    assert "document" in own["body"]
    assert len(await acts_of(cast, "seller:warn")) == 2
