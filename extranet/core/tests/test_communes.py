"""The communes of a postcode."""

import json

from extranet.core.assets import STATIC
from extranet.core.communes import communes_file


def _communes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((STATIC / "vendor" / "communes.json").read_text())
    return found


def test_a_postcode_names_its_communes_in_order() -> None:
    base = json.dumps(
        [
            {"codePostal": "01400", "nomCommune": "Sandrans", "codeCommune": "01393"},
            {"codePostal": "01400", "nomCommune": "L'Abergement-Clémenciat"},
            {"codePostal": "01400", "nomCommune": "Sandrans"},
        ]
    )
    assert json.loads(communes_file(base)) == {"01400": ["L’Abergement-Clémenciat", "Sandrans"]}


def test_an_arrondissement_is_its_city() -> None:
    found = _communes()
    assert found["75011"] == ["Paris"]
    assert found["69001"] == ["Lyon"]
    assert found["13008"] == ["Marseille"]


def test_every_postcode_of_the_country_is_there_overseas_too() -> None:
    found = _communes()
    assert len(found) > 6_000
    assert {"97400", "20000", "68000"} <= set(found)
    assert all(communes and all(communes) for communes in found.values())
    assert not [name for names in found.values() for name in names if "Arrondissement" in name]
