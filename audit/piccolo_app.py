"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from audit.tables import AwaitedNumber, Checkpoint, Entry, EntryDetails, Leaf, Subtree

APP_CONFIG = AppConfig(
    app_name="audit",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[Entry, EntryDetails, Leaf, Subtree, Checkpoint, AwaitedNumber],
    migration_dependencies=[],
)
