"""The words of this room: what somebody asks for, how, and what came of it."""

from enum import StrEnum

from extranet.core.i18n import N_


class Wish(StrEnum):
    """What a person asks for (GDPR art. 15, 20, 17)."""

    ACCESS = "access"
    PORTABILITY = "portability"
    ERASURE = "erasure"


class Subject(StrEnum):
    """Who asks."""

    CUSTOMER = "customer"
    WORKER = "worker"


class Channel(StrEnum):
    """How the request came."""

    MAIL = "mail"
    EMAIL = "email"
    PHONE = "phone"
    DOOR = "door"
    DESK = "desk"


class Identity(StrEnum):
    """How it was made sure that the person is who they say."""

    DOCUMENT = "document"
    CONTACT = "contact"
    ACCOUNT = "account"


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ERASING = "erasing"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What was answered."""

    GIVEN = "given"
    ERASED = "erased"
    PARTLY = "partly"
    NOTHING = "nothing"
    REFUSED = "refused"


class Hold(StrEnum):
    """Why a sale must not be erased for now."""

    DISPUTE = "dispute"
    CLAIM = "claim"
    AUTHORITY = "authority"


WISHES = {
    Wish.ACCESS: N_("Accès à ses données (art. 15)"),
    Wish.PORTABILITY: N_("Portabilité (art. 20)"),
    Wish.ERASURE: N_("Effacement (art. 17)"),
}
SUBJECTS = {
    Subject.CUSTOMER: N_("Un client ou un prospect"),
    Subject.WORKER: N_("Un vendeur ou un collègue"),
}
CHANNELS = {
    Channel.MAIL: N_("Courrier"),
    Channel.EMAIL: N_("E-mail"),
    Channel.PHONE: N_("Téléphone"),
    Channel.DOOR: N_("À la porte, à un conseiller"),
    Channel.DESK: N_("Au siège"),
}
IDENTITIES = {
    Identity.CONTACT: N_("Rappelée au téléphone, ou écrite à l’adresse que nous avons"),
    Identity.DOCUMENT: N_("Pièce d’identité vue, et rendue ou effacée"),
    Identity.ACCOUNT: N_("Connectée à son compte"),
}
OUTCOMES = {
    Outcome.GIVEN: N_("Données remises"),
    Outcome.ERASED: N_("Tout est effacé"),
    Outcome.PARTLY: N_("Effacé, sauf ce que la loi fait garder"),
    Outcome.NOTHING: N_("Rien n’est gardé de cette personne"),
    Outcome.REFUSED: N_("Refusée : la personne n’a pas prouvé son identité"),
}
HOLDS = {
    Hold.DISPUTE: N_("Litige en cours"),
    Hold.CLAIM: N_("Réclamation en cours"),
    Hold.AUTHORITY: N_("Demande d’une autorité"),
}
