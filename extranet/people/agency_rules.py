"""What may hang below what, and who keeps it: the rules of the tree of agencies.

The database says the same (`may_hold`, `may_keep` in `people_0008_agencies`).
"""

from enum import StrEnum

from extranet.core.access import Actor, Permission


class AgencyKind(StrEnum):
    """What stands in the tree, from its top down."""

    DISTRIBUTOR = "distributor"
    AGENCY = "agency"
    TEAM = "team"


_BELOW: dict[AgencyKind, tuple[AgencyKind, ...]] = {
    AgencyKind.DISTRIBUTOR: (AgencyKind.AGENCY, AgencyKind.TEAM),
    AgencyKind.AGENCY: (AgencyKind.AGENCY, AgencyKind.TEAM),
    AgencyKind.TEAM: (AgencyKind.TEAM,),
}


def may_hold(kind: AgencyKind, below: AgencyKind) -> bool:
    """Whether something of `below` may hang right below something of `kind`: nothing holds what
    stands above it, and a distributor hangs below nothing."""
    return below in _BELOW[kind]


def may_keep(actor: Actor, kind: AgencyKind) -> bool:
    """Whether the actor may open, rename and close what is of `kind`, as far as they oversee it."""
    return actor.may(Permission.TEAM_KEEP if kind is AgencyKind.TEAM else Permission.AGENCY_KEEP)


def may_move(actor: Actor, kind: AgencyKind) -> bool:
    """Whether the actor may move what is of `kind`, with all it holds, within what they oversee."""
    return actor.may(Permission.TEAM_KEEP if kind is AgencyKind.TEAM else Permission.AGENCY_MOVE)


def opened_below(actor: Actor, kind: AgencyKind) -> list[AgencyKind]:
    """What the actor may open right below something of `kind`."""
    return [one for one in _BELOW[kind] if may_keep(actor, one)]
