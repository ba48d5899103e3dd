"""One’s own account."""

from e2e.stop import Stop
from extranet.demo.company import PASSWORD

_ADVISER, _MANAGER = ("adviser",), ("manager",)
_DESK = ("back_office", "administrator")
_SIGNED_IN = ("adviser", "manager", "back_office", "administrator", "auditor")
_LINKING = "/account/authenticator"


OWN = (
    Stop("account", "/account", _SIGNED_IN, "/account"),
    Stop("own-password", "/account/password", _SIGNED_IN, "/account/password"),
    Stop("own-email", "/account/email", _SIGNED_IN, "/account/email"),
    Stop(
        "own-email-error",
        "/account/email",
        _DESK[:1],
        "/account/email",
        press="form[action='/account/email'] button[type=submit]",
    ),
    Stop("factor-choice", "/account/second-factor", _SIGNED_IN, "/account/second-factor"),
    Stop("passkey-new", "/account/passkeys/new", _SIGNED_IN, "/account/passkeys/new"),
    Stop(
        "passkey-gone",
        "/account/passkeys/{passkey_id:uuid}/remove",
        _ADVISER,
        "/account/passkeys/01900000-0000-7000-8000-000000000001/remove",
        status=404,
    ),
    Stop("linking", _LINKING, _SIGNED_IN, _LINKING),
    Stop(
        "linking-error",
        _LINKING,
        _DESK[:1],
        _LINKING,
        press=f"form[action='{_LINKING}'] button[type=submit]",
    ),
    Stop(
        "linking-code",
        f"{_LINKING}/code",
        _DESK[:1],
        _LINKING,
        press=f"form[action='{_LINKING}'] button[type=submit]",
        password=PASSWORD,
    ),
    Stop("unlinking", f"{_LINKING}/remove", _SIGNED_IN, f"{_LINKING}/remove"),
    Stop("recovery-codes", "/account/recovery-codes", _SIGNED_IN, "/account/recovery-codes"),
    Stop("person-menu", "/account", _DESK[:1], "/account", press="[popovertarget=person-menu]"),
)
