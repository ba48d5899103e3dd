"""Papers the tests start from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from extranet.documents.papers import (
    Address,
    Adviser,
    Circumstance,
    Consent,
    Customer,
    Handover,
    Line,
    Links,
    Mandate,
    Mediator,
    Method,
    Nature,
    Paper,
    Partner,
    Payment,
    Period,
    Seller,
    Signature,
    Withdrawal,
)

SIGNED = datetime(2026, 11, 3, 16, 42, tzinfo=UTC)
STROKES = "M40 120 C60 20 90 20 90 90 S120 160 140 80 S170 40 190 100 L420 60"

SELLER = Seller(
    name="Kiosque & Cie",
    legal_form="SAS",
    capital="120 000 €",
    address=Address(("12, rue des Archives",), "69003", "Lyon"),
    registration="RCS Lyon 812 345 678",
    siret="812 345 678 00017",
    vat_number="FR12812345678",
    phone="04 72 00 00 00",
    email="bonjour@kiosque.example",
)
COURRIER = Partner(
    "Le Courrier du Rhône", Address(("3, quai Saint-Antoine",), "69002", "Lyon"), "40123456700021"
)
DAILY = Line(
    label="Le Courrier, 7 jours sur 7",
    partner="Le Courrier du Rhône",
    quantity=1,
    unit_price_cents=2690,
    total_cents=2690,
    period=Period.MONTH,
    nature=Nature.REGULAR_DELIVERY,
    exempt_39bis=True,
    description="Portage à domicile avant 7 h 30",
    delivery="à partir du 23 novembre 2026",
)
FIBRE = Line(
    label="Fibre 2 Gb/s",
    partner="Fibre Alpine",
    quantity=1,
    unit_price_cents=2999,
    total_cents=2499,
    period=Period.MONTH,
    nature=Nature.SERVICE,
    commitment_months=12,
    note="Offre de bienvenue : −5,00 € par mois",
)
READER = Line(
    label="Liseuse 6 pouces",
    partner="Le Courrier du Rhône",
    quantity=2,
    unit_price_cents=8900,
    total_cents=17800,
    period=Period.ONCE,
    nature=Nature.GOODS,
)
MANDATE = Mandate("KC-2026-417-1", "FR12ZZZ123456", COURRIER.name, COURRIER.address)
MANDATED = Payment(Method.DIRECT_DEBIT, iban_masked="FR76 •••• •••• 123", mandate=MANDATE)

DOOR_SALE = Paper(
    reference="2026-000417",
    made_at=SIGNED,
    place="Villeurbanne",
    circumstance=Circumstance.OFF_PREMISES,
    seller=SELLER,
    adviser=Adviser("Inès Lefèvre", "69-2026-0142"),
    partners=(COURRIER,),
    mediator=Mediator(
        "Médiation CM2C",
        Address(("49, rue de Ponthieu",), "75008", "Paris"),
        "https://cm2c.example",
    ),
    customer=Customer(
        civility="Mme",
        first_name="Éloïse",
        last_name="Garçon-Nuñez",
        address=Address(("27, cours Émile-Zola", "Bât. B"), "69100", "Villeurbanne"),
        phone="06 12 34 56 78",
        email="eloise@example.fr",
        birth_date=date(1984, 5, 1),
    ),
    lines=(DAILY, FIBRE, READER),
    payment=Payment(Method.DIRECT_DEBIT),
    withdrawal=Withdrawal("retractation@kiosque.example", SELLER.address),
    links=Links(
        documents="https://kiosque.example/d/7Hq2mZ",
        withdrawal="https://kiosque.example/retractation",
        termination="https://kiosque.example/resiliation",
    ),
    consents=(
        Consent("durable_copy", "J’accepte une copie électronique.", "2", True, SIGNED),
        Consent("call", "J’accepte d’être appelée.", "3", False, SIGNED),
    ),
    handover=Handover(SIGNED - timedelta(minutes=20), "sms", "06 •• •• •• 78"),
    signature=Signature(SIGNED + timedelta(minutes=6), STROKES, 460, 180),
    copy_medium="electronic",
)
"""Three kinds of lines at the door, one of them not exempt: no payment for seven days."""

SERVICE_SALE = replace(DOOR_SALE, lines=(FIBRE,), consents=(), copy_medium="paper")
PRESS_SALE = replace(DOOR_SALE, lines=(DAILY,), payment=MANDATED)
"""Only an exempt daily: the mandate may be signed at the door."""
