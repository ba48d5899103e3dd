"""The ways in: signing in, lost passwords, invitations."""

from e2e.stop import Stop

_INVITATION = "/invitations/{token:str}"
_NEW_PASSWORD = "/forgotten-password/{token:str}"
_STEP = "/sign-in/second-factor"


DOOR = (
    Stop("sign-in", "/sign-in", ("visitor",), "/sign-in"),
    Stop("sign-in-error", "/sign-in", ("visitor",), "/sign-in", press="button[type=submit]"),
    Stop("second-step", _STEP, ("visitor",), _STEP, half_open=True),
    Stop(
        "second-step-error",
        _STEP,
        ("visitor",),
        _STEP,
        half_open=True,
        press=f"form[action='{_STEP}'] button[type=submit]",
    ),
    Stop("forgotten", "/forgotten-password", ("visitor",), "/forgotten-password"),
    Stop("forgotten-asked", "/forgotten-password", ("visitor",), "/forgotten-password?asked=1"),
    Stop(
        "forgotten-error",
        "/forgotten-password",
        ("visitor",),
        "/forgotten-password",
        press="button[type=submit]",
    ),
    Stop("new-password", _NEW_PASSWORD, ("visitor",), "{new_password}"),
    Stop(
        "new-password-error",
        _NEW_PASSWORD,
        ("visitor",),
        "{new_password}",
        press="button[type=submit]",
    ),
    Stop("new-password-dead", _NEW_PASSWORD, ("visitor",), "/forgotten-password/x", status=404),
    Stop("invitation", _INVITATION, ("visitor",), "{invitation}"),
    Stop(
        "invitation-error",
        _INVITATION,
        ("visitor",),
        "{invitation}",
        press="form[action^='/invitations/'] button[type=submit]",
    ),
    Stop("invitation-dead", _INVITATION, ("visitor",), "/invitations/x", status=404),
    Stop("confirm-email", "/email-changes/{token:str}", ("visitor",), "{email_change}"),
)
