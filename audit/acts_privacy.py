"""What is done with people's requests about their data, as sentences (`audit.acts`)."""

from audit.words import Pair

PRIVACY: dict[str, Pair] = {
    "privacy:list": (
        "{who} a consulté les demandes sur les données personnelles",
        "{who} looked at the requests about personal data",
    ),
    "privacy:take": (
        "{who} a enregistré la demande {number} : {wish}",
        "{who} recorded request {number}: {wish}",
    ),
    "privacy:view": (
        "{who} a consulté la demande {number} et ce qui est gardé de la personne",
        "{who} looked at request {number} and what is kept of the person",
    ),
    "privacy:identify": (
        "{who} a vérifié l’identité du demandeur, demande {number} : {identity}",
        "{who} checked who makes request {number}: {identity}",
    ),
    "privacy:export": (
        "{who} a exporté les données de la personne, demande {number}",
        "{who} exported the person’s data, request {number}",
    ),
    "privacy:erase": (
        "{who} a confirmé l’effacement, demande {number} : {sales} ventes effacées, {kept} gardées",
        "{who} confirmed the erasing, request {number}: {sales} sales erased, {kept} kept",
    ),
    "privacy:erased": (
        "L’effacement de la demande {number} est fait : {sales} ventes effacées, {kept} gardées",
        "The erasing of request {number} is done: {sales} sales erased, {kept} kept",
    ),
    "privacy:answer": (
        "{who} a répondu à la demande {number} : {outcome}",
        "{who} answered request {number}: {outcome}",
    ),
    "hold:set": (
        "{who} a suspendu l’effacement de la vente {number} : {hold}",
        "{who} put a hold on the erasing of sale {number}: {hold}",
    ),
    "hold:lift": (
        "{who} a levé ce qui retenait l’effacement de la vente {number}",
        "{who} lifted the hold on the erasing of sale {number}",
    ),
    "person:erase": (
        "{who} a effacé le compte d’une personne partie : {why}",
        "{who} erased the account of a person who left: {why}",
    ),
    "retention:forget": (
        "{who} a effacé ce qui entourait les connexions : {ended_sessions} sessions finies, "
        "{invitations} invitations, {lists} listes, {links} liens",
        "{who} erased what surrounds signing in: {ended_sessions} ended sessions, {invitations} "
        "invitations, {lists} lists, {links} links",
    ),
    "retention:run": (
        "{who} a effacé ce qui était gardé depuis assez longtemps : {prospects} ventes non "
        "signées, {contracts} contrats, {accounts} comptes",
        "{who} erased what had been kept long enough: {prospects} sales never signed, "
        "{contracts} contracts, {accounts} accounts",
    ),
}
