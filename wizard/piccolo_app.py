"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from wizard.tables import (
    ConfirmationCode,
    DoubtfulTime,
    ErasedRefusal,
    Handover,
    RefusedAddress,
    Sale,
    SaleLine,
    SalePassOn,
    SaleStep,
    Signature,
    SigningLink,
    Submission,
)

APP_CONFIG = AppConfig(
    app_name="wizard",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[
        ConfirmationCode,
        DoubtfulTime,
        ErasedRefusal,
        Handover,
        RefusedAddress,
        Sale,
        SaleLine,
        SalePassOn,
        SaleStep,
        Signature,
        SigningLink,
        Submission,
    ],
    migration_dependencies=["extranet.catalogue.piccolo_app"],
)
