"""Who may do what: roles, permissions, and the identity each act is done under.

`ROLES` is the one table. Guards, menus and the database identity all read it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """One PostgreSQL role each: `palier_<kind>`, with its own row-security policies."""

    ADVISER = "adviser"
    MANAGER = "manager"
    BACK_OFFICE = "backoffice"
    AUDITOR = "auditor"
    WORKER = "worker"
    CUSTOMER = "customer"
    VISITOR = "visitor"

    @property
    def database_role(self) -> str:
        """Name of the PostgreSQL role this kind of actor works under."""
        return f"palier_{self.value}"


class Role(StrEnum):
    """What a person is hired as."""

    ADVISER = "adviser"
    REFERENT = "referent"
    MANAGER = "manager"
    BACK_OFFICE = "back_office"
    BACK_OFFICE_LEAD = "back_office_lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What a role may do, named `subject:action`, alphabetised."""

    AGENCY_KEEP = "agency:keep"
    AGENCY_MOVE = "agency:move"
    CATALOGUE_KEEP = "catalogue:keep"
    CATALOGUE_READ = "catalogue:read"
    CONTRACT_LIST = "contract:list"
    CONTRACT_VALIDATE = "contract:validate"
    FOLLOWED_READ = "followed:read"
    JOURNAL_READ = "journal:read"
    OUTBOX_IMPORT = "outbox:import"
    PEOPLE_LIST = "people:list"
    PERSON_IMPERSONATE = "person:impersonate"
    PERSON_INVITE = "person:invite"
    PERSON_MOVE = "person:move"
    PERSON_SUSPEND = "person:suspend"
    PRIVACY_HANDLE = "privacy:handle"
    REFERENT_NAME = "referent:name"
    REFUSAL_KEEP = "refusal:keep"
    ROLE_GIVE = "role:give"
    SALE_LIST = "sale:list"
    SALE_SELL = "sale:sell"
    SECOND_FACTOR_RESET = "second_factor:reset"
    SELLER_KEEP = "seller:keep"
    TABLET_REVOKE = "tablet:revoke"
    TEAM_KEEP = "team:keep"


@dataclass(frozen=True, slots=True)
class RoleRights:
    """The actor kind a role works under, its permissions, and the roles it gives and takes away:
    to whom it invites, and to people it oversees. Never one above itself. In the name of people of
    those it `impersonates` it looks at what they see."""

    kind: ActorKind
    permissions: frozenset[Permission]
    gives: frozenset[Role] = frozenset()
    impersonates: frozenset[Role] = frozenset()


NEVER_BEHIND = frozenset({Permission.SALE_SELL})
"""What nobody does in another's name, not even by looking: a tablet's pages read its store, those
of a signature count as read."""


_SELLER = frozenset(
    {
        Permission.CATALOGUE_READ,
        Permission.SALE_LIST,
        Permission.SALE_SELL,
    }
)
_DESK = frozenset(
    {
        Permission.AGENCY_KEEP,
        Permission.CATALOGUE_KEEP,
        Permission.CATALOGUE_READ,
        Permission.CONTRACT_LIST,
        Permission.CONTRACT_VALIDATE,
        Permission.JOURNAL_READ,
        Permission.OUTBOX_IMPORT,
        Permission.PEOPLE_LIST,
        Permission.PERSON_IMPERSONATE,
        Permission.PERSON_INVITE,
        Permission.PERSON_MOVE,
        Permission.PERSON_SUSPEND,
        Permission.REFERENT_NAME,
        Permission.REFUSAL_KEEP,
        Permission.ROLE_GIVE,
        Permission.SALE_LIST,
        Permission.SECOND_FACTOR_RESET,
        Permission.SELLER_KEEP,
        Permission.TABLET_REVOKE,
        Permission.TEAM_KEEP,
    }
)
_LEAD = _DESK | frozenset(
    {
        Permission.AGENCY_MOVE,
        Permission.PRIVACY_HANDLE,
    }
)
_FIELD = frozenset({Role.ADVISER, Role.REFERENT})
_SUPPORTED = _FIELD | {Role.MANAGER}
_BELOW_THE_DESK = _FIELD | {Role.MANAGER, Role.AUDITOR}

