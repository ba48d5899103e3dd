"""One’s own account."""

from e2e.stop import ADVISER, BACK_OFFICE, SIGNED_IN, Stop
from extranet.demo.company import PASSWORD

_LINKING = "/account/authenticator"


OWN = (
    Stop("account", "/account", SIGNED_IN, "/account"),
    Stop("own-password", "/account/password", SIGNED_IN, "/account/password"),
    Stop("own-email", "/account/email", SIGNED_IN, "/account/email"),
    Stop(
        "own-email-error",
        "/account/email",
        BACK_OFFICE[:1],
        "/account/email",
        press="form[action='/account/email'] button[type=submit]",
    ),
    Stop("factor-choice", "/account/second-factor", SIGNED_IN, "/account/second-factor"),
    Stop("passkey-new", "/account/passkeys/new", SIGNED_IN, "/account/passkeys/new"),
    Stop(
        "passkey-gone",
        "/account/passkeys/{passkey_id:uuid}/remove",
        ADVISER,
        "/account/passkeys/01900000-0000-7000-8000-000000000001/remove",
        status=404,
    ),
    Stop("linking", _LINKING, SIGNED_IN, _LINKING),
    Stop(
        "linking-error",
        _LINKING,
        BACK_OFFICE[:1],
        _LINKING,
        press=f"form[action='{_LINKING}'] button[type=submit]",
    ),
    Stop(
        "linking-code",
        f"{_LINKING}/code",
        BACK_OFFICE[:1],
        _LINKING,
        press=f"form[action='{_LINKING}'] button[type=submit]",
        password=PASSWORD,
    ),
    Stop("unlinking", f"{_LINKING}/remove", SIGNED_IN, f"{_LINKING}/remove"),
    Stop("recovery-codes", "/account/recovery-codes", SIGNED_IN, "/account/recovery-codes"),
    Stop(
        "person-menu", "/account", BACK_OFFICE[:1], "/account", press="[popovertarget=person-menu]"
    ),
)
