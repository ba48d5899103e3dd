"""Steps whose time of capture is not to be believed: the tablet's clock was wrong."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.migrations import sql_migration
from extranet.core.row_security import owned_by_sale

ID = "2026-11-22T00:25:00:000006"

# Beside `submission` and not in it: there are next to none, and what arrived stays as it arrived.
SQL = f"""
CREATE TABLE doubtful_time (
    submission_id uuid PRIMARY KEY REFERENCES submission (id),
    sale_id uuid NOT NULL REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    off_seconds bigint NOT NULL
);
CREATE INDEX doubtful_time_sale ON doubtful_time (sale_id);
CREATE INDEX doubtful_time_adviser ON doubtful_time (adviser_id);
CREATE INDEX doubtful_time_agency ON doubtful_time (agency_id);
{owned_by_sale("doubtful_time", adviser=("SELECT", "INSERT"))}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "times of capture not to be believed", SQL)
