"""The forms of this room, and what to say of what is wrong in them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import (
    BaseModel,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from extranet.core.clock import today
from extranet.core.i18n import N_
from extranet.privacy.criteria import Criteria
from extranet.privacy.terms import Channel, Hold, Identity, Outcome, Subject, Wish
from wizard.normalise import line
from wizard.phones import Phone, read_phone

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
_Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]

SENTENCES = {
    "wish": N_("Dites ce que la personne demande."),
    "subject": N_("Dites si c’est un client ou un vendeur."),
    "subject:value_error": N_(
        "Le compte d’un vendeur ne s’efface pas sur demande : il sert de preuve cinq ans après le "
        "départ. Choisissez l’accès ou la portabilité."
    ),
    "channel": N_("Dites comment la demande est arrivée."),
    "received_on": N_("Entrez le jour où la demande est arrivée : aujourd’hui ou avant."),
    "first_name": N_("Entrez le prénom de la personne."),
    "last_name": N_("Entrez le nom de la personne."),
    "birth_date": N_("Cette date n’existe pas. Entrez un jour, un mois et une année."),
    "phone": N_("Ce numéro n’existe pas en France. Entrez dix chiffres, comme 06 12 34 56 78."),
    "email": N_("Une adresse e-mail s’écrit comme nom@exemple.fr. Corrigez-la."),
    "number": N_("Un numéro de vente ou de contrat s’écrit comme C-2026-000012. Corrigez-le."),
    "": N_(
        "Entrez au moins la date de naissance, le téléphone, l’e-mail ou un numéro : un nom seul "
        "ne suffit pas à reconnaître quelqu’un."
    ),
    "identity": N_("Dites comment vous vous êtes assuré de son identité."),
    "typed": N_("Recopiez le numéro de la demande, tel qu’il est écrit en haut de la page."),
    "outcome": N_("Dites ce qui a été répondu."),
    "reason": N_("Dites pourquoi l’effacement est suspendu."),
    "sale": N_("Cette page est abîmée. Rechargez-la."),
}


class NewRequest(BaseModel):
    """A request, and who makes it."""

    wish: Wish
    subject: Subject
    channel: Channel
    received_on: date
    first_name: _Name
    last_name: _Name
    birth_date: date | None = None
    phone: _Short = ""
    email: _Short = ""
    number: Annotated[str, StringConstraints(pattern=r"^([CV]-[0-9]{4}-[0-9]{1,12})?$")] = ""

    @field_validator("first_name", "last_name", "phone", "email", mode="before")
    @classmethod
    def in_one_line(cls, typed: str) -> str:
        """As the wizard writes an answer: one line, nothing invisible."""
        return line(typed)

    @field_validator("birth_date", mode="before")
    @classmethod
    def blank_is_unknown(cls, typed: str) -> str | None:
        """A field that was left blank."""
        return typed or None

    @field_validator("number", mode="before")
    @classmethod
    def in_capitals(cls, typed: str) -> str:
        """`c-2026-12` is meant as it is printed."""
        return line(typed).upper()

    @field_validator("subject")
    @classmethod
    def not_erased(cls, subject: Subject, info: ValidationInfo) -> Subject:
        """What a seller did is evidence of sales and of their own contract."""
        if subject is Subject.WORKER and info.data.get("wish") is Wish.ERASURE:
            raise ValueError("evidence")
        return subject

    @field_validator("received_on")
    @classmethod
    def not_to_come(cls, day: date) -> date:
        """A request that is here has been received, and not years ago."""
        if not (today().replace(year=today().year - 1) <= day <= today()):
            raise ValueError("out of range")
        return day

    @field_validator("phone")
    @classmethod
    def as_kept(cls, typed: str) -> str:
        """E.164, as answers are kept."""
        if not typed:
            return ""
        found = read_phone(typed)
        if not isinstance(found, Phone):
            raise ValueError("no such number")
        return found.e164

    @field_validator("email")
    @classmethod
    def an_address(cls, typed: str) -> str:
        """Some text, an @, some text."""
        if typed and not all(part.strip() for part in typed.rpartition("@")):
            raise ValueError("no address")
        return typed

    @model_validator(mode="after")
    def more_than_a_name(self) -> "NewRequest":
        """Two people may bear one name."""
        if not (self.birth_date or self.phone or self.email or self.number):
            raise ValueError("a name alone")
        return self

    @property
    def criteria(self) -> Criteria:
        """Who the person is, and what to look for."""
        return Criteria(
            first_name=self.first_name,
            last_name=self.last_name,
            birth_date=self.birth_date,
            phone=self.phone,
            email=self.email,
            number=self.number,
        )


class Recognised(BaseModel):
    """How the person was recognised."""

    identity: Identity


class Confirmed(BaseModel):
    """The second look before an erasing: the number of the request, typed."""

    typed: _Name
    no_visit: bool = False

    @field_validator("typed")
    @classmethod
    def in_capitals(cls, typed: str) -> str:
        """`d-2026-12` is meant as it is printed."""
        return typed.upper()


class Answered(BaseModel):
    """What was answered by hand: an erasing answers by itself."""

    outcome: Outcome

    @field_validator("outcome")
    @classmethod
    def by_hand(cls, outcome: Outcome) -> Outcome:
        """Only the job can say that something was erased."""
        if outcome in (Outcome.ERASED, Outcome.PARTLY):
            raise ValueError("the job says so")
        return outcome


class Held(BaseModel):
    """A sale that is not to be erased for now."""

    sale: UUID
    reason: Hold


class Lifted(BaseModel):
    """A sale that may be erased again."""

    sale: UUID
