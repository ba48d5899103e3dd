"""Lists of people to invite, for the pages that show them."""

from e2e.installation import Installation
from e2e.seller import visitor
from e2e.stop import ACCOUNTS

_FILE = """\
E-mail;Prénom;Nom;Rôle;Agence;Téléphone
noe.{list}@exemple.fr;Noé;Garnier;Conseiller;{agency};06 12 34 56 78
jade.{list}@exemple.fr;Jade;Marchand;;{agency};
lou@exemple;Lou;;Empereur;Brest;
"""


def hand_in_lists(installation: Installation) -> dict[str, str]:
    """A list to look over and one that was sent, of the manager: their ids."""
    manager = visitor(installation, ACCOUNTS["manager"])
    example = manager.get("/people/invitations/example.csv").content.decode("utf-8-sig")
    agency = example.splitlines()[1].split(";")[-1]
    paths = {}
    for name in ("list", "list_sent"):
        file = ("equipe.csv", _FILE.format(list=name, agency=agency).encode(), "text/csv")
        answer = manager.post("/people/invitations/file", files={"file": file})
        paths[name] = str(answer.headers["location"])
    manager.post(f"{paths['list_sent']}/send")
    manager.close()
    return {name: path.rpartition("/")[2] for name, path in paths.items()}
