"""What people do with their second factors, as sentences (`audit.acts`)."""

from audit.words import Pair

SECOND_FACTOR: dict[str, Pair] = {
    "session:begin": (
        "Un mot de passe juste a été donné : le second facteur du compte est demandé",
        "A right password was given: the second factor of the account is asked for",
    ),
    "session:refuse_second": (
        "Un code a été refusé après un mot de passe juste : faux, ou déjà utilisé",
        "A code was refused after a right password: wrong, or used already",
    ),
    "passkey:begin": (
        "{who} a ouvert la page qui ajoute une clé d’accès",
        "{who} opened the page that adds a passkey",
    ),
    "passkey:add": (
        "{who} a ajouté une clé d’accès : {sessions} sessions fermées",
        "{who} added a passkey: {sessions} sessions ended",
    ),
    "passkey:remove": ("{who} a retiré une clé d’accès", "{who} removed a passkey"),
    "passkey:refuse": ("Une clé d’accès a été refusée", "A passkey was refused"),
    "authenticator:begin": (
        "{who} a commencé à relier une application d’authentification",
        "{who} began to link an authenticator application",
    ),
    "authenticator:show": (
        "{who} a affiché le secret de l’application d’authentification à relier",
        "{who} was shown the secret of the authenticator application to be linked",
    ),
    "authenticator:add": (
        "{who} a relié une application d’authentification : {sessions} sessions fermées",
        "{who} linked an authenticator application: {sessions} sessions ended",
    ),
    "authenticator:remove": (
        "{who} a retiré son application d’authentification",
        "{who} removed their authenticator application",
    ),
    "recovery:make": (
        "{who} a reçu {codes} codes de secours : les anciens ne servent plus",
        "{who} was given {codes} recovery codes: older ones are dead",
    ),
    "recovery:use": (
        "Un code de secours a ouvert une session : il en reste {codes}",
        "A recovery code opened a session: {codes} are left",
    ),
    "second_factor:reset": (
        "{who} a réinitialisé le second facteur d’une personne : {sessions} sessions fermées",
        "{who} reset the second factor of a person: {sessions} sessions ended",
    ),
}
