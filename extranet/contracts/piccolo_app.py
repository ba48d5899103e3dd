"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.contracts.tables import Contract, ContractMove

APP_CONFIG = AppConfig(
    app_name="contracts",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[Contract, ContractMove],
    migration_dependencies=["wizard.piccolo_app"],
)
