"""The answers that may be sent: French texts, without a name, for the request forgets it."""

from extranet.core.i18n import french_typography, words
from extranet.privacy.fates import Cause
from extranet.privacy.finding import FoundSale
from extranet.privacy.requests import PrivacyRequest
from extranet.privacy.terms import Outcome, Wish

_HEAD = "Madame, Monsieur,\n\nVous nous avez écrit le {day} (demande {number})."
_FOOT = (
    "Si cette réponse ne vous convient pas, vous pouvez vous plaindre à la CNIL (3 place de "
    "Fontenoy, 75007 Paris, www.cnil.fr).\n\nVeuillez agréer nos salutations distinguées."
)
_GIVEN = (
    "Vous trouverez dans le fichier joint une copie de toutes les données que nous gardons de "
    "vous. Ouvrez d’abord lisez-moi.html ; donnees.json est fait pour être repris par une autre "
    "entreprise. Qui reçoit ces données, pourquoi et combien de temps nous les gardons est dit "
    "dans notre notice sur la protection des données."
)
_NOTHING = "Nous ne gardons aucune donnée à votre sujet."
_REFUSED = (
    "Nous n’avons pas pu nous assurer que cette demande vient de vous, et n’y avons donc pas "
    "donné suite (RGPD, article 12.6). Écrivez-nous depuis l’adresse, ou appelez-nous depuis le "
    "téléphone, que vous nous aviez donnés."
)
_GONE = "Nous avons effacé toutes les données que nous gardions de vous."
_SOME_GONE = (
    "Nous avons effacé vos données, sauf celles que la loi nous fait garder. Elles ne servent à "
    "rien d’autre, et sont effacées à leur tour une fois ce délai passé :"
)
_NONE_GONE = (
    "La loi nous fait garder les données suivantes. Elles ne servent à rien d’autre, et sont "
    "effacées une fois ce délai passé :"
)
_NO_VISIT = (
    "Plus personne de chez nous ne se présentera à votre adresse. Nous en gardons pour cela une "
    "empreinte, qui ne permet pas de la lire."
)
_KEPT = {
    Cause.RUNNING: "{number} : contrat en cours, gardé tant qu’il court, puis cinq ans comme "
    "preuve (code civil, article 2224) ; les pièces comptables dix ans (code de commerce, article "
    "L123-22)",
    Cause.EVIDENCE: "{number} : gardé comme preuve du contrat jusqu’au {until} (code civil, "
    "article 2224) ; les pièces comptables dix ans (code de commerce, article L123-22)",
    Cause.HELD: "{number} : gardé tant que dure un litige, une réclamation ou la demande d’une "
    "autorité (RGPD, article 17.3)",
}


def letter(request: PrivacyRequest, sales: list[FoundSale], outcome: Outcome | None = None) -> str:
    """What to write to the person: of the outcome there was, or of the one that is next."""
    parts = [_HEAD.format(day=words("fr").date(request.received_on), number=request.number)]
    parts += _body(request, sales, outcome)
    return french_typography("\n\n".join([*parts, _FOOT]))


def _body(request: PrivacyRequest, sales: list[FoundSale], outcome: Outcome | None) -> list[str]:
    if outcome is Outcome.REFUSED:
        return [_REFUSED]
    if outcome is Outcome.NOTHING or not (sales or request.person_id):
        return [_NOTHING]
    if request.wish is not Wish.ERASURE:
        return [_GIVEN]
    kept = [sale for sale in sales if sale.fate.stays]
    told = [_GONE]
    if kept:
        head = _SOME_GONE if len(kept) < len(sales) else _NONE_GONE
        told = [head + "".join(f"\n– {_line(sale)}" for sale in kept)]
    return [*told, _NO_VISIT] if request.no_visit else told


def _line(sale: FoundSale) -> str:
    until = words("fr").date(sale.fate.until) if sale.fate.until else ""
    return _KEPT[sale.fate.cause].format(number=sale.known_by, until=until)
