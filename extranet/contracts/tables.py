"""Contracts and the acts that moved them."""

from piccolo.columns import UUID, Array, Integer, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Contract(Table, tablename="contract"):
    """A signed sale in the hands of the back office.

    `customer_name` has the family name first; `customer_sort` is made of it by the database.
    """

    id = UUID(primary_key=True, default=new_id)
    number = Text(unique=True)
    sale_id = UUID(unique=True, default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    state = Text()
    customer_name = Text()
    customer_sort = Text(null=True)
    customer_city = Text()
    search = Array(base_column=Text())
    adviser_name = Text()
    agency_name = Text()
    partner_names = Text()
    signature_level = Text()
    today_cents = Integer()
    month_cents = Integer()
    signed_at = Timestamptz()
    changed_at = Timestamptz()
    first_delivery_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class ContractMove(Table, tablename="contract_move"):
    """One change of state of a contract; `by_id` is null where no person made it."""

    id = UUID(primary_key=True, default=new_id)
    contract_id = UUID(default=None)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    from_state = Text(default="")
    to_state = Text()
    by_id = UUID(null=True, default=None)
    by_name = Text()
    reason = Text(default="")
    at = Timestamptz()
