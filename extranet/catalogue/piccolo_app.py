"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.catalogue.tables import Partner, Product, ProductPicture, Seller

APP_CONFIG = AppConfig(
    app_name="catalogue",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[Partner, Product, ProductPicture, Seller],
    migration_dependencies=["audit.piccolo_app"],
)
