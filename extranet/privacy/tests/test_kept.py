"""Terms are the law's; a setting may not stretch what the law bounds."""

from dataclasses import replace

import pytest

from extranet.core.i18n import words
from extranet.core.jobs import _jobs, _schedules
from extranet.core.settings import Settings, UnsafeSettings
from extranet.privacy.kept import KEPT
from extranet.privacy.limits import LIMITS, months, refuse_unlawful
from extranet.rooms import plug_jobs
from extranet.testing import register


def test_the_usual_terms_are_those_of_the_law(settings: Settings) -> None:
    assert months("prospects", settings) == 36
    assert months("contracts", settings) == 60


@pytest.mark.parametrize(
    ("kind", "count"),
    [("prospects", 37), ("contracts", 59), ("prospects", 0), ("requests", 73), ("photos", 1)],
)
def test_what_the_law_does_not_leave_open_does_not_start(
    settings: Settings, kind: str, count: int
) -> None:
    with pytest.raises(UnsafeSettings, match=f"KEEP_{kind.upper()}_MONTHS"):
        refuse_unlawful(replace(settings, keep_months=((kind, count),)))


@pytest.mark.parametrize("kind", LIMITS)
def test_the_bounds_themselves_are_settings(settings: Settings, kind: str) -> None:
    for count in (LIMITS[kind].least, LIMITS[kind].most):
        said = Settings.load(
            {"PALIER_SECRET": "5e" * 32, f"KEEP_{kind.upper()}_MONTHS": str(count)}
        )
        refuse_unlawful(said)
        assert months(kind, said) == count


def test_every_rule_names_a_job_that_exists() -> None:
    plug_jobs()
    known = {*_jobs, *_schedules}
    assert {rule.by for rule in KEPT if rule.by} <= known


async def test_terms_are_told_in_both_languages(database: str) -> None:
    told = {rule.kind: (rule.words(words("fr")), rule.words(words("en"))) for rule in KEPT}
    assert told["prospects"] == ("36 mois", "36 months")
    assert told["refusals"] == ("3 ans", "3 years")
    assert told["identity_photos"] == ("60 jours", "60 days")
    assert told["password_links"] == ("1 heure", "1 hour")
    assert told["tries"] == ("15 minutes", "15 minutes")


async def test_the_register_is_written_from_the_tables(database: str, settings: Settings) -> None:
    current = register.PAGE.read_text(encoding="utf-8")
    assert register.page(current, settings) == current, "python -m extranet.testing.register"
