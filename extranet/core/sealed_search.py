"""What was typed in the search box of a list, as it may stand in a URL: sealed, for the person who
typed it alone. No name stands in an address."""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.i18n import N_
from extranet.core.vault import SealBroken, vault

LONGEST = 100


@dataclass(frozen=True, slots=True)
class SealedSearch:
    """The search box of the list of `things`; what one list sealed opens in no other."""

    things: str

    def seal(self, typed: str, person_id: UUID) -> str:
        """What stands in the URL for the words `typed` by that person; empty for none."""
        typed = " ".join(typed.split())[:LONGEST]
        return vault().seal_text(typed, self._context(person_id)) if typed else ""

    def open(self, sealed: str, person_id: UUID, errors: dict[str, str]) -> tuple[str, str]:
        """What stands in the URL and the words in it; nothing, said in `errors`, where they are
        not that person's."""
        if not sealed:
            return "", ""
        try:
            return sealed, vault().open_text(sealed, self._context(person_id))
        except (SealBroken, UnicodeError):
            errors["name"] = N_("Cette recherche ne s’ouvre pas pour vous. Tapez-la à nouveau.")
            return "", ""

    def _context(self, person_id: UUID) -> str:
        return f"{self.things} search:{person_id}"
