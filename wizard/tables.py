"""Sales, what tablets sent of them, and their signature."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    Bytea,
    Date,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from extranet.core.ids import new_id


class Sale(Table, tablename="sale"):
    """A sale, from the first step to the signature; amounts in cents, per month once spread."""

    id = UUID(primary_key=True, default=new_id)
    number = Text(unique=True)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    adviser = JSONB()
    seller = JSONB(null=True, default=None)
    journey = Text()
    journey_version = Integer()
    state = Text()
    step = Text()
    locale = Text(default="fr")
    customer_name = Text(default="")
    today_cents = Integer(default=0)
    month_cents = Integer(default=0)
    opened_at = Timestamptz()
    changed_at = Timestamptz()
    signed_at = Timestamptz(null=True, default=None)
    revision = Integer(default=1)
    erased_at = Timestamptz(null=True, default=None)


class Submission(Table, tablename="submission"):
    """One step as a tablet sent it, kept for ever in its order; secrets masked."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    step = Text()
    seq = BigInt()
    answers = JSONB()
    digest = Bytea()
    captured_at = Timestamptz()
    received_at = Timestamptz()


class SaleStep(Table, tablename="sale_step"):
    """The newest answers of one step, under the id of their submission; secrets sealed."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    step = Text()
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    answers = JSONB()
    seq = BigInt()
    captured_at = Timestamptz()


class RefusedAddress(Table, tablename="refused_address"):
    """An address where nobody is to sell at the door; `key` is how it is recognised."""

    id = UUID(primary_key=True, default=new_id)
    key = Text(unique=True)
    line1 = Text()
    postcode = Text()
    city = Text()
    source = Text()
    added_by = UUID(default=None)
    added_at = Timestamptz()
    until = Date()


class ErasedRefusal(Table, tablename="erased_refusal"):
    """A refused address that was erased: it is still refused, by its salted digest."""

    id = UUID(primary_key=True, default=new_id)
    salt = Text()
    digest = Text(unique=True)
    until = Date()


class DoubtfulTime(Table, tablename="doubtful_time"):
    """A submission whose time of capture is not to be believed: how far the clock was ahead."""

    submission_id = UUID(primary_key=True, default=None)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    off_seconds = BigInt()


class SaleLine(Table, tablename="sale_line"):
    """One line of the cart as priced by the server, with the terms it was sold on."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    position = Integer()
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    product_id = UUID(default=None)
    quantity = Integer()
    unit_price_cents = Integer()
    total_cents = Integer()
    code = Text()
    label_fr = Text()
    label_en = Text()
    description_fr = Text()
    description_en = Text()
    period = Text()
    nature = Text()
    exempt_39bis = Boolean()
    commitment_months = Integer()
    partner_code = Text()
    partner_name = Text()
    partner_legal = Text()
    partner_address = Text()
    partner_siret = Text()


class Handover(Table, tablename="handover"):
    """The pre-contract sheet given to the customer: when, how, which bytes."""

    sale_id = UUID(primary_key=True, default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    document_id = UUID(default=None)
    document_sha256 = Text()
    channel = Text()
    masked_destination = Text()
    handed_at = Timestamptz()


class Signature(Table, tablename="signature"):
    """What the customer signed and how."""

    sale_id = UUID(primary_key=True, default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    document_id = UUID(default=None)
    document_sha256 = Text()
    level = Text(default="SES")
    manner = Text()
    sealed_mark = Bytea()
    device_of = Text(default="adviser")
    drawn_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)


class SigningLink(Table, tablename="signing_link"):
    """The one link that opens a sale for signing on the customer's own phone, as its hash; what
    they said they read, as prints."""

    sale_id = UUID(primary_key=True, default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    token_digest = Bytea(unique=True)
    channel = Text()
    masked_destination = Text()
    sent_at = Timestamptz()
    expires_at = Timestamptz()
    opened_at = Timestamptz(null=True, default=None)
    read_at = Timestamptz(null=True, default=None)
    sheet_seen = Text(default="")
    contract_seen = Text(default="")


class SalePassOn(Table, tablename="sale_pass_on"):
    """That a sale came from another adviser; `adviser_id` is whose it is now, as everywhere."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    former_id = UUID(default=None)
    former_name = Text()
    passed_at = Timestamptz()


class ConfirmationCode(Table, tablename="confirmation_code"):
    """A code sent to the customer, bound to the hash of what they signed."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    code_digest = Bytea()
    document_sha256 = Text()
    channel = Text()
    masked_destination = Text()
    attempts = Integer(default=0)
    sent_at = Timestamptz()
    expires_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
