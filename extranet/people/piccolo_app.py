"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.people.second_factor.tables import (
    Authenticator,
    HalfSession,
    Passkey,
    RecoveryCode,
    UsedChallenge,
)
from extranet.people.tables import (
    Agency,
    AgencyMove,
    CountedTry,
    Credential,
    Departure,
    EmailChange,
    Following,
    Impersonation,
    Invitation,
    InvitationBatch,
    InvitationList,
    PasswordLink,
    Person,
    SellerContract,
    SellerPaper,
    SellerWarning,
    Session,
    Tablet,
    TabletKey,
)

APP_CONFIG = AppConfig(
    app_name="people",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[
        Agency,
        AgencyMove,
        CountedTry,
        Credential,
        Departure,
        EmailChange,
        Following,
        Impersonation,
        Invitation,
        InvitationBatch,
        InvitationList,
        PasswordLink,
        Person,
        SellerContract,
        SellerPaper,
        SellerWarning,
        Session,
        Tablet,
        TabletKey,
        Passkey,
        Authenticator,
        RecoveryCode,
        HalfSession,
        UsedChallenge,
    ],
    migration_dependencies=["audit.piccolo_app"],
)
