"""Something in every table of accounts: what people are given, are moved by, sign in with."""

from datetime import timedelta

from extranet.core.access import Actor, Origin, visitor, worker
from extranet.core.clock import now, today
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.people.sellers.papers import PaperKind, keep_paper
from extranet.testing.cast import Cast

PAPER = b"%PDF-1.7\n%%EOF\n"
"""As little as is a PDF."""


async def fill_seller(cast: Cast, seller: Actor) -> None:
    """A contract, a paper that goes with it, and that its end was told."""
    owner = (new_id(), seller.person_id, seller.agency_id)
    async with unit_of_work(cast.back_office) as work:
        await work.run(
            "INSERT INTO seller_contract (id, person_id, agency_id, kind, starts_on, written_by) "
            "VALUES ($1, $2, $3, 'employee', $4, $5)",
            *owner,
            today(),
            cast.back_office.person_id,
        )
        await work.run(
            "INSERT INTO departure (id, person_id, agency_id, leaves_on, wipes, decided_by, "
            "done_at) VALUES ($1, $2, $3, $4, true, $5, now())",
            *owner,
            today(),
            cast.back_office.person_id,
        )
        work.record("demo:found", "person", seller.person_id)
    assert seller.person_id is not None
    await keep_paper(cast.back_office, seller.person_id, PaperKind.CONTRACT, PAPER, None)
    async with unit_of_work(worker("filling")) as work:
        await work.run(
            "INSERT INTO seller_warning (subject_id, matter, ends_on, days) "
            "VALUES ($1, 'contract', $2, 30)",
            owner[0],
            today(),
        )
        work.record("demo:found", "person", seller.person_id)


async def fill_impersonations(cast: Cast) -> None:
    """The back office looks in the name of an adviser of each agency."""
    for agent, seen in ((cast.back_office, cast.adviser), (cast.administrator, cast.outsider)):
        async with unit_of_work(agent) as work:
            await work.run(
                "INSERT INTO impersonation "
                "(id, session_id, agent_id, agent_name, person_id, reason) "
                "SELECT $1, s.id, $2, $3, $4, 'Ne retrouve pas une vente' FROM session s "
                "WHERE s.person_id = $2 LIMIT 1",
                new_id(),
                agent.person_id,
                agent.name,
                seen.person_id,
            )
            work.record("demo:found", "person", None)


_INVITING = (
    "INSERT INTO invitation_list (id, person_id, sealed) VALUES ($1, $2, 'sealed')",
    "INSERT INTO invitation_batch (id, person_id, mails) VALUES ($1, $2, 2)",
)


async def fill_links(cast: Cast) -> None:
    """Somebody invited into every agency, a list and a batch of whoever invites, and for everybody
    a new address and a new password."""
    for number, agency in enumerate((cast.agencies.lyon_team, cast.agencies.nantes)):
        async with unit_of_work(cast.back_office) as work:
            await work.run(
                "INSERT INTO invitation (id, email, first_name, last_name, role, agency_id, "
                "invited_by, expires_at) VALUES ($1, $2, 'Ines', 'Faure', 'manager', $3, $4, $5)",
                new_id(),
                f"invited{number}@palier.example",
                agency,
                cast.back_office.person_id,
                now() + timedelta(days=7),
            )
            work.record("demo:found", "invitation", None)
    for actor in (cast.manager, cast.other_manager, cast.back_office, cast.administrator):
        async with unit_of_work(actor) as work:
            for insert in _INVITING:
                await work.run(insert, new_id(), actor.person_id)
            work.record("demo:found", "invitation", None)
    for actor in cast.everyone():
        async with unit_of_work(actor) as work:
            await work.run(
                "INSERT INTO email_change (id, person_id, email, expires_at) "
                "VALUES ($1, $2, $3, $4)",
                new_id(),
                actor.person_id,
                f"{actor.person_id}@palier.example",
                now() + timedelta(days=1),
            )
            work.record("demo:found", "person", None)
        async with unit_of_work(visitor(Origin())) as work:
            await work.run(
                "INSERT INTO password_link (id, person_id, expires_at) VALUES ($1, $2, $3)",
                new_id(),
                actor.person_id,
                now() + timedelta(hours=1),
            )
            work.record("demo:found", "person", None)


async def fill_moves(cast: Cast) -> None:
    """The colleague once moved up from the team; the outsider came from elsewhere, where the
    referent followed them."""
    async with unit_of_work(worker("filling")) as work:
        agencies = cast.agencies
        await work.run(
            "INSERT INTO following (id, referent_id, adviser_id, agency_id, named_by, until) "
            "SELECT $1, referent_id, $2, $3, named_by, now() FROM following",
            new_id(),
            cast.outsider.person_id,
            cast.outsider.agency_id,
        )
        for person, left, reached in (
            (cast.colleague, agencies.lyon_team, agencies.lyon),
            (cast.outsider, agencies.distributor, agencies.nantes),
        ):
            await work.run(
                "INSERT INTO agency_move (id, person_id, from_id, to_id, sales, moved_by) "
                "VALUES ($1, $2, $3, $4, 3, $5)",
                new_id(),
                person.person_id,
                left,
                reached,
                cast.back_office.person_id,
            )
        work.record("demo:found", "agency", None)


async def fill_second_factors(cast: Cast) -> None:
    """A passkey, an application and a recovery code for everybody, and what waits or was used."""
    for actor in cast.everyone():
        async with unit_of_work(actor) as work:
            for insert in (
                "INSERT INTO passkey (id, person_id, credential_id, public_key, sign_count, name) "
                "VALUES ($1, $2, $3, 'key', 0, 'Tablette')",
                "INSERT INTO authenticator (id, person_id, secret, confirmed_at) "
                "VALUES ($1, $2, $3, now())",
                "INSERT INTO recovery_code (id, person_id, digest) VALUES ($1, $2, $3)",
            ):
                await work.run(insert, new_id(), actor.person_id, new_id().bytes)
            work.record("demo:found", "person", None)
        async with unit_of_work(visitor(Origin())) as work:
            await work.run(
                "INSERT INTO half_session (id, token_digest, person_id, expires_at) "
                "VALUES ($1, $2, $3, $4)",
                new_id(),
                new_id().bytes,
                actor.person_id,
                now() + timedelta(minutes=10),
            )
            work.record("demo:found", "person", None)
    async with unit_of_work(worker("filling"), housekeeping=True) as work:
        await work.run(
            "INSERT INTO used_challenge (digest, expires_at) VALUES ('used', $1)",
            now() + timedelta(minutes=5),
        )
