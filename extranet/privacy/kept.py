"""How long what is kept, from when, why, and what becomes of it: the one table of it.

The nightly job goes by it, the page at `/privacy/kept` shows it, and `docs/register.md` is written
from it. Terms of the rooms below are theirs and are only told here; those of this room are
settings, `KEEP_<KIND>_MONTHS`, within what the law leaves open.
"""

from datetime import timedelta

from extranet.core.i18n import N_
from extranet.documents.jobs import DROPPED_KEPT, PIECES_KEPT
from extranet.people import (
    email_change,
    forgotten,
    impersonating,
    invitation_lists,
    invitation_quota,
)
from extranet.people.jobs import INVITATIONS_KEPT, SESSIONS_KEPT
from extranet.people.second_factor import half_sessions
from extranet.people.throttle import WINDOW
from extranet.privacy.limits import JOURNAL
from extranet.privacy.rules import End, Rule
from wizard.no_visit.listing import USUAL
from wizard.published import journeys


def _photo_days(name: str) -> timedelta:
    """How long the newest journeys keep the photos of the field `name`, at most."""
    newest = [journeys().latest(one) for one in journeys().names()]
    fields = [field for one in newest for step in one.steps for field in step.fields]
    return timedelta(days=max(field.keep_days or 0 for field in fields if field.name == name))


_PRE_CONTRACT = N_(
    "Mesures précontractuelles (RGPD art. 6.1.b), référentiel CNIL de gestion commerciale"
)
_CONTRACT = N_("Preuve du contrat : prescription de cinq ans (C. civ. 2224)")
_ACCOUNTING = N_("Pièces comptables : dix ans (C. com. L123-22)")
_SECURITY = N_("Sécurité du traitement (RGPD art. 32)")
_CONSENT = N_("Consentement (RGPD art. 6.1.a), minimisation (art. 5.1.c)")
_EMPLOYMENT = N_("Contrat du vendeur (RGPD art. 6.1.b), prescription de cinq ans (C. civ. 2224)")
_REFUSAL = N_("Obligation légale : ne pas démarcher qui refuse (C. conso. L221-10-1)")
_PROOF = N_("Preuve que la demande a été traitée (RGPD art. 5.2 et 12)")

