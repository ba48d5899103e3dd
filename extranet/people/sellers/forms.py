"""The form of a contract: what must go together, said field by field."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator
from stdnum.exceptions import ValidationError as NotASiren
from stdnum.fr import siren

from extranet.core.forms import Form
from extranet.core.i18n import N_
from extranet.people.sellers.contracts import NewContract
from extranet.people.sellers.deadlines import ContractKind

_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)
_NO_DAY = N_("Cette date n’existe pas. Entrez un jour, un mois et une année.")
_BEFORE_ITS_START = N_("Le contrat finirait avant de commencer. Corrigez l’une des deux dates.")
_NO_NUMBER = N_("Écrivez le numéro SIREN, ou choisissez « Pas encore immatriculé ».")
_NO_REGISTRY = N_("Choisissez le registre où ce numéro est inscrit.")

SENTENCES = {
    "kind": N_("Choisissez la nature du contrat."),
    "starts_on": N_("Entrez le premier jour du contrat."),
    "ends_on": _NO_DAY,
    "registry": _NO_REGISTRY,
    "siren": N_("Ce numéro SIREN n’existe pas. Il a neuf chiffres : recopiez-les de l’extrait."),
    "registered_until": _NO_DAY,
}


def _within(day: date) -> date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValueError
    return day


def _none_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _number(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(siren.validate(text))
    except NotASiren as wrong:
        raise ValueError from wrong


Day = Annotated[date, AfterValidator(_within)]
OptionalDay = Annotated[Day | None, BeforeValidator(_none_if_blank)]


class ContractForm(BaseModel):
    """A contract as it is typed; what is asked of a VDI alone is dropped for an employee."""

    kind: ContractKind
    starts_on: Day
    ends_on: OptionalDay = None
    registry: Literal["", "rsac", "rcs"] = ""
    siren: Annotated[str, AfterValidator(_number)] = ""
    registered_until: OptionalDay = None

    def contract(self) -> NewContract:
        """What is to be written."""
        if self.kind is ContractKind.EMPLOYEE:
            return NewContract(self.kind, self.starts_on, self.ends_on)
        return NewContract(
            self.kind,
            self.starts_on,
            self.ends_on,
            self.registry,
            self.siren,
            self.registered_until,
        )


def check(form: Form[ContractForm]) -> Form[ContractForm]:
    """The form, refused where its answers do not go together."""
    typed = form.value
    if typed is None:
        return form
    if typed.ends_on is not None and typed.ends_on < typed.starts_on:
        form.refuse("ends_on", _BEFORE_ITS_START)
    if typed.kind is ContractKind.VDI:
        if typed.registry and not typed.siren:
            form.refuse("siren", _NO_NUMBER)
        if not typed.registry and (typed.siren or typed.registered_until):
            form.refuse("registry", _NO_REGISTRY)
    return form
