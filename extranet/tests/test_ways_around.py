"""No view opens a way around row security, and no function to whom it is not meant for."""

import asyncpg

_KINDS = {"visitor", "customer", "adviser", "manager", "backoffice", "auditor", "worker"}
_LOGIN = {"palier"}
_SIGNED_IN = {"adviser", "manager", "backoffice", "auditor"}
_OVERSEERS = {"manager", "backoffice"}
RUN_BY = {
    "accept_invitation": {"visitor"},
    "address_refused": {"adviser", "manager", "worker", "customer"},
    "carried_refusals": {"adviser"},
    "close_account": _OVERSEERS,
    "close_agency": _OVERSEERS,
    "contract_matching": {"manager"},
    "email_change_behind": {"visitor"},
    "end_broken_followings": _OVERSEERS,
    "end_following": _OVERSEERS,
    "end_former_sessions": _OVERSEERS,
    "end_reset_sessions": {"worker"},
    "end_sessions_of": _OVERSEERS,
    "end_suspended_sessions": _OVERSEERS | {"worker"},
    "end_tablet_sessions": _OVERSEERS,
    "erase_sale": {"worker"},
    "erase_account": {"worker"},
    "forget_acts_of": {"worker"},
    "forget_details": {"worker"},
    "follow": _OVERSEERS,
    "followed_now": {"adviser"},
    "give_role": _OVERSEERS,
    "half_session_behind": {"visitor"},
    "has_second_factor": _LOGIN | _OVERSEERS | {"visitor"},
    "invitation_behind": {"visitor"},
    "journal_drop_month": {"worker"},
    "journal_open_month": {"worker"},
    "journal_record": _KINDS,
    "journal_thin_checkpoints": {"worker"},
    "link_sale": _LOGIN,
    "mail_lost": _OVERSEERS,
    "move_agency": _OVERSEERS,
    "move_person": _OVERSEERS,
    "open_agency": _OVERSEERS,
    "own_password_hash": _SIGNED_IN,
    "pass_on_sales": _OVERSEERS,
    "passed_on": {"adviser"},
    "passkey_behind": {"visitor"},
    "password_link_behind": {"visitor"},
    "rename_agency": _OVERSEERS,
    "reopen_account": _OVERSEERS,
    "reset_second_factor": {"backoffice"},
    "sells": _KINDS - {"worker"},
    "session_person": _LOGIN,
    "session_suspended": _LOGIN,
    "sessions_overseen": _OVERSEERS,
    "set_own_password": _SIGNED_IN,
    "signing_link_sale": _LOGIN,
    "switch_account": {"manager"},
    "use_authenticator_step": {"visitor"},
    "use_email_change": {"visitor"},
    "use_passkey": {"visitor"},
    "use_password_link": {"visitor"},
    "use_recovery_code": {"visitor"},
}
"""Who runs what works with the rights of another role; that role itself aside."""

_VIEWS = """
SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
    AND relname NOT LIKE 'pgqueuer%'
"""
_UNBOUND = """
SELECT proname FROM pg_proc JOIN pg_roles r ON r.oid = proowner
WHERE prosecdef AND pronamespace = 'public'::regnamespace AND (rolbypassrls OR rolsuper)
"""
_RIGHTS = """
SELECT proname, CASE WHEN x.grantee = 0 THEN 'everybody'
    ELSE replace(x.grantee::regrole::text, 'palier_', '') END AS grantee
FROM pg_proc, LATERAL aclexplode(coalesce(proacl, acldefault('f', proowner))) x
WHERE prosecdef AND pronamespace = 'public'::regnamespace AND x.grantee <> proowner
"""


async def test_no_view_and_no_unbound_function(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        assert await connection.fetch(_VIEWS) == []
        assert await connection.fetch(_UNBOUND) == []
    finally:
        await connection.close()


async def test_functions_are_run_by_those_they_are_meant_for(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        rights = await connection.fetch(_RIGHTS)
    finally:
        await connection.close()
    found: dict[str, set[str]] = {}
    for right in rights:
        found.setdefault(right["proname"], set()).add(right["grantee"])
    assert found == RUN_BY
