"""Facts of the journal in words: states, steps, channels, kinds of document."""

from typing import Any

from extranet.core.i18n import words

Pair = tuple[str, str]

STEPS: dict[str, Pair] = {
    "products": ("Produits", "Products"),
    "customer": ("Client", "Customer"),
    "address": ("Adresse", "Address"),
    "contact": ("Contact", "Contact"),
    "payment": ("Paiement", "Payment"),
    "consents": ("Consentements", "Consents"),
    "information": ("Information", "Information"),
    "review": ("Vérification", "Review"),
    "signature": ("Signature", "Signature"),
    "code": ("Code", "Code"),
    "done": ("Fin", "Done"),
}
CHANNELS: dict[str, Pair] = {
    "sms": ("par SMS", "by text message"),
    "email": ("par e-mail", "by e-mail"),
    "paper": ("sur papier", "on paper"),
}
PAPERS: dict[str, Pair] = {
    "sheet": ("l’information précontractuelle", "the pre-contract information"),
    "contract": ("le contrat", "the contract"),
    "sealed_contract": ("le contrat scellé", "the sealed contract"),
    "evidence": ("le dossier de preuve", "the evidence file"),
    "copy": ("la copie du contrat", "the copy of the contract"),
}
STATES: dict[str, Pair] = {
    "open": ("en cours", "open"),
    "ready_to_sign": ("prête à signer", "ready to sign"),
    "out_for_signature": ("en signature", "out for signature"),
    "signed": ("signée", "signed"),
    "to_print": ("à imprimer", "to print"),
    "stalled": ("en attente", "on hold"),
    "dropped": ("abandonnée", "dropped"),
    "to_check": ("à vérifier", "to check"),
    "validated": ("validé", "validated"),
    "active": ("en cours", "active"),
    "terminated": ("résilié", "terminated"),
    "rejected": ("rejeté", "rejected"),
    "withdrawn": ("rétracté", "withdrawn"),
    "waiting": ("à envoyer", "waiting"),
    "sent": ("envoyé", "sent"),
    "delivered": ("remis", "delivered"),
    "failed": ("en échec", "failed"),
}
SOURCES: dict[str, Pair] = {
    "door": ("à la porte", "at the door"),
    "mail": ("par courrier ou e-mail", "by letter or e-mail"),
    "phone": ("par téléphone", "by telephone"),
    "notice": ("par une affichette", "by a notice"),
}
REASONS: dict[str, Pair] = {
    "asked": ("demandé par les habitants", "asked for by the residents"),
    "moved": ("les habitants ont changé", "other residents live there"),
    "mistake": ("ajoutée par erreur", "added by mistake"),
    "term": ("gardé depuis assez longtemps", "kept long enough"),
    "request": ("à sa demande", "at their request"),
}
MANNERS: dict[str, Pair] = {
    "password": ("par mot de passe", "with a password"),
    "authenticator": ("par mot de passe et code", "with a password and a code"),
    "recovery": ("par mot de passe et code de secours", "with a password and a recovery code"),
    "passkey": ("par clé d’accès", "with a passkey"),
}
SELLER_CONTRACTS: dict[str, Pair] = {
    "employee": ("salarié", "employee"),
    "vdi": ("VDI", "independent seller (VDI)"),
}
SELLER_PAPERS: dict[str, Pair] = {
    "contract": ("le contrat signé", "the signed contract"),
    "identity": ("la pièce d’identité", "the identity document"),
    "registration": ("l’extrait d’immatriculation", "the extract of registration"),
    "card": ("la carte professionnelle", "the professional card"),
    "other": ("un autre document", "another document"),
}
SELLER_ENDS: dict[str, Pair] = {
    "contract": ("fin du contrat", "end of the contract"),
    "registration": ("fin de l’immatriculation", "end of the registration"),
    "due": ("immatriculation à demander", "registration to ask for"),
    "paper": ("fin de validité d’un document", "a document expires"),
}
ROLES: dict[str, Pair] = {
    "adviser": ("conseiller", "adviser"),
    "referent": ("conseiller référent", "referent adviser"),
    "manager": ("responsable d’agence", "agency manager"),
    "back_office": ("back-office", "back office"),
    "back_office_lead": ("responsable back-office", "back-office lead"),
    "administrator": ("administrateur", "administrator"),
    "auditor": ("auditeur", "auditor"),
}
WISHES: dict[str, Pair] = {
    "access": ("accès à ses données", "access to their data"),
    "portability": ("portabilité de ses données", "portability of their data"),
    "erasure": ("effacement de ses données", "erasure of their data"),
}
IDENTITIES: dict[str, Pair] = {
    "document": ("pièce d’identité vue", "identity paper seen"),
    "contact": ("coordonnées connues", "known phone or mailbox"),
    "account": ("connecté à son compte", "signed in to their account"),
}
OUTCOMES: dict[str, Pair] = {
    "given": ("données remises", "data given"),
    "erased": ("tout est effacé", "all is erased"),
    "partly": ("effacé, sauf ce que la loi fait garder", "erased but for what the law keeps"),
    "nothing": ("rien n’est gardé de cette personne", "nothing is kept of this person"),
    "refused": ("demande refusée", "request refused"),
}
HOLDS: dict[str, Pair] = {
    "dispute": ("litige en cours", "dispute under way"),
    "claim": ("réclamation en cours", "claim under way"),
    "authority": ("demande d’une autorité", "an authority’s order"),
}
AGENCY_KINDS: dict[str, Pair] = {
    "distributor": ("distributeur", "distributor"),
    "agency": ("agence", "agency"),
    "team": ("équipe", "team"),
}
NAMES: dict[str, Pair] = {
    "state": ("État", "State"),
    "step": ("Étape", "Step"),
    "channel": ("Moyen", "Channel"),
    "kind": ("Nature", "Kind"),
    "number": ("Numéro", "Number"),
    "version": ("Version", "Version"),
    "reason": ("Motif", "Reason"),
    "locale": ("Langue", "Language"),
    "role": ("Rôle", "Role"),
    "person": ("Personne", "Person"),
    "sale": ("Vente", "Sale"),
    "sale_id": ("Vente", "Sale"),
    "document": ("Document", "Document"),
    "photo": ("Photo", "Photo"),
    "product": ("Produit", "Product"),
    "picture": ("Image (empreinte)", "Picture (hash)"),
    "sha256": ("Empreinte", "Hash"),
    "document_sha256": ("Empreinte du document", "Hash of the document"),
    "sealed_sha256": ("Empreinte du contrat scellé", "Hash of the sealed contract"),
    "sheet_sha256": ("Empreinte de la fiche", "Hash of the sheet"),
    "recipient": ("Destinataire", "Recipient"),
    "customer_name": ("Client", "Customer"),
    "name": ("Nom", "Name"),
    "email": ("E-mail", "E-mail"),
    "former": ("Ancien e-mail", "Former e-mail"),
    "account": ("Compte demandé (empreinte)", "Account asked for (hash)"),
    "within_limit": ("Dans la limite d’envois", "Within the limit of mails"),
    "search": ("Recherche par nom", "Search by name"),
    "sort": ("Ordre", "Order"),
    "from": ("Du", "From"),
    "to": ("Au", "To"),
    "agency": ("Agence", "Agency"),
    "former_agency": ("Ancienne agence", "Former agency"),
    "former_role": ("Ancien rôle", "Former role"),
    "former_name": ("Ancien nom", "Former name"),
    "agency_kind": ("Nature", "Kind"),
    "referent": ("Référent", "Referent"),
    "referent_name": ("Nom du référent", "Name of the referent"),
    "advisers": ("Conseillers", "Advisers"),
    "below": ("Rattachée à", "Below"),
    "agencies": ("Agences et équipes", "Agencies and teams"),
    "people": ("Personnes", "People"),
    "sales_left": ("Ventes laissées", "Sales left"),
    "page": ("Page", "Page"),
    "tries": ("Essais", "Tries"),
    "why": ("Pourquoi", "Why"),
    "why_behind": ("Motif donné", "Reason given"),
    "manner": ("Manière", "Manner"),
    "level": ("Niveau", "Level"),
    "journey": ("Parcours", "Journey"),
    "seq": ("Rang", "Rank"),
    "clock_off": ("Horloge de la tablette", "Clock of the tablet"),
    "field": ("Champ", "Field"),
    "problem": ("Problème", "Problem"),
    "sales": ("Ventes", "Sales"),
    "device": ("Appareil", "Device"),
    "sessions": ("Sessions fermées", "Sessions ended"),
    "active": ("Compte actif", "Account active"),
    "until": ("Jusqu’au", "Until"),
    "codes": ("Codes de secours", "Recovery codes"),
    "last": ("Dernier facteur", "Last factor"),
    "address": ("Adresse", "Address"),
    "source": ("Origine", "Source"),
    "stored": ("Enregistrées", "Stored"),
    "already_stored": ("Déjà connues", "Known already"),
    "needs_attention": ("À reprendre", "To see to"),
    "photos": ("Photos enregistrées", "Photos stored"),
    "entries": ("Entrées", "Entries"),
    "findings": ("Anomalies", "Findings"),
    "act": ("Acte", "Act"),
    "subject": ("Sujet", "Subject"),
    "object": ("Vente ou contrat", "Sale or contract"),
    "about": ("Objet", "Object"),
    "behind": ("Au nom d’un autre", "In the name of another"),
    "lines": ("Lignes", "Lines"),
    "format": ("Format", "Format"),
    "month": ("Mois", "Month"),
    "dropped": ("Retirées en tout", "Dropped in all"),
    "last_seq": ("Jusqu’au rang", "Up to rank"),
    "size": ("Taille", "Size"),
    "wish": ("Demande", "Request"),
    "identity": ("Identité vérifiée", "Identity checked"),
    "outcome": ("Réponse", "Answer"),
    "hold": ("Retenue", "Hold"),
    "kept": ("Gardées", "Kept"),
    "files": ("Fichiers effacés", "Files erased"),
    "details": ("Entrées du journal sans détails", "Journal entries without details"),
    "prospects": ("Ventes non signées effacées", "Sales never signed, erased"),
    "contracts": ("Contrats effacés", "Contracts erased"),
    "accounts": ("Comptes effacés", "Accounts erased"),
    "account_messages": ("Messages de comptes effacés", "Account messages erased"),
    "inbox": ("Messages locaux effacés", "Local messages erased"),
    "tablets": ("Tablettes", "Tablets"),
    "requests": ("Demandes oubliées", "Requests forgotten"),
    "refusals": ("Empreintes de refus oubliées", "Refusal digests forgotten"),
    "device_of": ("Appareil de", "Device of"),
    "ended_sessions": ("Sessions finies", "Ended sessions"),
    "invitations": ("Invitations", "Invitations"),
    "lists": ("Listes", "Lists"),
    "links": ("Liens", "Links"),
    "refused": ("Refusées", "Refused"),
    "sent": ("Envoyées", "Sent"),
    "contract": ("Contrat", "Contract"),
    "paper": ("Document", "Document"),
    "matter": ("Échéance", "End"),
    "starts_on": ("Premier jour", "First day"),
    "ends_on": ("Dernier jour", "Last day"),
    "expires_on": ("Valable jusqu’au", "Valid until"),
    "registered_until": ("Immatriculation jusqu’au", "Registered until"),
    "siren": ("SIREN", "SIREN"),
    "days": ("Jours avant", "Days before"),
    "standing": ("Situation", "Standing"),
    "leaves_on": ("Dernier jour", "Last day"),
    "successor": ("Repreneur", "Successor"),
    "adviser": ("Conseiller", "Adviser"),
    "revoked": ("Tablettes révoquées", "Tablets revoked"),
}
_BY_FACT: dict[str, dict[str, Pair]] = {
    "step": STEPS,
    "channel": CHANNELS,
    "kind": PAPERS,
    "reason": PAPERS,
    "role": ROLES,
    "former_role": ROLES,
    "agency_kind": AGENCY_KINDS,
    "manner": MANNERS,
    "source": SOURCES,
    "why": REASONS,
    "state": STATES,
    "contract": SELLER_CONTRACTS,
    "paper": SELLER_PAPERS,
    "matter": SELLER_ENDS,
    "wish": WISHES,
    "identity": IDENTITIES,
    "outcome": OUTCOMES,
    "hold": HOLDS,
}
YES_NO: tuple[Pair, Pair] = (("oui", "yes"), ("non", "no"))


def fact_name(name: str, locale: str) -> str:
    """What a fact is called; its own name when the table does not know it."""
    return _in(NAMES[name], locale) if name in NAMES else name.replace("_", " ")


def fact_words(name: str, value: Any, locale: str) -> str:
    """The value of the fact `name` in words."""
    if isinstance(value, bool):
        return _in(YES_NO[0 if value else 1], locale)
    if value is None:
        return ""
    if name == "clock_off" and isinstance(value, int):
        return _clock(value, locale)
    known = _BY_FACT.get(name, {}).get(str(value))
    return _in(known, locale) if known else str(value)


def _clock(off: int, locale: str) -> str:
    span = words(locale).span(off)
    if locale == "en":
        return f"was {span} {'ahead' if off > 0 else 'behind'}"
    return f"{'avançait' if off > 0 else 'retardait'} de {span}"


def _in(pair: Pair, locale: str) -> str:
    return pair[1 if locale == "en" else 0]
