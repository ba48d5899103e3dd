"""Housekeeping of sign-in, and the letters about accounts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import NotFound
from extranet.core.jobs import PermanentFailure, every, job
from extranet.people import (
    email_change,
    forgotten,
    impersonating,
    invitation_lists,
    invitation_quota,
    invitations,
    letters,
    own_password,
    throttle,
)
from extranet.people.second_factor.telling import News

SESSIONS_KEPT = timedelta(days=30)
"""How long an ended session is kept; what happened in it is in the journal."""

INVITATIONS_KEPT = timedelta(days=30)
"""How long an invitation nobody answered can still be sent again."""

_PURGE_SESSIONS = "DELETE FROM session WHERE coalesce(ended_at, expires_at) < $1"
_PURGE_INVITATIONS = "DELETE FROM invitation WHERE expires_at < $1"
_PURGE_PASSWORD_LINKS = "DELETE FROM password_link WHERE expires_at < $1"  # noqa: S105 (a query)
_PURGE_EMAIL_CHANGES = "DELETE FROM email_change WHERE expires_at < $1 AND former IS NULL"
_PURGE_HALF_SESSIONS = "DELETE FROM half_session WHERE expires_at < $1"
_PURGE_CHALLENGES = "DELETE FROM used_challenge WHERE expires_at < $1"


@every("forget_sign_in_failures", "7 * * * *")
async def forget_sign_in_failures() -> None:
    """Forget tries and sendings that no longer count, old sessions and lists, dead links."""
    # Housekeeping: counters that no longer count are nobody's act, and most hours forget nothing
    # else.
    async with unit_of_work(worker("forget_sign_in_failures"), housekeeping=True) as work:
        await throttle.purge(work)
        await invitation_quota.purge(work)
        await work.run(_PURGE_HALF_SESSIONS, now())
        await work.run(_PURGE_CHALLENGES, now())
        await impersonating.close_lapsed(work)
        forgotten = {
            "lists": await invitation_lists.purge(work),
            "ended_sessions": await work.run(_PURGE_SESSIONS, now() - SESSIONS_KEPT),
            "invitations": await work.run(_PURGE_INVITATIONS, now() - INVITATIONS_KEPT),
            "links": await work.run(_PURGE_PASSWORD_LINKS, now())
            + await work.run(_PURGE_EMAIL_CHANGES, now()),
        }
        if any(forgotten.values()):
            work.record("retention:forget", "retention", None, after=forgotten)


@job(invitations.SEND)
async def send_invitation(payload: str) -> None:
    """Write the mail of the invitation `payload`, once."""
    await _write(invitations.SEND, letters.write_invitation, payload)


@job(forgotten.SEND)
async def send_password_link(payload: str) -> None:
    """Write the mail with the link for a new password `payload`, once."""
    await _write(forgotten.SEND, letters.write_password_link, payload)


@job(email_change.SEND)
async def send_email_link(payload: str) -> None:
    """Write to the new address of the change `payload`, once."""
    await _write(email_change.SEND, letters.write_email_link, payload)


@job(own_password.TELL_PASSWORD_CHANGED)
async def tell_password_changed(payload: str) -> None:
    """Tell the person `payload` that their password was changed."""
    await _write(own_password.TELL_PASSWORD_CHANGED, letters.tell_password_changed, payload)


@job(email_change.TELL)
async def tell_email_changed(payload: str) -> None:
    """Tell the former address of the change `payload`, once."""
    await _write(email_change.TELL, letters.tell_email_changed, payload)


def _tell_of_second_factor(news: News) -> None:
    """Declare the job that tells somebody `news`."""

    @job(news.job)
    async def tell(payload: str) -> None:
        await _write(news.job, partial(letters.tell_of_second_factor, news=news), payload)


for _news in News:
    _tell_of_second_factor(_news)


async def _write(
    name: str, letter: Callable[[UnitOfWork, UUID], Awaitable[None]], payload: str
) -> None:
    # Housekeeping: a letter may have been written or taken back before, which is nobody's act.
    async with unit_of_work(worker(name), housekeeping=True) as work:
        try:
            await letter(work, UUID(payload))
        except NotFound as gone:
            raise PermanentFailure(f"{name}: there is no {payload}") from gone
