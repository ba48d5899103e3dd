"""What is sold, by whom, for whom."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Seller(Table, tablename="seller"):
    """The distributor as a contract names it, with its mediator and SEPA creditor."""

    id = UUID(primary_key=True, default=new_id)
    agency_id = UUID(unique=True, default=None)
    name = Text()
    legal = Text()
    address = Text()
    siret = Text()
    vat_number = Text()
    phone = Text()
    email = Text()
    creditor_name = Text()
    creditor_id = Text()
    mediator_name = Text()
    mediator_address = Text()
    mediator_site = Text()


class Partner(Table, tablename="partner"):
    """A company whose products are sold."""

    id = UUID(primary_key=True, default=new_id)
    code = Text(unique=True)
    name = Text()
    legal = Text()
    address = Text()
    siret = Text()


class Product(Table, tablename="product"):
    """Something to put in the cart; prices in cents, only the back office sets `exempt_39bis`."""

    id = UUID(primary_key=True, default=new_id)
    code = Text(unique=True)
    partner_id = UUID(default=None)
    label_fr = Text()
    label_en = Text()
    description_fr = Text()
    description_en = Text()
    price_cents = Integer()
    period = Text()
    nature = Text()
    exempt_39bis = Boolean(default=False)
    max_quantity = Integer(default=9)
    commitment_months = Integer(default=0)
    active = Boolean(default=True)
    changed_at = Timestamptz()


class ProductPicture(Table, tablename="product_picture"):
    """What a product looks like: a small JPEG, known by the hash of its bytes."""

    product_id = UUID(primary_key=True)
    sha256 = Text()
    content = Bytea()
