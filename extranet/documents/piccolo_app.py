"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.documents.tables import Document, DocumentLink, Photo, PhotoPiece, PrintJob

APP_CONFIG = AppConfig(
    app_name="documents",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[Document, DocumentLink, PrintJob, Photo, PhotoPiece],
    migration_dependencies=["audit.piccolo_app"],
)
