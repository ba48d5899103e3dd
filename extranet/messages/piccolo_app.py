"""The room, as Piccolo knows it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from extranet.messages.tables import InboxItem, Message

APP_CONFIG = AppConfig(
    app_name="messages",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=[InboxItem, Message],
    migration_dependencies=["audit.piccolo_app"],
)
