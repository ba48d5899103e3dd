"""What is known of agencies, people, their invitations, sessions and tablets."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Agency(Table, tablename="agency"):
    """A distributor, agency or team; `path` lists its ancestors and itself. A closed one stays:
    its sales name it."""

    id = UUID(primary_key=True, default=new_id)
    parent_id = UUID(null=True, default=None)
    kind = Text()
    name = Text()
    path = Array(base_column=UUID())
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)


class AgencyMove(Table, tablename="agency_move"):
    """Somebody who went from one agency to another: by whom, and how many sales they left there."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    from_id = UUID(default=None)
    to_id = UUID(default=None)
    sales = Integer()
    moved_by = UUID(default=None)
    moved_at = Timestamptz()


class Person(Table, tablename="person"):
    """Somebody with an account."""

    id = UUID(primary_key=True, default=new_id)
    email = Text(unique=True)
    first_name = Text()
    last_name = Text()
    phone = Text(default="")
    card_number = Text(default="")
    role = Text()
    agency_id = UUID(default=None)
    locale = Text(default="fr")
    active = Boolean(default=True)
    created_at = Timestamptz()
    suspended_at = Timestamptz(null=True, default=None)
    suspended_by = UUID(null=True, default=None)
    suspended_for = Text(default="")
    left_at = Timestamptz(null=True, default=None)
    erased_at = Timestamptz(null=True, default=None)
    role_given_at = Timestamptz(null=True, default=None)


class Following(Table, tablename="following"):
    """A referent follows an adviser, or did until `until`; `agency_id` is always the adviser's.
    `told_on` is when the referent was last written to about their sales."""

    id = UUID(primary_key=True, default=new_id)
    referent_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    since = Timestamptz()
    until = Timestamptz(null=True, default=None)
    named_by = UUID(default=None)
    told_on = Date(null=True, default=None)


class Credential(Table, tablename="credential"):
    """A person's argon2id password hash."""

    person_id = UUID(primary_key=True, default=None)
    password_hash = Text()
    changed_at = Timestamptz()


class Session(Table, tablename="session"):
    """A signed-in browser; the cookie holds the token, the row its SHA-256."""

    id = UUID(primary_key=True, default=new_id)
    token_digest = Bytea(unique=True)
    person_id = UUID(default=None)
    device = Text()
    address = Text()
    created_at = Timestamptz()
    seen_at = Timestamptz()
    expires_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
    tablet_id = UUID(null=True, default=None)
    ended_by_suspension = Boolean(default=False)


class Invitation(Table, tablename="invitation"):
    """Somebody invited into an agency; gone once accepted or withdrawn. The mail's link holds the
    token, the row its SHA-256, set when the mail, `message_id`, is written. Of nobody (the command
    line) is the first administrator's alone."""

    id = UUID(primary_key=True, default=new_id)
    email = Text()
    first_name = Text()
    last_name = Text()
    role = Text()
    agency_id = UUID(default=None)
    invited_by = UUID(null=True, default=None)
    token_digest = Bytea(null=True, default=None, unique=True)
    expires_at = Timestamptz()
    message_id = UUID(null=True, default=None)


class InvitationList(Table, tablename="invitation_list"):
    """People to invite, as somebody handed them in: sealed, for their reader, for two days."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    sealed = Bytea()
    read_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)


class InvitationBatch(Table, tablename="invitation_batch"):
    """How many invitations somebody had leave in one go; counts for a day."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    mails = Integer()
    at = Timestamptz()


class PasswordLink(Table, tablename="password_link"):
    """A link for a new password that was asked for; of nobody where there is no such account."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(null=True, default=None)
    token_digest = Bytea(null=True, default=None, unique=True)
    asked_at = Timestamptz()
    expires_at = Timestamptz()


class EmailChange(Table, tablename="email_change"):
    """The address a person wants instead of theirs, until it is confirmed from there; then, until
    it is told, the one they had."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    email = Text()
    former = Text(null=True, default=None)
    token_digest = Bytea(null=True, default=None, unique=True)
    expires_at = Timestamptz()


class Impersonation(Table, tablename="impersonation"):
    """Somebody of the back office who looked in a person's name, with the reason they gave; open
    on one session of theirs until it is ended."""

    id = UUID(primary_key=True, default=new_id)
    session_id = UUID(default=None)
    agent_id = UUID(default=None)
    agent_name = Text()
    person_id = UUID(default=None)
    reason = Text()
    begun_at = Timestamptz()
    until = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class Tablet(Table, tablename="tablet"):
    """A browser that keeps sales for one person; `agency_id` is always the person's."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    agency_id = UUID(default=None)
    name = Text()
    registered_at = Timestamptz()
    seen_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    revoked_by = UUID(null=True, default=None)
    wiped_at = Timestamptz(null=True, default=None)


class TabletKey(Table, tablename="tablet_key"):
    """What a tablet's store is encrypted with, sealed; shown to the tablet's person alone."""

    tablet_id = UUID(primary_key=True, default=None)
    person_id = UUID(default=None)
    data_key = Bytea()


class SellerContract(Table, tablename="seller_contract"):
    """What somebody sells under, as it was written; another replaces it, nothing changes it."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    agency_id = UUID(default=None)
    kind = Text()
    starts_on = Date()
    ends_on = Date(null=True, default=None)
    registry = Text(default="")
    siren = Text(default="")
    registered_until = Date(null=True, default=None)
    written_at = Timestamptz()
    written_by = UUID(null=True, default=None)


class SellerPaper(Table, tablename="seller_paper"):
    """A paper kept of a seller; the file lies encrypted in the store of documents."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    agency_id = UUID(default=None)
    kind = Text()
    media = Text()
    sha256 = Text()
    size = Integer()
    expires_on = Date(null=True, default=None)
    kept_at = Timestamptz()
    kept_by = UUID(null=True, default=None)


class SellerWarning(Table, tablename="seller_warning"):
    """That it was told, so many days before, that a contract, a registration or a paper ends."""

    subject_id = UUID(primary_key=True, default=None)
    matter = Text()
    ends_on = Date()
    days = Integer()
    told_at = Timestamptz()


class Departure(Table, tablename="departure"):
    """That somebody leaves, decided and then done; `leaves_on` is their last day."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    agency_id = UUID(default=None)
    successor_id = UUID(null=True, default=None)
    leaves_on = Date()
    wipes = Boolean()
    decided_by = UUID(default=None)
    decided_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)


class CountedTry(Table, tablename="counted_try"):
    """A try that counts (`extranet.people.throttle`), per account and per address."""

    id = UUID(primary_key=True, default=new_id)
    account_digest = Bytea()
    address_digest = Bytea()
    at = Timestamptz()
