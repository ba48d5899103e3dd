"""What the server answers to each submission, in words a tablet can show."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from extranet.core.i18n import french_typography
from wizard.journey import Journey
from wizard.problems import Problem, message
from wizard.states import SaleState

_WORDS: dict[str, dict[str, str]] = {
    "unreadable": {
        "fr": "Cet envoi est illisible ({part}). Ouvrez la vente et validez de nouveau l’étape.",
        "en": "This entry cannot be read ({part}). Open the sale and submit the step again.",
    },
    "unknown_journey": {
        "fr": "Ce parcours de vente n’existe pas. Commencez une nouvelle vente depuis l’accueil.",
        "en": "This sales journey does not exist. Start a new sale from the home page.",
    },
    "other_journey": {
        "fr": "Cette vente suit un autre parcours. Reprenez-la depuis la liste des ventes.",
        "en": "This sale follows another journey. Open it again from the list of sales.",
    },
    "id_reused": {
        "fr": "Un autre envoi porte déjà ce numéro. Validez de nouveau l’étape.",
        "en": "Another entry already has this number. Submit the step again.",
    },
    "not_yours": {
        "fr": "Cette vente n’est pas la vôtre. Rien n’a été enregistré.",
        "en": "This sale is not yours. Nothing was recorded.",
    },
    "passed_on": {
        "fr": "Cette vente a été confiée à quelqu’un d’autre. Cette étape n’est pas enregistrée : "
        "dites ce qu’elle contient à votre responsable.",
        "en": "This sale was handed to somebody else. This step is not recorded: tell your manager "
        "what it holds.",
    },
    "already_signed": {
        "fr": "Le client a signé : cette vente ne change plus. Faites une nouvelle vente.",
        "en": "The customer has signed: this sale no longer changes. Make a new sale.",
    },
    "sale_closed": {
        "fr": "Cette vente est close et ne change plus. Faites une nouvelle vente.",
        "en": "This sale is closed and no longer changes. Make a new sale.",
    },
    "erased": {
        "fr": "Les données de ce client ont été effacées : la vente ne peut pas revenir, rien n’a "
        "été enregistré. Abandonnez-la pour qu’elle quitte la tablette.",
        "en": "This customer’s data were erased: the sale cannot come back, nothing was recorded. "
        "Give it up so that it leaves the tablet.",
    },
    "being_signed": {
        "fr": "Le client est en train de signer : la vente n’est pas abandonnée. Reprenez-la, ou "
        "abandonnez-la depuis sa page avec du réseau.",
        "en": "The customer is signing: the sale is not given up. Go on with it, or drop it from "
        "its page while there is a network.",
    },
    "signed_not_dropped": {
        "fr": "Le client a signé : la vente ne peut plus être abandonnée. Il peut se rétracter.",
        "en": "The customer has signed: the sale can no longer be given up. They may withdraw.",
    },
    "busy": {
        "fr": "Cette vente change en même temps ailleurs. Envoyez de nouveau.",
        "en": "This sale is being changed elsewhere at the same time. Send again.",
    },
}


class Outcome(StrEnum):
    """What came of a submission."""

    STORED = "stored"
    ALREADY_STORED = "already_stored"
    NEEDS_ATTENTION = "needs_attention"


@dataclass(frozen=True, slots=True)
class SaleNews:
    """What a tablet learns of the sale with each receipt."""

    id: UUID
    state: SaleState
    number: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one submission; `errors` only when it needs attention."""

    id: str
    outcome: Outcome
    sale: SaleNews | None = None
    errors: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The receipt as the tablet reads it."""
        sale = self.sale and {
            "id": str(self.sale.id),
            "state": self.sale.state.value,
            "number": self.sale.number,
        }
        return {
            "id": self.id,
            "outcome": self.outcome.value,
            "errors": list(self.errors),
            "sale": sale,
        }


def refused(
    submission_id: str,
    problems: Iterable[Problem],
    *,
    journey: Journey | None = None,
    step: str = "",
    sale: SaleNews | None = None,
) -> Receipt:
    """A receipt that asks for attention, each problem with its words in both languages."""
    errors = tuple(_error(problem, journey, step) for problem in problems)
    return Receipt(submission_id, Outcome.NEEDS_ATTENTION, sale, errors)


def _error(problem: Problem, journey: Journey | None, step: str) -> dict[str, Any]:
    return {**problem.as_dict(), "message": _message(problem, journey, step)}


def _message(problem: Problem, journey: Journey | None, step: str) -> dict[str, str]:
    if journey is None or problem.code in _WORDS:
        words = _WORDS[problem.code]
        french, english = (text.format_map(problem.params) for text in words.values())
    else:
        french, english = (
            message(journey, step, problem.field, problem.code, locale, problem.params)
            for locale in ("fr", "en")
        )
    return {"fr": french_typography(french), "en": english}
