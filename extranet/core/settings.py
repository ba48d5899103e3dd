"""The settings of an installation, read once from the environment.

`Settings.load()` refuses to start an unsafe production: a missing secret, a public address, a
database or a provider without TLS, or the local inbox standing in for real SMS and e-mail.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extranet.core.database_address import is_protected

ROOT = Path(__file__).resolve().parents[2]
_KEEP = re.compile(r"KEEP_([A-Z_]+)_MONTHS")


class Mode(StrEnum):
    """How the installation is used; `demo` and `test` keep their secrets in the data folder."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class UnsafeSettings(Exception):
    """The environment describes an installation that must not start; the text says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between two installations.

    `database_url` is a PostgreSQL 15+ URL whose role is no superuser, and may create roles unless
    `owner_url` names one that does, and migrates in its place;
    `documents_url` is any URL obstore opens; `secret` is at least 32 bytes. Without
    `second_factor_required` a second factor is offered to every role and asked of none.
    `contracts_required`: a seller without a contract here lacks one, instead of having it
    elsewhere.
    """

    mode: Mode
    database_url: str
    owner_url: str
    data: Path
    public_url: str
    secret: bytes
    documents_url: str
    sms_provider: str
    mail_provider: str
    mail_url: str
    mail_from: str
    twilio_account: str
    twilio_token: str
    twilio_from: str
    twilio_base_url: str
    smsfactor_token: str
    smsfactor_base_url: str
    sms_sender: str
    seal_file: Path | None
    seal_passphrase: str
    address_url: str
    breaches_url: str
    contracts_required: bool
    pool_size: int
    journal_months: int
    second_factor_required: bool
    keep_months: tuple[tuple[str, int], ...]
    """How long kinds of data are kept, where this installation says so (`KEEP_<KIND>_MONTHS`)."""

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may only travel over TLS."""
        return self.public_url.startswith("https://")

    @property
    def local_messages(self) -> bool:
        """Whether SMS or e-mail land in the local inbox."""
        return "local" in (self.sms_provider, self.mail_provider)

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from `environ` (by default the process's own).

        Raises `UnsafeSettings` with what to set.
        """
        env = os.environ if environ is None else environ
        mode = Mode(env.get("PALIER_MODE", Mode.DEMO))
        data = Path(env.get("DATA", ROOT / "data")).resolve()
        port = env.get("PORT", "8000")
        settings = cls(
            mode=mode,
            database_url=env.get("DATABASE_URL", ""),
            owner_url=env.get("OWNER_URL", ""),
            data=data,
            public_url=env.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            secret=_secret(env, mode, data),
            documents_url=env.get("DOCUMENTS_URL", (data / "documents").as_uri()),
            sms_provider=env.get("SMS_PROVIDER", "local"),
            mail_provider=env.get("MAIL_PROVIDER", "local"),
            mail_url=env.get("MAIL_URL", ""),
            mail_from=env.get("MAIL_FROM", "Palier <ne-pas-repondre@palier.example>"),
            twilio_account=env.get("TWILIO_ACCOUNT_SID", ""),
            twilio_token=env.get("TWILIO_AUTH_TOKEN", ""),
            twilio_from=env.get("TWILIO_FROM", ""),
            twilio_base_url=env.get("TWILIO_BASE_URL", ""),
            smsfactor_token=env.get("SMSFACTOR_TOKEN", ""),
            smsfactor_base_url=env.get("SMSFACTOR_BASE_URL", "https://api.smsfactor.com"),
            sms_sender=env.get("SMS_SENDER", "Palier"),
            seal_file=Path(env["SEAL_FILE"]) if "SEAL_FILE" in env else None,
            seal_passphrase=env.get("SEAL_PASSPHRASE", ""),
            address_url=env.get("ADDRESS_URL", ""),
            breaches_url=env.get("BREACHES_URL", "").rstrip("/"),
            contracts_required=env.get("SELLER_CONTRACTS", "required") != "optional",
            pool_size=int(env.get("POOL_SIZE", "10")),
            journal_months=int(env.get("JOURNAL_MONTHS", "12")),
            second_factor_required=_second_factor(env, mode) == "required",
            keep_months=_keep_months(env),
        )
        wrong = _missing_of_providers(settings) + _unlawful(settings)
        if mode is Mode.PRODUCTION:
            wrong += _unsafe(settings)
        if wrong:
            raise UnsafeSettings("; ".join(wrong))
        return settings


