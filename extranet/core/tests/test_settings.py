"""An installation that is not safe does not start, and says what to set."""

from pathlib import Path

import pytest

from extranet.core.settings import Settings, UnsafeSettings

SAFE = {
    "PALIER_MODE": "production",
    "PALIER_SECRET": "ab" * 32,
    "DATABASE_URL": "postgresql://palier@db/palier?sslmode=verify-full",
    "PUBLIC_URL": "https://palier.example",
    "SMS_PROVIDER": "smsfactor",
    "SMSFACTOR_TOKEN": "token",
    "MAIL_PROVIDER": "smtp",
    "MAIL_URL": "smtp://relay.example:587?starttls",
    "SEAL_FILE": "seal.p12",
}


def test_a_whole_environment_starts() -> None:
    assert Settings.load(SAFE).secure_cookies


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PALIER_SECRET", "ab", "PALIER_SECRET"),
        ("DATABASE_URL", "", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://palier@db/palier", "DATABASE_URL must .*verify-full"),
        ("OWNER_URL", "postgresql://owner@db/palier?sslmode=require", "OWNER_URL must"),
        ("DOCUMENTS_URL", "http://store.example/palier", "DOCUMENTS_URL must"),
        ("TWILIO_BASE_URL", "http://sms.example", "TWILIO_BASE_URL must"),
        ("SMSFACTOR_BASE_URL", "http://sms.example", "SMSFACTOR_BASE_URL must"),
        ("ADDRESS_URL", "http://addresses.example", "ADDRESS_URL must"),
        ("BREACHES_URL", "http://breaches.example", "BREACHES_URL must"),
        ("PUBLIC_URL", "http://palier.example", "https://"),
        ("SMS_PROVIDER", "local", "real providers"),
        ("MAIL_PROVIDER", "local", "real providers"),
        ("SMS_PROVIDER", "smsfacteur", "smsfacteur"),
        ("SMSFACTOR_TOKEN", "", "SMSFACTOR_TOKEN"),
        ("MAIL_URL", "", "MAIL_URL"),
        ("MAIL_URL", "smtp://relay.example:25", "starttls"),
    ],
)
def test_production_refuses_to_start_without(name: str, value: str, said: str) -> None:
    with pytest.raises(UnsafeSettings, match=said):
        Settings.load({**SAFE, name: value})


def test_production_refuses_to_start_without_the_seal_of_the_company() -> None:
    with pytest.raises(UnsafeSettings, match="SEAL_FILE"):
        Settings.load({name: value for name, value in SAFE.items() if name != "SEAL_FILE"})


def test_a_demo_makes_its_secret_once_and_for_itself_alone(tmp_path: Path) -> None:
    first = Settings.load({"DATA": str(tmp_path)})
    assert first.secret == Settings.load({"DATA": str(tmp_path)}).secret
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