KEPT: tuple[Rule, ...] = (
    Rule(
        "prospects",
        N_("Ventes non signées : réponses, photos, papiers, messages"),
        N_("Depuis le dernier contact"),
        _PRE_CONTRACT,
        End.BLANKED,
        "keep_no_longer",
        "prospects",
    ),
    Rule(
        "contracts",
        N_("Contrats et leurs ventes : réponses, signature, papiers, dossier de preuve, messages"),
        N_("Depuis la fin du contrat (résilié, rejeté ou rétracté)"),
        _CONTRACT,
        End.BLANKED,
        "keep_no_longer",
        "contracts",
    ),
    Rule(
        "figures",
        N_("Numéro, état, dates, produits et montants d’une vente ou d’un contrat, sans personne"),
        N_("Gardés : ils ne disent rien de personne"),
        _ACCOUNTING,
        End.STAYS,
    ),
    Rule(
        "identity_photos",
        N_("Photo d’une pièce d’identité, prise avec un mandat"),
        N_("Depuis la prise de vue"),
        _CONSENT,
        End.ERASED,
        "forget_photos",
        _photo_days("identity_paper"),
    ),
    Rule(
        "letterbox_photos",
        N_("Photo de la boîte aux lettres"),
        N_("Depuis la prise de vue"),
        _CONSENT,
        End.ERASED,
        "forget_photos",
        _photo_days("letterbox"),
    ),
    Rule(
        "dropped_photos",
        N_("Photo qu’aucune vente ne nomme plus"),
        N_("Depuis que la vente ne la nomme plus"),
        _CONSENT,
        End.ERASED,
        "forget_photos",
        DROPPED_KEPT,
    ),
    Rule(
        "photo_pieces",
        N_("Photo arrivée en partie"),
        N_("Depuis la dernière partie"),
        _CONSENT,
        End.ERASED,
        "forget_photos",
        PIECES_KEPT,
    ),
    Rule(
        "messages",
        N_("Texte et destinataire d’un SMS ou d’un e-mail"),
        N_("Effacés dès l’envoi ; le reste part avec la vente"),
        _PRE_CONTRACT,
        End.EMPTIED,
        "send_message",
    ),
    Rule(
        "account_messages",
        N_("Messages au sujet d’un compte : destinataire masqué, état"),
        N_("Depuis l’envoi"),
        _SECURITY,
        End.ERASED,
        "keep_no_longer",
        "account_messages",
    ),
    Rule(
        "inbox",
        N_("Boîte de réception locale (démonstration)"),
        N_("Depuis la réception"),
        _SECURITY,
        End.ERASED,
        "keep_no_longer",
        "inbox",
    ),
    Rule(
        "refusals",
        N_("Adresses qui refusent les visites, et leurs empreintes"),
        N_("Jusqu’au jour dit, d’habitude"),
        _REFUSAL,
        End.ERASED,
        "forget_refusals",
        USUAL,
    ),
    Rule(
        "waiting",
        N_("Ce qui attend d’être envoyé sur une tablette, et les fichiers de secours"),
        N_("Chiffré sur la tablette jusqu’à l’envoi ; le serveur ne garde aucun fichier"),
        _PRE_CONTRACT,
        End.ERASED,
    ),
    Rule(
        "accounts",
        N_("Comptes des vendeurs et du siège, leurs agences, contrats et papiers"),
        N_("Depuis le départ de la personne"),
        _EMPLOYMENT,
        End.ERASED,
        "keep_no_longer",
        "accounts",
    ),
    Rule(
        "sessions",
        N_("Sessions : appareil, adresse réseau"),
        N_("Depuis la fin de la session"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        SESSIONS_KEPT,
    ),
    Rule(
        "tries",
        N_("Essais de connexion, en empreintes"),
        N_("Depuis l’essai"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        WINDOW,
    ),
    Rule(
        "invitations",
        N_("Invitations sans réponse"),
        N_("Depuis que le lien est mort"),
        _EMPLOYMENT,
        End.ERASED,
        "forget_sign_in_failures",
        INVITATIONS_KEPT,
    ),
    Rule(
        "invitation_lists",
        N_("Listes de personnes à inviter, scellées"),
        N_("Depuis que la liste a été déposée"),
        _EMPLOYMENT,
        End.ERASED,
        "forget_sign_in_failures",
        invitation_lists.KEPT,
    ),
    Rule(
        "second_factors",
        N_("Clés d’accès, applications et codes de secours"),
        N_("Jusqu’à ce que la personne les retire, ou parte"),
        _SECURITY,
        End.ERASED,
    ),
    Rule(
        "half_sessions",
        N_("Connexions à moitié faites, défis déjà relevés"),
        N_("Depuis le mot de passe"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        half_sessions.LIFETIME,
    ),
    Rule(
        "invitation_batches",
        N_("Nombre d’invitations envoyées par personne"),
        N_("Depuis l’envoi"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        invitation_quota.WINDOW,
    ),
    Rule(
        "impersonations",
        N_("Qui, au back-office, a regardé au nom de qui, et pourquoi"),
        N_("Depuis la visite ; le journal a son propre terme"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        impersonating.KEPT,
    ),
    Rule(
        "password_links",
        N_("Liens pour un nouveau mot de passe"),
        N_("Depuis la demande"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        forgotten.LIFETIME,
    ),
    Rule(
        "email_changes",
        N_("Changements d’adresse e-mail non confirmés"),
        N_("Depuis la demande"),
        _SECURITY,
        End.ERASED,
        "forget_sign_in_failures",
        email_change.LIFETIME,
    ),
    Rule(
        "tablets",
        N_("Tablettes révoquées qui se sont effacées"),
        N_("Depuis l’effacement ; une tablette qui n’a pas repris contact reste pour l’entendre"),
        _SECURITY,
        End.ERASED,
        "keep_no_longer",
        "tablets",
    ),
    Rule(
        "requests",
        N_("Demandes des personnes : numéro, nature, dates, réponse"),
        N_("Depuis la réponse ; le nom part avec elle"),
        _PROOF,
        End.ERASED,
        "keep_no_longer",
        "requests",
    ),
    Rule(
        "journal",
        N_("Journal des actes"),
        N_("Par mois entiers ; son sceau reste vérifiable"),
        _SECURITY,
        End.ERASED,
        "journal_retention",
        JOURNAL,
    ),
)
