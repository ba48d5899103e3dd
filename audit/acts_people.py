"""What people do with accounts, invitations, sessions and tablets, as sentences (`audit.acts`)."""

from audit.words import Pair

PEOPLE: dict[str, Pair] = {
    "session:open": ("{who} a ouvert une session {manner}", "{who} signed in {manner}"),
    "session:end": ("La session de {who} a pris fin", "The session of {who} ended"),
    "session:refuse": (
        "Une connexion a été refusée : adresse ou mot de passe faux, ou trop d’essais",
        "A sign-in was refused: wrong address or password, or too many tries",
    ),
    "access:refuse": (
        "{who} a demandé ce que son rôle ne permet pas : {page}",
        "{who} asked for what their role does not allow: {page}",
    ),
    "access:wait": (
        "{who} a essayé trop de fois et doit attendre : {page}",
        "{who} tried too many times and has to wait: {page}",
    ),
    "access:dead_link": (
        "Un lien qui n’ouvre rien, ou plus rien, a été essayé : {page}",
        "A link that opens nothing, or nothing any more, was tried: {page}",
    ),
    "access:await_factor": (
        "{who} doit d’abord installer un second facteur : {page}",
        "{who} has first to set up a second factor: {page}",
    ),
    "account:view": ("{who} a consulté son compte", "{who} looked at their account"),
    "impersonation:begin": (
        "{who} a commencé à regarder Palier au nom d’une autre personne",
        "{who} began to look at Palier in another person’s name",
    ),
    "impersonation:end": (
        "{who} a cessé de regarder Palier au nom d’une autre personne",
        "{who} ceased to look at Palier in another person’s name",
    ),
    "impersonation:lapse": (
        "Le temps donné pour regarder Palier au nom d’une personne est passé",
        "The time given to look at Palier in a person’s name is over",
    ),
    "invitation:make": (
        "{who} a invité une personne comme {role}",
        "{who} invited a person as {role}",
    ),
    "invitation:found": (
        "{who} a préparé, depuis la ligne de commande, l’invitation d’un administrateur",
        "{who} made the invitation of an administrator from the command line",
    ),
    "invitation:hand_in": (
        "{who} a déposé une liste de {lines} personnes à inviter, dont {refused} à corriger",
        "{who} handed in a list of {lines} people to invite, {refused} of them to be corrected",
    ),
    "invitation:look_over": (
        "{who} a relu une liste de personnes à inviter",
        "{who} looked over a list of people to invite",
    ),
    "invitation:download": (
        "{who} a téléchargé les lignes à corriger d’une liste de personnes à inviter",
        "{who} downloaded the lines to be corrected of a list of people to invite",
    ),
    "invitation:send_list": (
        "{who} a envoyé une liste d’invitations : {sent} invitées, {refused} refusées",
        "{who} sent a list of invitations: {sent} invited, {refused} refused",
    ),
    "invitation:send": (
        "{who} a envoyé le lien d’une invitation",
        "{who} sent the link of an invitation",
    ),
    "invitation:resend": (
        "{who} a renvoyé une invitation : l’ancien lien ne sert plus",
        "{who} sent an invitation again: the old link is dead",
    ),
    "invitation:withdraw": ("{who} a retiré une invitation", "{who} withdrew an invitation"),
    "invitation:open": (
        "Une personne invitée a ouvert son lien",
        "A person who is invited opened their link",
    ),
    "invitation:accept": (
        "Une personne invitée a accepté : son compte est ouvert, comme {role}",
        "A person who was invited accepted: their account is open, as {role}",
    ),
    "password:ask": (
        "Un nouveau mot de passe a été demandé pour une adresse",
        "A new password was asked for an address",
    ),
    "password:send": (
        "{who} a envoyé un lien pour un nouveau mot de passe",
        "{who} sent a link for a new password",
    ),
    "password:open": (
        "Le lien pour un nouveau mot de passe a été ouvert",
        "The link for a new password was opened",
    ),
    "password:set": (
        "Un nouveau mot de passe a été choisi par le lien reçu : {sessions} sessions fermées",
        "A new password was set by the link received: {sessions} sessions ended",
    ),
    "password:change": (
        "{who} a changé son mot de passe : {sessions} sessions fermées",
        "{who} changed their password: {sessions} sessions ended",
    ),
    "password:refuse": (
        "Le mot de passe demandé à {who} pour changer son compte était faux",
        "The password asked of {who} to change their account was wrong",
    ),
    "email:ask": (
        "{who} a demandé une autre adresse e-mail pour son compte",
        "{who} asked for another e-mail address for their account",
    ),
    "email:send": (
        "{who} a envoyé le lien qui confirme une adresse e-mail",
        "{who} sent the link that confirms an e-mail address",
    ),
    "email:give_up": (
        "{who} a gardé son adresse e-mail : le lien envoyé ne sert plus",
        "{who} kept their e-mail address: the link sent is dead",
    ),
    "email:open": (
        "Le lien qui confirme une adresse e-mail a été ouvert",
        "The link that confirms an e-mail address was opened",
    ),
    "email:change": (
        "L’adresse e-mail d’un compte a été remplacée par celle qui vient d’être confirmée",
        "The e-mail address of an account was replaced by the one just confirmed",
    ),
    "person:create": ("{who} a créé le compte d’une personne", "{who} created a person’s account"),
    "person:suspend": (
        "{who} a suspendu le compte d’une personne : {sessions} sessions fermées",
        "{who} suspended a person’s account: {sessions} sessions ended",
    ),
    "person:end_sessions": (
        "{who} a déconnecté une personne de tous ses appareils : {sessions} sessions fermées",
        "{who} signed a person out of all their devices: {sessions} sessions ended",
    ),
    "person:reinstate": (
        "{who} a rétabli le compte d’une personne",
        "{who} reinstated a person’s account",
    ),
    "person:stop": (
        "Le compte d’une personne a été suspendu : son contrat a pris fin, {sessions} sessions "
        "fermées",
        "The account of a person was suspended: their contract has ended, {sessions} sessions "
        "ended",
    ),
    "person:move": (
        "{who} a déplacé une personne de {former_agency} à {agency} : {sales_left} ventes restent "
        "à {former_agency}",
        "{who} moved a person from {former_agency} to {agency}: {sales_left} sales stay with "
        "{former_agency}",
    ),
    "role:give": (
        "{who} a changé le rôle d’une personne, de {former_role} à {role} : {sessions} sessions "
        "fermées",
        "{who} changed a person’s role from {former_role} to {role}: {sessions} sessions ended",
    ),
    "following:begin": (
        "{who} a confié le suivi d’un conseiller à un référent",
        "{who} gave an adviser a referent to follow them",
    ),
    "following:end": (
        "Le suivi d’un conseiller par son référent a pris fin ({who})",
        "The following of an adviser by their referent ended ({who})",
    ),
    "agency:list": (
        "{who} a consulté l’organisation",
        "{who} looked at the organisation",
    ),
    "agency:found": (
        "{who} a fondé {name} depuis la ligne de commande",
        "{who} founded {name} from the command line",
    ),
    "agency:open": (
        "{who} a ouvert {name}, rattachée à {below}",
        "{who} opened {name}, below {below}",
    ),
    "agency:rename": (
        "{who} a renommé {former_name} en {name}",
        "{who} renamed {former_name} to {name}",
    ),
    "agency:move": (
        "{who} a déplacé {name} sous {below}, avec {people} personnes et {agencies} agences ou "
        "équipes",
        "{who} moved {name} below {below}, with {people} people and {agencies} agencies or teams",
    ),
    "agency:close": (
        "{who} a fermé {name}, qui était vide",
        "{who} closed {name}, which was empty",
    ),
    "person:choose_language": ("{who} a changé de langue", "{who} changed language"),
    "person:view": (
        "{who} a consulté la fiche d’une personne",
        "{who} looked at the page of a person",
    ),
    "people:list": ("{who} a consulté l’annuaire", "{who} looked at the directory"),
    "departure:view": (
        "{who} a consulté le départ d’une personne",
        "{who} looked at the departure of a person",
    ),
    "departure:decide": (
        "{who} a enregistré le départ d’une personne, dernier jour le {leaves_on}",
        "{who} recorded the departure of a person, last day {leaves_on}",
    ),
    "departure:take_back": (
        "{who} a annulé le départ d’une personne, prévu le {leaves_on}",
        "{who} took back the departure of a person, decided for {leaves_on}",
    ),
    "departure:hand_over": (
        "{who} a confié les ventes en cours d’une personne partie",
        "{who} handed over what a person who left has under way",
    ),
    "person:leave": (
        "Une personne a quitté l’entreprise : {sessions} sessions fermées, {revoked} tablettes "
        "révoquées",
        "A person left: {sessions} sessions ended, {revoked} tablets revoked",
    ),
    "person:return": (
        "{who} a enregistré le retour d’une personne",
        "{who} recorded the return of a person",
    ),
    "seller:list": (
        "{who} a consulté les contrats des vendeurs",
        "{who} looked at the contracts of sellers",
    ),
    "seller:view": (
        "{who} a consulté le contrat d’un vendeur",
        "{who} looked at the contract of a seller",
    ),
    "seller:contract": (
        "{who} a enregistré le contrat d’un vendeur : {contract}, à partir du {starts_on}",
        "{who} wrote down the contract of a seller: {contract}, from {starts_on}",
    ),
    "seller:keep_paper": (
        "{who} a déposé un document d’un vendeur : {paper}",
        "{who} handed in a document of a seller: {paper}",
    ),
    "seller:open_paper": (
        "{who} a ouvert un document d’un vendeur",
        "{who} opened a document of a seller",
    ),
    "seller:remove_paper": (
        "{who} a retiré un document d’un vendeur : {paper}",
        "{who} took away a document of a seller: {paper}",
    ),
    "seller:warn": (
        "Une échéance d’un vendeur a été annoncée : {matter}, le {ends_on}",
        "An end of a seller was announced: {matter}, on {ends_on}",
    ),
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
    "tablet:refuse": (
        "Un envoi de {who} a été refusé : sa tablette est révoquée, ou n’est pas la sienne",
        "What {who} sent was refused: their tablet is revoked, or is not theirs",
    ),
    "tablet:wipe": (
        "Une tablette de {who}, révoquée, s’est effacée",
        "A revoked tablet of {who} wiped itself",
    ),
}
