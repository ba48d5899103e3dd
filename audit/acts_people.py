"""What people do with accounts, sessions and tablets, as sentences (`audit.acts`)."""

from audit.words import Pair

PEOPLE: dict[str, Pair] = {
    "session:open": ("{who} a ouvert une session", "{who} signed in"),
    "session:end": ("La session de {who} a pris fin", "The session of {who} ended"),
    "session:refuse": (
        "Une connexion a été refusée : adresse ou mot de passe faux, ou trop d’essais",
        "A sign-in was refused: wrong address or password, or too many tries",
    ),
    "account:view": ("{who} a consulté son compte", "{who} looked at their account"),
    "person:create": ("{who} a créé le compte d’une personne", "{who} created a person’s account"),
    "person:suspend": (
        "{who} a suspendu le compte d’une personne : {sessions} sessions fermées",
        "{who} suspended a person’s account: {sessions} sessions ended",
    ),
    "person:reinstate": (
        "{who} a rétabli le compte d’une personne",
        "{who} reinstated a person’s account",
    ),
    "person:choose_language": ("{who} a changé de langue", "{who} changed language"),
    "person:view": (
        "{who} a consulté la fiche d’une personne",
        "{who} looked at the page of a person",
    ),
    "people:list": ("{who} a consulté l’annuaire", "{who} looked at the directory"),
    "tablet:register": (
        "{who} a enregistré la tablette {device}",
        "{who} registered the tablet {device}",
    ),
    "tablet:open": (
        "{who} a ouvert sa tablette {device}",
        "{who} opened their tablet {device}",
    ),
    "tablet:revoke": (
        "{who} a révoqué la tablette {device}",
        "{who} revoked the tablet {device}",
    ),
    "tablet:wipe": (
        "Une tablette de {who}, révoquée, s’est effacée",
        "A revoked tablet of {who} wiped itself",
    ),
}
