"""Made-up customers: names, addresses, telephones of the ranges kept for fiction, false accounts.

Drawn once into pools, then combined, so that a hundred thousand take seconds.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from faker import Faker
from schwifty import IBAN

from extranet.demo.company import PLACES

_POOL = 1_500
_BANKS = ("30004", "30003", "10278", "20041", "16958", "14410")


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody at whose door an adviser rang. `phone` is empty without a telephone."""

    civility: str
    first_name: str
    last_name: str
    birth_date: date
    line1: str
    line2: str
    postcode: str
    city: str
    phone_kind: str
    phone: str
    email: str
    iban: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


class Neighbourhood:
    """Everybody an adviser may meet, drawn from `dice`."""

    def __init__(self, dice: random.Random, seed: int) -> None:
        faker = Faker("fr_FR")
        faker.seed_instance(seed + 1)
        self._dice = dice
        self._women = [faker.first_name_female() for _ in range(_POOL // 3)]
        self._men = [faker.first_name_male() for _ in range(_POOL // 3)]
        self._last = [faker.last_name() for _ in range(_POOL)]
        self._streets = [faker.street_name() for _ in range(_POOL)]
        self._ibans = [self._iban() for _ in range(_POOL // 3)]

    def meet(self, region: str, day: date) -> Customer:
        """Return somebody of `region`, of age on `day`."""
        dice = self._dice
        woman = dice.random() < 0.55
        first = dice.choice(self._women if woman else self._men)
        last = dice.choice(self._last)
        place = dice.choice(PLACES[region])
        kind = dice.choices(("mobile", "landline", "none"), (88, 10, 2))[0]
        email = dice.random() < (0.7 if kind == "mobile" else 0.45)
        return Customer(
            civility="madame" if woman else "monsieur",
            first_name=first,
            last_name=last,
            birth_date=day - timedelta(days=dice.randint(19 * 366, 88 * 365)),
            line1=f"{dice.randint(1, 180)} {dice.choice(self._streets)}",
            line2=dice.choice(("", "", "", "2e étage", "Bâtiment B", "Appartement 14")),
            postcode=place.postcode,
            city=place.city,
            phone_kind=kind,
            phone=self._phone(kind),
            email=f"client{dice.randrange(10**7):07d}@exemple.example" if email else "",
            iban=dice.choice(self._ibans),
        )

    def _phone(self, kind: str) -> str:
        number = self._dice.randrange(10_000)
        return {"mobile": f"+3363998{number:04d}", "landline": f"+3319900{number:04d}"}.get(
            kind, ""
        )

    def _iban(self) -> str:
        account = f"{self._dice.randrange(10**11):011d}"
        branch = f"{self._dice.randrange(10**5):05d}"
        bank = self._dice.choice(_BANKS)
        return str(IBAN.generate("FR", bank_code=bank, account_code=account, branch_code=branch))
