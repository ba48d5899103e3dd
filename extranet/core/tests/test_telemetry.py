"""Logs say what failed and where, never with whose data."""

import json

import pytest
import structlog

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.core.logs import configure_logs


async def test_an_error_of_the_database_is_logged_without_the_row(
    database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    log = structlog.get_logger("test")
    try:
        async with unit_of_work(worker("test")) as work:
            await work.run(
                "INSERT INTO agency (id, kind, name, path) VALUES ($1, 'shop', 'Mme Durand', '{}')",
                new_id(),
            )
    except Exception as failure:
        assert "Mme Durand" in str(failure.__dict__) + str(failure)
        log.error("fault", exc_info=failure)
    line = json.loads(capfd.readouterr().err.strip().splitlines()[-1])
    assert line["exception"][0]["constraint"] == "agency_kind_check"
    assert any("test_telemetry.py" in frame for frame in line["exception"][0]["frames"])
    assert "Durand" not in json.dumps(line)
