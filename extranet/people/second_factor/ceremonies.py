"""The two ceremonies of WebAuthn, as `webauthn` (py_webauthn) checks them: a passkey is made, a
passkey is shown.

User verification is required in both: the device asked a finger, a face or its own code, so that a
passkey stands for something one has and something one is or knows. The library loads slowly and
only here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from extranet.core.errors import PalierError
from extranet.people.second_factor import relying_party
from extranet.people.second_factor.challenges import StaleChallenge, end_of, new_challenge

LONGEST = 20_000
"""Characters of what a browser sends; the largest attestations are a few thousand."""

_PATIENCE_MS = 120_000
_SIGN_IN = "sign-in"

Result = TypeVar("Result")


class NotShown(PalierError):
    """What the browser sent is no passkey shown or made for us just now."""


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Known:
    """A passkey as it was kept, and whose it is."""

    person_id: UUID
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that was shown: how often by its own count, and what it signed until when."""

    sign_count: int
    challenge: bytes
    until: datetime


def creation_options(person_id: UUID, email: str, name: str, known: Sequence[bytes]) -> str:
    """What a browser needs to make a passkey for somebody who has those `known` already: JSON."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=relying_party.host(),
        rp_name=relying_party.NAME,
        user_id=person_id.bytes,
        user_name=email,
        user_display_name=name,
        challenge=new_challenge(_making(person_id)),
        timeout=_PATIENCE_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return webauthn.options_to_json(options)


def request_options() -> dict[str, Any]:
    """What a browser needs to show any passkey made for us."""
    import webauthn
    from webauthn.helpers import options_to_json_dict, structs

    options = webauthn.generate_authentication_options(
        rp_id=relying_party.host(),
        challenge=new_challenge(_SIGN_IN),
        timeout=_PATIENCE_MS,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def check_made(person_id: UUID, credential: str) -> Made:
    """The passkey that a browser says it made; raise `NotShown`."""
    import webauthn
    from webauthn.helpers import parse_registration_credential_json

    def check() -> Made:
        parsed = parse_registration_credential_json(credential)
        challenge = _challenge_in(parsed.response.client_data_json)
        end_of(_making(person_id), challenge)
        made = webauthn.verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=relying_party.host(),
            expected_origin=relying_party.origin(),
            require_user_verification=True,
        )
        return Made(made.credential_id, made.credential_public_key, made.sign_count)

    return _checked(credential, check)


def credential_id_in(credential: str) -> bytes:
    """Which passkey a browser says it shows; raise `NotShown`."""
    from webauthn.helpers import parse_authentication_credential_json

    return _checked(credential, lambda: parse_authentication_credential_json(credential).raw_id)


def check_shown(credential: str, known: Known) -> Shown:
    """That `credential` was signed by the `known` passkey, for us and just now; raise
    `NotShown`."""
    import webauthn
    from webauthn.helpers import parse_authentication_credential_json

    def check() -> Shown:
        parsed = parse_authentication_credential_json(credential)
        challenge = _challenge_in(parsed.response.client_data_json)
        until = end_of(_SIGN_IN, challenge)
        if parsed.response.user_handle not in (None, known.person_id.bytes):
            raise NotShown
        shown = webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=relying_party.host(),
            expected_origin=relying_party.origin(),
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
        return Shown(shown.new_sign_count, challenge, until)

    return _checked(credential, check)


def _checked(credential: str, check: Callable[[], Result]) -> Result:
    from webauthn.helpers.exceptions import WebAuthnException

    if len(credential) > LONGEST:
        raise NotShown
    try:
        return check()
    # What strangers send is taken apart by parsers of JSON, base64, CBOR and keys.
    except (WebAuthnException, StaleChallenge, ValueError, LookupError, TypeError) as wrong:
        raise NotShown from wrong


def _challenge_in(client_data: bytes) -> bytes:
    from webauthn.helpers import parse_client_data_json

    return parse_client_data_json(client_data).challenge


def _making(person_id: UUID) -> str:
    return f"made for {person_id}"
