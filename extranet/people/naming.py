"""What people write for a name, a role or an agency, and what it means."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from extranet.core.access import Role
from extranet.core.i18n import LOCALES, words
from extranet.core.pages import ROLE_LABELS

LONGEST_NAME = 60
_APART = re.compile(r"[\W_]+")
_ALSO = {
    "conseillère": Role.ADVISER,
    "référent": Role.REFERENT,
    "référente": Role.REFERENT,
    "conseillère référente": Role.REFERENT,
    "responsable": Role.MANAGER,
    "manager": Role.MANAGER,
    "administratrice": Role.ADMINISTRATOR,
    "auditrice": Role.AUDITOR,
}
"""What roles are called beside their labels."""


class NotAName(ValueError):
    """The text is nobody's first or last name."""


def person_name(text: str) -> str:
    """`text` as names are kept; raise `NotAName` for an empty, endless or unprintable one."""
    name = text.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise NotAName
    return name


def fold(text: str) -> str:
    """`text` without accents, capitals and punctuation: « É-mail » and « e mail » are the same."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _APART.sub(" ", plain).strip()


def role_called(text: str) -> Role | None:
    """The role that is called `text` in French or English."""
    return _roles().get(fold(text))


@cache
def _roles() -> dict[str, Role]:
    names = {fold(name): role for name, role in _ALSO.items()}
    for role, label in ROLE_LABELS.items():
        names |= {fold(words(locale).gettext(label)): role for locale in LOCALES}
        names[fold(role.value)] = role
    return names


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency by its name and those above it, as far as somebody sees them; its own last."""

    id: UUID
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its own name."""
        return self.names[-1]

    @property
    def place(self) -> str:
        """What to write where its name alone is not enough: « Lyon / Équipe Est »."""
        return " / ".join(self.names)


class AgencyNames:
    """Agencies found by their names, or by those of some above them and their own."""

    def __init__(self, agencies: Iterable[NamedAgency]) -> None:
        self.all = list(agencies)
        self._called: dict[str, list[NamedAgency]] = defaultdict(list)
        for agency in self.all:
            for above in range(len(agency.names)):
                self._called[_place("/".join(agency.names[above:]))].append(agency)

    def called(self, text: str) -> list[NamedAgency]:
        """Every agency that `text` may mean."""
        return self._called.get(_place(text), [])


def _place(text: str) -> str:
    return "/".join(fold(part) for part in text.split("/"))
