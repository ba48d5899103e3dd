"""The terms that are settings, `KEEP_<KIND>_MONTHS`, within what the law leaves open."""

from dataclasses import dataclass

from extranet.core.settings import Settings, UnsafeSettings, installed


@dataclass(frozen=True, slots=True)
class Limits:
    """The months of a setting: as they are unless said, and what the law leaves open."""

    usual: int
    least: int
    most: int


LIMITS = {
    "prospects": Limits(36, 1, 36),
    "contracts": Limits(60, 60, 120),
    "accounts": Limits(60, 60, 120),
    "account_messages": Limits(12, 1, 36),
    "inbox": Limits(1, 1, 12),
    "tablets": Limits(12, 1, 36),
    "requests": Limits(60, 12, 72),
}
"""The terms that are settings. Evidence of a contract, a customer's or a seller's,
may be needed for five years after its end (C. civ. 2224), and a prospect is forgotten after three
(CNIL): neither may be stretched."""


JOURNAL = "journal"
"""The journal's own term (`JOURNAL_MONTHS`), which is not this room's to bound."""


def months(kind: str, settings: Settings | None = None) -> int:
    """The term of one of `LIMITS`, or of the journal, as this installation has it."""
    found = settings or installed()
    if kind == JOURNAL:
        return found.journal_months
    return dict(found.keep_months).get(kind, LIMITS[kind].usual)


def refuse_unlawful(settings: Settings) -> None:
    """Raise `UnsafeSettings` when a term is not one of ours, or not what the law leaves open."""
    wrong = []
    for kind, count in settings.keep_months:
        limits = LIMITS.get(kind)
        name = f"KEEP_{kind.upper()}_MONTHS"
        if limits is None:
            wrong.append(f"{name} is no setting")
        elif not limits.least <= count <= limits.most:
            wrong.append(f"{name} is between {limits.least} and {limits.most}, not {count}")
    if wrong:
        raise UnsafeSettings("; ".join(wrong))
