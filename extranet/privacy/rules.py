"""What is said of one kind of data: what ends it, when, and what becomes of it then."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from extranet.core.i18n import N_, Words
from extranet.privacy.limits import months

_YEAR, _DAY, _HOUR = timedelta(days=365), timedelta(days=1), timedelta(hours=1)


class End(StrEnum):
    """What becomes of something whose time has come."""

    ERASED = N_("Effacé")
    BLANKED = N_("La personne est effacée ; le numéro, l’état, les dates et les montants restent")
    EMPTIED = N_("Le texte est effacé ; il reste qu’un message est parti")
    STAYS = N_("Gardé, sans personne dedans")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data. `term` is a setting's name, a span of time, or none where something else
    ends it, said in `since`; `by` is the job that sees to it, empty where another rule does."""

    kind: str
    what: str
    since: str
    basis: str
    end: End
    by: str = ""
    term: str | timedelta | None = None

    def words(self, speech: Words) -> str:
        """The term as a reader sees it, empty where there is none."""
        if isinstance(self.term, str):
            count = months(self.term)
            return speech.ngettext("%(count)s mois", "%(count)s mois", count)
        return "" if self.term is None else _span(self.term, speech)


def _span(span: timedelta, speech: Words) -> str:
    if span >= _YEAR and not span % _YEAR:
        return speech.ngettext("%(count)s an", "%(count)s ans", span // _YEAR)
    if span >= _DAY:
        return speech.ngettext("%(count)s jour", "%(count)s jours", span // _DAY)
    if span >= _HOUR:
        return speech.ngettext("%(count)s heure", "%(count)s heures", span // _HOUR)
    return speech.ngettext("%(count)s minute", "%(count)s minutes", span // timedelta(minutes=1))
