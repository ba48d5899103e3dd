"""What somebody proves themselves with besides a password, and what waits for it."""

from piccolo.columns import UUID, BigInt, Bytea, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Passkey(Table, tablename="passkey"):
    """A key pair on a device of its person, whose public half is kept here."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    credential_id = Bytea(unique=True)
    public_key = Bytea()
    sign_count = BigInt()
    name = Text()
    added_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class Authenticator(Table, tablename="authenticator"):
    """An application that shows codes; its secret lies sealed, bound to the person. One that was
    not confirmed is being set up."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    secret = Bytea()
    begun_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
    last_step = BigInt(default=0)


class RecoveryCode(Table, tablename="recovery_code"):
    """A code on paper that opens once, as a keyed digest."""

    id = UUID(primary_key=True, default=new_id)
    person_id = UUID(default=None)
    digest = Bytea()
    used_at = Timestamptz(null=True, default=None)


class HalfSession(Table, tablename="half_session"):
    """Somebody gave the right password and has to show a second factor; opens nothing."""

    id = UUID(primary_key=True, default=new_id)
    token_digest = Bytea(unique=True)
    person_id = UUID(default=None)
    begun_at = Timestamptz()
    expires_at = Timestamptz()


class UsedChallenge(Table, tablename="used_challenge"):
    """What a passkey has signed: it signs somebody in once."""

    digest = Bytea(primary_key=True)
    expires_at = Timestamptz()
