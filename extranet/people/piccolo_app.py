"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.people.tables import (
    Agency,
    AgencyMove,
    Credential,
    Departure,
    EmailChange,
    Invitation,
    PasswordLink,
    Person,
    SellerContract,
    SellerPaper,
    SellerWarning,
    Session,
    SignInFailure,
    Tablet,
    TabletKey,
)

APP_CONFIG = AppConfig(
    app_name="people",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[
        Agency,
        AgencyMove,
        Credential,
        Departure,
        EmailChange,
        Invitation,
        PasswordLink,
        Person,
        SellerContract,
        SellerPaper,
        SellerWarning,
        Session,
        SignInFailure,
        Tablet,
        TabletKey,
    ],
    migration_dependencies=["audit.piccolo_app"],
)
