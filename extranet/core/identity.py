"""Who a transaction works as, in the words of PostgreSQL: the role, and what row security reads."""

from uuid import UUID

from extranet.core.access import Actor


def identity_of(actor: Actor) -> str:
    """The statements that take on `actor`'s identity, local to the transaction.

    Sent by the simple protocol together with BEGIN, hence no parameters: every value is a
    constant of `ActorKind` or `Role`, or a UUID.
    """
    values = {
        "app.person": _uuid(actor.person_id),
        "app.role": actor.role.value if actor.role else "",
        "app.agency": _uuid(actor.agency_id),
        "app.agencies": "{" + ",".join(_uuid(agency) for agency in actor.agencies) + "}",
        "app.sale": _uuid(actor.sale_id),
        "app.behind": _uuid(actor.behind.person_id if actor.behind else None),
    }
    settings = "; ".join(f"SET LOCAL {name} = '{value}'" for name, value in values.items())
    return f"SET LOCAL ROLE {actor.kind.database_role}; {settings}"


def _uuid(value: UUID | None) -> str:
    return "" if value is None else str(UUID(str(value)))
