"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.privacy.tables import PrivacyRequest, SaleHold

APP_CONFIG = AppConfig(
    app_name="privacy",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[PrivacyRequest, SaleHold],
    migration_dependencies=["extranet.contracts.piccolo_app"],
)
