"""What is written to people about their accounts; a job writes it, after whoever asked has had
their answer.

A token is made here and leaves in the mail alone; the database keeps its digest. A letter that
holds one looks first whether it is still to be written, so that a job that runs twice writes once.
"""

from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork
from extranet.core.i18n import words
from extranet.core.settings import installed
from extranet.core.tokens import digest, new_token
from extranet.messages.sending import send
from extranet.people.second_factor.telling import News

# A suspended person invites nobody: their link would open nothing. Whoever has an account reads of
# it in their own language.
_INVITATION = """
    SELECT i.id, i.email, i.first_name, i.expires_at, a.name AS agency,
        coalesce(p.locale, b.locale) AS locale, p.id IS NOT NULL AS taken,
        b.first_name || ' ' || b.last_name AS inviter
    FROM invitation i
    JOIN agency a ON a.id = i.agency_id
    JOIN person b ON b.id = i.invited_by AND b.active
    LEFT JOIN person p ON p.email = i.email
    WHERE i.id = $1 AND i.token_digest IS NULL
    FOR UPDATE OF i
"""
_LINK = """
    SELECT l.id, p.id AS person_id, p.email, p.first_name, p.locale
    FROM password_link l JOIN person p ON p.id = l.person_id AND p.active
    WHERE l.id = $1 AND l.token_digest IS NULL
    FOR UPDATE OF l
"""
_EMAIL_CHANGE = """
    SELECT e.id, p.id AS person_id, e.email, e.expires_at, p.first_name, p.locale,
        EXISTS (SELECT FROM person o WHERE o.email = e.email) AS taken
    FROM email_change e JOIN person p ON p.id = e.person_id AND p.active
    WHERE e.id = $1 AND e.token_digest IS NULL AND e.former IS NULL
    FOR UPDATE OF e
"""
_FORMER = """
    DELETE FROM email_change e USING person p
    WHERE e.id = $1 AND e.former IS NOT NULL AND p.id = e.person_id
    RETURNING e.former, p.first_name, p.locale
"""
_MAILED = "UPDATE invitation SET message_id = $2 WHERE id = $1"
_PERSON = "SELECT email, first_name, locale FROM person WHERE id = $1"
_CODES_LEFT = "SELECT count(*) FROM recovery_code WHERE person_id = $1 AND used_at IS NULL"
_KEEP = {
    table: f"UPDATE {table} SET token_digest = $2 WHERE id = $1"  # noqa: S608 (our own constants)
    for table in ("invitation", "password_link", "email_change")
}


async def write_invitation(work: UnitOfWork, invitation_id: UUID) -> None:
    """The link of an invitation; to an address that has an account, that it has one and no link.

    Whoever invites sees the same in both cases.
    """
    row = await work.one(_INVITATION, invitation_id)
    if row is None:
        return
    token = await _keep_token(work, "invitation", row)
    work.record("invitation:send", "invitation", row["id"], after={"until": row["expires_at"]})
    values = {"inviter": row["inviter"], "agency": row["agency"]}
    kind = "account_exists"
    if not row["taken"]:
        kind = "invitation"
        values["day"] = words(row["locale"]).date(row["expires_at"])
        values["link"] = f"{installed().public_url}/invitations/{token}"
    message_id = await _write(work, kind, row, **values)
    await work.run(_MAILED, row["id"], message_id)


async def write_password_link(work: UnitOfWork, link_id: UUID) -> None:
    """The link for a new password; nothing where nobody has the address."""
    row = await work.one(_LINK, link_id)
    if row is None:
        return
    token = await _keep_token(work, "password_link", row)
    work.record("password:send", "person", row["person_id"])
    link = f"{installed().public_url}/forgotten-password/{token}"
    await _write(work, "password_link", row, link=link)


async def write_email_link(work: UnitOfWork, change_id: UUID) -> None:
    """The link that confirms a new address; to one that is somebody's, that it was asked for."""
    row = await work.one(_EMAIL_CHANGE, change_id)
    if row is None:
        return
    token = await _keep_token(work, "email_change", row)
    work.record("email:send", "person", row["person_id"])
    if row["taken"]:
        await _write(work, "email_taken", row)
        return
    link = f"{installed().public_url}/email-changes/{token}"
    await _write(work, "email_link", row, link=link)


async def tell_password_changed(work: UnitOfWork, person_id: UUID) -> None:
    """That the password is another since now, and what to do if it was somebody else."""
    row = await work.one_or_404(_PERSON, person_id)
    at = words(row["locale"]).datetime(now())
    await _write(work, "password_changed", row, at=at)


async def tell_email_changed(work: UnitOfWork, change_id: UUID) -> None:
    """The former address, that the account has another since now."""
    row = await work.one(_FORMER, change_id)
    if row is None:
        return
    at = words(row["locale"]).datetime(now())
    await _write(work, "email_changed", row, recipient=row["former"], at=at)


async def tell_of_second_factor(work: UnitOfWork, person_id: UUID, news: News) -> None:
    """What happened to their second factor just now, and what to do if it was somebody else."""
    row = await work.one_or_404(_PERSON, person_id)
    codes = await work.value(_CODES_LEFT, person_id) if news is News.CODE_USED else 0
    at = words(row["locale"]).datetime(now())
    await _write(work, "second_factor", row, news=news.value, at=at, codes=codes)


async def _keep_token(work: UnitOfWork, table: str, row: Row) -> str:
    token = new_token()
    await work.run(_KEEP[table], row["id"], digest(token))
    return token


async def _write(
    work: UnitOfWork, kind: str, row: Row, *, recipient: str = "", **values: object
) -> UUID:
    return await send(
        work,
        None,
        channel="email",
        kind=kind,
        recipient=recipient or row["email"],
        locale=row["locale"],
        first_name=row["first_name"],
        **values,
    )
