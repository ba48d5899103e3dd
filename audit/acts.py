"""Every act the journal knows, as a sentence in French and in English.

`{who}` did it; `{number}` names what it was done to; other names are facts of the entry, in
words (`audit.words`). A fact that is missing leaves its place empty. A test holds this table and
the sources together: an act without a sentence does not pass.
"""

from audit.acts_people import PEOPLE
from audit.acts_privacy import PRIVACY
from audit.acts_sales import SALES
from audit.acts_second_factor import SECOND_FACTOR
from audit.words import Pair

ACTS: dict[str, Pair] = {
    **SALES,
    # Signature
    "information:hand_over": (
        "{who} a remis l’information précontractuelle de la vente {number} {channel}",
        "{who} handed over the pre-contract information of sale {number} {channel}",
    ),
    "signature:open": (
        "{who} a ouvert la signature de la vente {number}",
        "{who} opened the signing of sale {number}",
    ),
    "signature:draw": (
        "{who} a fait signer la vente {number} par le client",
        "{who} had the customer sign sale {number}",
    ),
    "signature:refuse": (
        "La signature de la vente {number}, envoyée par {who}, a été refusée",
        "The signature of sale {number}, sent by {who}, was refused",
    ),
    "signature:repeat": (
        "La signature de la vente {number} est arrivée de nouveau : aucun code n’est reparti",
        "The signature of sale {number} arrived again: no other code left",
    ),
    "signature:confirm": (
        "{who} a confirmé la signature de la vente {number} avec le code du client",
        "{who} confirmed the signature of sale {number} with the customer’s code",
    ),
    "signature:lapse": (
        "La signature de la vente {number} est devenue caduque : le document a changé",
        "The signature of sale {number} lapsed: the document has changed",
    ),
    "signing_link:choose": (
        "{who} a choisi que le client signe la vente {number} sur son téléphone",
        "{who} chose that the customer signs sale {number} on their own phone",
    ),
    "signing_link:send": (
        "{who} a envoyé au client le lien pour signer la vente {number} {channel}",
        "{who} sent the customer the link to sign sale {number} {channel}",
    ),
    "signing_link:renew": (
        "{who} a renvoyé le lien pour signer la vente {number} {channel} : l’ancien ne sert plus",
        "{who} sent the link to sign sale {number} again {channel}: the old one is dead",
    ),
    "signing_link:read": (
        "{who} a dit avoir lu {kind} de la vente {number}",
        "{who} said they had read {kind} of sale {number}",
    ),
    "signing_link:reread": (
        "{who} a lu {kind} de la vente {number} dans un état dépassé : à relire",
        "{who} read an outdated state of {kind} of sale {number}: to be read again",
    ),
    "code:ask": (
        "{who} a ouvert la page du code de la vente {number}",
        "{who} opened the code page of sale {number}",
    ),
    "code:send": (
        "{who} a fait envoyer un code de signature {channel}, vente {number}",
        "{who} had a signature code sent {channel}, sale {number}",
    ),
    "code:repeat": (
        "Le code de la vente {number} est arrivé de nouveau : elle était déjà signée",
        "The code of sale {number} arrived again: it was signed already",
    ),
    "code:refuse": (
        "Le code tapé par {who} pour la vente {number} a été refusé",
        "The code typed by {who} for sale {number} was refused",
    ),
    "code:withhold": (
        "L’envoi d’un code demandé par {who} pour la vente {number} a été retenu",
        "The sending of a code asked by {who} for sale {number} was withheld",
    ),
    # Papers
    "document:keep": (
        "{who} a rangé {kind} de la vente {number}",
        "{who} filed {kind} of sale {number}",
    ),
    "document:open": (
        "{who} a ouvert {kind} de la vente {number}",
        "{who} opened {kind} of sale {number}",
    ),
    "document:read": (
        "{who} a lu {kind} de la vente {number}",
        "{who} read {kind} of sale {number}",
    ),
    "documents:list": (
        "{who} a ouvert la page des documents de la vente {number}",
        "{who} opened the documents page of sale {number}",
    ),
    "photo:keep": (
        "{who} a envoyé une photo de la vente {number}",
        "{who} sent a photo of sale {number}",
    ),
    "photo:refuse": (
        "Une photo envoyée par {who} a été refusée : {problem}",
        "A photo sent by {who} was refused: {problem}",
    ),
    "photo:view": (
        "{who} a vu une photo de la vente {number}",
        "{who} looked at a photo of sale {number}",
    ),
    "photo:drop": (
        "{who} a retiré les photos de la vente {number} : elles seront effacées demain",
        "{who} took the photos of sale {number} away: they will be erased tomorrow",
    ),
    "photo:forget": (
        "Une photo de la vente {number} a été effacée : elle n’avait plus à être gardée",
        "A photo of sale {number} was erased: it need not be kept any longer",
    ),
    "link:make": (
        "{who} a créé le lien du client vers les documents de la vente {number}",
        "{who} made the customer’s link to the documents of sale {number}",
    ),
    "print:queue": (
        "{who} a mis {reason} de la vente {number} en file d’impression",
        "{who} queued {reason} of sale {number} for printing",
    ),
    "contract:show": (
        "{who} a affiché le contrat de la vente {number} au client",
        "{who} showed the contract of sale {number} to the customer",
    ),
    "contract:take_over": (
        "{who} a reconstitué les documents de la vente {number}, signée ailleurs",
        "{who} set the documents of sale {number} again, signed elsewhere",
    ),
    # Contracts
    "contract:open": ("{who} a ouvert le contrat {number}", "{who} opened contract {number}"),
    "contract:list": (
        "{who} a consulté la liste des contrats",
        "{who} looked at the list of contracts",
    ),
    "contract:view": (
        "{who} a consulté le contrat {number}",
        "{who} looked at contract {number}",
    ),
    "contract:validate": (
        "{who} a validé le contrat {number}",
        "{who} validated contract {number}",
    ),
    "contract:reject": ("{who} a rejeté le contrat {number}", "{who} rejected contract {number}"),
    "contract:reveal_iban": (
        "{who} a affiché l’IBAN du contrat {number}",
        "{who} revealed the IBAN of contract {number}",
    ),
    "contract:export": (
        "{who} a exporté la liste des contrats",
        "{who} exported the list of contracts",
    ),
    # Messages
    "message:queue": (
        "{who} a mis un message en attente d’envoi {channel}",
        "{who} queued a message to be sent {channel}",
    ),
    "message:send": ("{who} a remis un message à l’opérateur", "{who} handed a message over"),
    "message:fail": (
        "{who} n’a pas pu envoyer un message",
        "{who} could not send a message",
    ),
    **PEOPLE,
    **PRIVACY,
    **SECOND_FACTOR,
    # Catalogue, journal, demonstration
    "catalogue:read": ("{who} a consulté le catalogue", "{who} looked at the catalogue"),
    "catalogue:keep_picture": (
        "{who} a donné une image au produit {product}",
        "{who} gave the product {product} a picture",
    ),
    "catalogue:remove_picture": (
        "{who} a retiré l’image du produit {product}",
        "{who} took the picture of the product {product} away",
    ),
    "journal:read": ("{who} a consulté le journal", "{who} looked at the journal"),
    "journal:export": (
        "{who} a demandé l’export du journal, au format {format}",
        "{who} asked for an export of the journal, as {format}",
    ),
    "journal:deliver": (
        "{who} a reçu {lines} lignes du journal, au format {format}",
        "{who} received {lines} lines of the journal, as {format}",
    ),
    "journal:verify": (
        "{who} a vérifié le sceau du journal : {entries} entrées, {findings} anomalies",
        "{who} verified the seal of the journal: {entries} entries, {findings} findings",
    ),
    "journal:prove": (
        "{who} a produit la preuve de l’entrée n° {seq} du journal",
        "{who} made the proof of entry no. {seq} of the journal",
    ),
    "journal:drop": (
        "{who} a retiré du journal les {entries} entrées du mois {month}, plus anciennes que sa "
        "durée de conservation",
        "{who} dropped the {entries} entries of the month {month} from the journal, older than it "
        "is kept",
    ),
    "demo:found": (
        "{who} a fondé l’entreprise de démonstration",
        "{who} founded the demonstration company",
    ),
    "demo:load": (
        "{who} a chargé {sales} ventes de démonstration",
        "{who} loaded {sales} demonstration sales",
    ),
}

SUBJECTS: dict[str, tuple[str, ...]] = {
    "sales": ("home", "sale", "followed", "refusal", "outbox"),
    "signatures": ("information", "signature", "signing_link", "code"),
    "documents": ("document", "documents", "photo", "link", "print"),
    "contracts": ("contract",),
    "messages": ("message", "inbox"),
    "people": (
        "access",
        "session",
        "account",
        "impersonation",
        "invitation",
        "password",
        "email",
        "person",
        "people",
        "departure",
        "seller",
        "role",
        "agency",
        "following",
        "tablet",
        "passkey",
        "authenticator",
        "recovery",
        "second_factor",
    ),
    "privacy": ("privacy", "hold", "retention"),
    "other": ("catalogue", "journal", "demo"),
}
"""What acts are gathered under, to be looked for."""


def acts_about(subject: str) -> list[str]:
    """The acts of one of `SUBJECTS`."""
    return [act for act in ACTS if act.partition(":")[0] in SUBJECTS[subject]]
