"""People's requests about their data, and the sales that are held."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class PrivacyRequest(Table, tablename="privacy_request"):
    """Somebody asks what is known of them, or wants it erased; `sealed` (who they are) goes with
    the answer."""

    id = UUID(primary_key=True, default=new_id)
    number = Text(unique=True)
    wish = Text()
    subject = Text()
    channel = Text()
    received_on = Date()
    due_on = Date()
    identity = Text(default="")
    sales = Array(base_column=UUID())
    person_id = UUID(null=True, default=None)
    no_visit = Boolean(default=False)
    sealed = Bytea(null=True, default=None)
    state = Text(default="open")
    outcome = Text(default="")
    taken_by = UUID(default=None)
    answered_at = Timestamptz(null=True, default=None)


class SaleHold(Table, tablename="sale_hold"):
    """A sale that nobody erases while it lasts: a dispute, a claim, an authority's order."""

    sale_id = UUID(primary_key=True, default=None)
    reason = Text()
    held_by = UUID(default=None)
    since = Timestamptz()
