"""What a sale costs, in words: in the code's message and beside the button that signs."""

from extranet.core.i18n import N_, words
from wizard.cart import PERIODS, Period
from wizard.records import SaleRecord

_AMOUNT: dict[Period, str] = {
    "once": N_("%(amount)s une fois"),
    "month": N_("%(amount)s par mois"),
    "quarter": N_("%(amount)s par trimestre"),
    "year": N_("%(amount)s par an"),
}


def total_in_words(record: SaleRecord, locale: str) -> str:
    """« 29,90 € par mois et 40,00 € une fois »."""
    speech = words(locale)
    totals = record.facts["totals"]
    parts = [
        speech.gettext(_AMOUNT[period], amount=speech.money(totals[period]))
        for period in reversed(PERIODS)
        if totals[period]
    ]
    *first, last = parts
    if not first:
        return last
    return speech.gettext("%(amounts)s et %(last)s", amounts=", ".join(first), last=last)
