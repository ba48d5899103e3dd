"""What is done to sales and to the list of addresses that refuse visits, as sentences
(`audit.acts`)."""

from audit.words import Pair

SALES: dict[str, Pair] = {
    # Sales
    "home:view": ("{who} a ouvert son accueil", "{who} opened their home page"),
    "sale:open": ("{who} a ouvert la vente {number}", "{who} opened sale {number}"),
    "sale:list": ("{who} a consulté la liste des ventes", "{who} looked at the list of sales"),
    "followed:view": (
        "{who} a consulté les ventes des conseillers suivis",
        "{who} looked at the sales of the advisers they follow",
    ),
    "followed:tell": (
        "{who} a écrit à un référent au sujet de ventes qui n’avancent plus",
        "{who} wrote to a referent about sales that do not go on",
    ),
    "sale:view": ("{who} a consulté la vente {number}", "{who} looked at sale {number}"),
    "sale:step": (
        "{who} a envoyé l’étape {step} de la vente {number}",
        "{who} sent the step {step} of sale {number}",
    ),
    "sale:refuse_step": (
        "L’étape {step} de la vente {number}, envoyée par {who}, n’a pas été enregistrée : "
        "{problem}",
        "The step {step} of sale {number}, sent by {who}, was not recorded: {problem}",
    ),
    "sale:doubt_time": (
        "{who} a saisi l’étape {step} de la vente {number} sur une tablette dont l’horloge "
        "{clock_off} : l’heure de saisie n’est pas sûre",
        "{who} entered the step {step} of sale {number} on a tablet whose clock {clock_off}: the "
        "time of entry is not certain",
    ),
    "sale:ready": (
        "{who} a terminé la saisie de la vente {number}, prête à signer",
        "{who} completed sale {number}, ready to sign",
    ),
    "sale:stall": (
        "{who} a mis la vente {number} en attente : un doute sur ce que comprend le client",
        "{who} put sale {number} on hold: a doubt about what the customer understands",
    ),
    "sale:give_up": (
        "{who} a abandonné la vente {number} sur sa tablette",
        "{who} gave sale {number} up on their tablet",
    ),
    "sale:drop": ("{who} a abandonné la vente {number}", "{who} dropped sale {number}"),
    "sale:pass_on": (
        "{who} a confié la vente {number} à quelqu’un d’autre",
        "{who} handed sale {number} to somebody else",
    ),
    "sale:resume": (
        "{who} a repris la vente {number} sur un appareil",
        "{who} resumed sale {number} on a device",
    ),
    "sale:reveal_secrets": (
        "{who} a rouvert les coordonnées bancaires de la vente {number}",
        "{who} reopened the bank details of sale {number}",
    ),
    "sale:forget_secret": (
        "{who} a effacé une réponse secrète de l’étape {step}, vente {number}",
        "{who} erased a secret answer of the step {step}, sale {number}",
    ),
    "sale:sign": (
        "{who} a conclu la vente {number} : signée et scellée",
        "{who} concluded sale {number}: signed and sealed",
    ),
    "sale:print": (
        "{who} a envoyé la vente {number} à l’impression",
        "{who} sent sale {number} to print",
    ),
    "sale:erase": (
        "{who} a effacé le client de la vente {number} : {why}",
        "{who} erased the customer of sale {number}: {why}",
    ),
    # Refusal list
    "refusal:list": (
        "{who} a consulté la liste des refus de visite",
        "{who} looked at the list of addresses that refuse visits",
    ),
    "refusal:carry": (
        "{who} a reçu la liste des refus de visite sur sa tablette",
        "{who} received the list of addresses that refuse visits on their tablet",
    ),
    "refusal:add": (
        "{who} a ajouté une adresse aux refus de visite",
        "{who} added an address to those that refuse visits",
    ),
    "refusal:remove": (
        "{who} a retiré une adresse des refus de visite : {why}",
        "{who} took an address off those that refuse visits: {why}",
    ),
    "refusal:lapse": (
        "Un refus de visite est arrivé à son terme : l’adresse a été effacée",
        "A refusal of visits came to its end: the address was erased",
    ),
    "refusal:erase": (
        "{who} a effacé une adresse des refus de visite : son empreinte la refuse toujours",
        "{who} erased an address among those that refuse visits: its digest still refuses it",
    ),
    "refusal:meet": (
        "La vente {number} de {who} a été arrêtée : l’adresse refuse les visites",
        "Sale {number} of {who} was stopped: the address refuses visits",
    ),
    "outbox:refuse": (
        "Un envoi de {who} a été refusé : il vient de ce qu’une autre personne a saisi sur la "
        "tablette",
        "What {who} sent was refused: somebody else typed it on the tablet",
    ),
    "outbox:refuse_file": (
        "Un fichier de secours déposé par {who} a été refusé",
        "A rescue file handed in by {who} was refused",
    ),
    "outbox:import": (
        "{who} a repris un fichier de secours : {stored} étapes enregistrées, "
        "{already_stored} déjà connues, {needs_attention} à reprendre",
        "{who} took a rescue file in: {stored} steps stored, {already_stored} known already, "
        "{needs_attention} to see to",
    ),
}