ROLES: dict[Role, RoleRights] = {
    Role.ADVISER: RoleRights(ActorKind.ADVISER, _SELLER),
    Role.REFERENT: RoleRights(ActorKind.ADVISER, _SELLER | {Permission.FOLLOWED_READ}),
    Role.MANAGER: RoleRights(
        ActorKind.MANAGER,
        frozenset(
            {
                Permission.CATALOGUE_READ,
                Permission.CONTRACT_LIST,
                Permission.PEOPLE_LIST,
                Permission.PERSON_INVITE,
                Permission.PERSON_MOVE,
                Permission.PERSON_SUSPEND,
                Permission.REFERENT_NAME,
                Permission.REFUSAL_KEEP,
                Permission.ROLE_GIVE,
                Permission.SALE_LIST,
                Permission.SELLER_KEEP,
                Permission.TABLET_REVOKE,
                Permission.TEAM_KEEP,
            }
        ),
        gives=_FIELD,
    ),
    Role.BACK_OFFICE: RoleRights(
        ActorKind.BACK_OFFICE, _DESK, gives=_BELOW_THE_DESK, impersonates=_SUPPORTED
    ),
    Role.BACK_OFFICE_LEAD: RoleRights(
        ActorKind.BACK_OFFICE,
        _LEAD,
        gives=_BELOW_THE_DESK | {Role.BACK_OFFICE},
        impersonates=_SUPPORTED,
    ),
    Role.ADMINISTRATOR: RoleRights(
        ActorKind.BACK_OFFICE, _LEAD, gives=frozenset(Role), impersonates=_SUPPORTED
    ),
    Role.AUDITOR: RoleRights(ActorKind.AUDITOR, frozenset({Permission.JOURNAL_READ})),
}


NEED_SECOND_FACTOR: frozenset[Role] = frozenset(
    role for role, rights in ROLES.items() if Permission.SALE_SELL not in rights.permissions
)
"""The roles that need a second factor where the installation requires one: all that see the work of
others. To those who sell, at doors and without a network, it is offered."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act comes from: network address and browser, as the request said."""

    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody of the back office who acts in another's name, as the journal keeps them."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The identity a unit of work takes on.

    `agencies` are those a manager oversees, their own and all below; `sale_id` is the only
    sale a customer may see. `name` is the snapshot the journal keeps. `behind` is who acts in this
    actor's name: the journal keeps both.
    """

    kind: ActorKind
    name: str
    person_id: UUID | None = None
    role: Role | None = None
    agency_id: UUID | None = None
    agencies: tuple[UUID, ...] = ()
    sale_id: UUID | None = None
    locale: str = "fr"
    origin: Origin = field(default_factory=Origin)
    behind: Behind | None = None

    def may(self, permission: Permission) -> bool:
        """Whether this actor's role carries `permission`, in person where it has to be."""
        if self.role is None or (self.behind is not None and permission in NEVER_BEHIND):
            return False
        return permission in ROLES[self.role].permissions

    def may_give(self, role: Role) -> bool:
        """Whether this actor may invite somebody to be `role`, make them so or no longer so."""
        return self.role is not None and role in ROLES[self.role].gives

    def may_impersonate(self, role: Role) -> bool:
        """Whether this actor may look in the name of somebody who is `role`."""
        return self.role is not None and role in ROLES[self.role].impersonates


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person, as pages show them."""

    id: UUID
    session_id: UUID
    first_name: str
    last_name: str
    role: Role
    agency_name: str
    tablet_id: UUID | None
    """The tablet their session is open on: it is theirs, and not revoked."""

    @property
    def initials(self) -> str:
        """First letters of first and last name."""
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def known_as(self) -> str:
        """What a shared tablet calls this person while it is locked: « Claire D. »."""
        return f"{self.first_name} {self.last_name[:1].upper()}."


def visitor(origin: Origin) -> Actor:
    """The identity of somebody who has not signed in."""
    return Actor(kind=ActorKind.VISITOR, name="", origin=origin)


def worker(name: str) -> Actor:
    """The identity of a background job called `name`."""
    return Actor(kind=ActorKind.WORKER, name=name)


def customer(sale_id: UUID, origin: Origin) -> Actor:
    """The identity of the customer of one sale, come by their own link."""
    return Actor(kind=ActorKind.CUSTOMER, name="", sale_id=sale_id, origin=origin)