def _secret(env: Mapping[str, str], mode: Mode, data: Path) -> bytes:
    if "PALIER_SECRET" in env:
        return bytes.fromhex(env["PALIER_SECRET"])
    if mode is Mode.PRODUCTION:
        raise UnsafeSettings("set PALIER_SECRET to 64 hexadecimal digits")
    kept = data / "secret.key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return bytes.fromhex(kept.read_text())


def _second_factor(env: Mapping[str, str], mode: Mode) -> str:
    wanted = env.get("SECOND_FACTOR", "required" if mode is Mode.PRODUCTION else "offered")
    if wanted not in ("required", "offered"):
        raise UnsafeSettings(f"SECOND_FACTOR is required or offered, not {wanted!r}")
    return wanted


def _keep_months(env: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (said[1].lower(), int(months))
        for name, months in sorted(env.items())
        if (said := _KEEP.fullmatch(name))
    )


def _unsafe(settings: Settings) -> list[str]:
    wrong = []
    if len(settings.secret) < 32:
        wrong.append("PALIER_SECRET must hold 32 bytes (64 hexadecimal digits)")
    if not settings.database_url:
        wrong.append("set DATABASE_URL to a PostgreSQL 15 or later")
    wrong += [
        f"{name} must name localhost or a socket, or end in ?sslmode=verify-full"
        for name, url in (
            ("DATABASE_URL", settings.database_url),
            ("OWNER_URL", settings.owner_url),
        )
        if url and not is_protected(url)
    ]
    if not settings.secure_cookies:
        wrong.append("PUBLIC_URL must begin with https://")
    if settings.local_messages:
        wrong.append("SMS_PROVIDER and MAIL_PROVIDER must name real providers")
    if settings.mail_url.startswith("smtp://") and "starttls" not in settings.mail_url:
        wrong.append("MAIL_URL must read smtps://… or smtp://…?starttls")
    wrong += [
        f"{name} must begin with https://"
        for name, url in (
            ("DOCUMENTS_URL", settings.documents_url),
            ("TWILIO_BASE_URL", settings.twilio_base_url),
            ("SMSFACTOR_BASE_URL", settings.smsfactor_base_url),
            ("ADDRESS_URL", settings.address_url),
            ("BREACHES_URL", settings.breaches_url),
        )
        if url.startswith("http://")
    ]
    if settings.seal_file is None:
        wrong.append("set SEAL_FILE to the PKCS#12 of the company's seal")
    return wrong


def _unlawful(settings: Settings) -> list[str]:
    # CNIL 2021-122: journals are kept for six months at least.
    return ["JOURNAL_MONTHS is 6 or more"] if settings.journal_months < 6 else []


def _missing_of_providers(settings: Settings) -> list[str]:
    """What the chosen providers lack; found at the start, not when a customer waits for a code."""
    needs = {
        ("sms", "twilio"): {
            "TWILIO_ACCOUNT_SID": settings.twilio_account,
            "TWILIO_AUTH_TOKEN": settings.twilio_token,
            "TWILIO_FROM": settings.twilio_from,
        },
        ("sms", "smsfactor"): {"SMSFACTOR_TOKEN": settings.smsfactor_token},
        ("mail", "smtp"): {"MAIL_URL": settings.mail_url},
        ("sms", "local"): {},
        ("mail", "local"): {},
    }
    wrong = []
    for kind, provider in (("sms", settings.sms_provider), ("mail", settings.mail_provider)):
        if (kind, provider) not in needs:
            known = sorted(name for of, name in needs if of == kind)
            wrong.append(f"{kind.upper()}_PROVIDER is one of {', '.join(known)}, not {provider!r}")
            continue
        wrong += [f"set {name}" for name, value in needs[kind, provider].items() if not value]
    return wrong


_installed: list[Settings] = []


def install(settings: Settings) -> None:
    """Make `settings` those of this process; called where it connects to its database."""
    _installed[:] = [settings]


def installed() -> Settings:
    """The settings of this process."""
    if not _installed:
        raise RuntimeError("no settings are installed: connect to the database first")
    return _installed[0]
