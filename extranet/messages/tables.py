"""SMS and e-mail on their way."""

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Message(Table, tablename="message"):
    """An SMS or e-mail, about a sale or about somebody's account; recipient and text lie sealed
    until handed over."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(null=True, default=None)
    adviser_id = UUID(null=True, default=None)
    agency_id = UUID(null=True, default=None)
    channel = Text()
    kind = Text()
    masked_recipient = Text()
    sealed = Bytea(null=True, default=None)
    state = Text(default="waiting")
    provider = Text(default="")
    provider_reference = Text(default="")
    problem = Text(default="")
    attempts = Integer(default=0)
    claimed_until = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)


class InboxItem(Table, tablename="inbox_item"):
    """What the local providers received in place of phones and mailboxes."""

    id = UUID(primary_key=True, default=new_id)
    channel = Text()
    recipient = Text()
    subject = Text(default="")
    body = Text()
    received_at = Timestamptz()
