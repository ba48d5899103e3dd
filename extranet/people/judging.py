"""Whom of a file one may invite, line by line; and of each other line, why not.

Of accounts and invitations that the actor does not see nothing is said, as in
`extranet.people.invitations`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import UnitOfWork
from extranet.core.i18n import N_
from extranet.people.emails import NotAnAddress, account_email
from extranet.people.invitation_sheet import Line
from extranet.people.invitations import Newcomer
from extranet.people.naming import AgencyNames, NamedAgency, NotAName, person_name, role_called

_LONGEST_SAID = 60


class Fault(StrEnum):
    """Why a line invites nobody."""

    SURPLUS = "surplus"
    EMAIL = "email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ROLE_UNKNOWN = "role_unknown"
    ROLE_NOT_GIVEN = "role_not_given"
    AGENCY_MISSING = "agency_missing"
    AGENCY_UNKNOWN = "agency_unknown"
    AGENCY_AMBIGUOUS = "agency_ambiguous"
    TWICE = "twice"
    HERE = "here"
    INVITED = "invited"


SENTENCES = {
    Fault.SURPLUS: N_(
        "La ligne a plus de cellules que de colonnes. Mettez entre guillemets ce qui contient le "
        "séparateur."
    ),
    Fault.EMAIL: N_("Écrivez une adresse e-mail complète, comme prenom.nom@exemple.fr."),
    Fault.FIRST_NAME: N_("Écrivez son prénom, en 60 caractères au plus."),
    Fault.LAST_NAME: N_("Écrivez son nom, en 60 caractères au plus."),
    Fault.ROLE_UNKNOWN: N_(
        "Aucun rôle ne s’appelle « %(value)s ». Écrivez par exemple : %(also)s."
    ),
    Fault.ROLE_NOT_GIVEN: N_(
        "Vous ne pouvez pas inviter comme « %(value)s ». Écrivez par exemple : %(also)s."
    ),
    Fault.AGENCY_MISSING: N_("Écrivez le nom de son agence."),
    Fault.AGENCY_UNKNOWN: N_(
        "Vous n’avez pas d’agence « %(value)s ». Copiez son nom depuis la page Équipe."
    ),
    Fault.AGENCY_AMBIGUOUS: N_(
        "Plusieurs agences s’appellent « %(value)s ». Écrivez aussi celle du dessus, comme : "
        "%(also)s."
    ),
    Fault.TWICE: N_("Cette adresse est déjà à la ligne %(value)s. Gardez une des deux lignes."),
    Fault.HERE: N_("Cette personne a déjà un compte. Retirez la ligne."),
    Fault.INVITED: N_(
        "Cette adresse est déjà invitée dans cette agence. Renvoyez l’invitation depuis la page "
        "Équipe."
    ),
}
"""What is wrong and what to do. `value` is what was written, `also` what could be."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A fault, with what fills its sentence; `also` of a role's is a role to write instead."""

    fault: Fault
    value: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what becomes of it: somebody to invite, or the reasons why not.

    `role` and `agency_id` are those the line means, where it means any.
    """

    line: Line
    role: Role | None
    agency_id: UUID | None
    agency: str
    reasons: tuple[Reason, ...]

    @property
    def good(self) -> bool:
        """Whether it invites somebody."""
        return not self.reasons

    def newcomer(self) -> Newcomer:
        """Whom a good line invites."""
        if self.reasons or self.role is None or self.agency_id is None:
            raise ValueError("this line invites nobody")
        line = self.line
        return Newcomer(
            account_email(line.email),
            person_name(line.first_name),
            person_name(line.last_name),
            self.role,
            self.agency_id,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What an actor sees of what lines are about: agencies, and addresses that are taken."""

    agencies: AgencyNames
    here: frozenset[str]
    invited: frozenset[tuple[UUID, str]]


# An agency above what the actor sees has no name for them.
_KNOWN = """
    SELECT
        (SELECT coalesce(json_agg(json_build_object('id', a.id, 'names', ARRAY(
                SELECT b.name FROM unnest(a.path) WITH ORDINALITY AS up (id, rank)
                JOIN agency b ON b.id = up.id ORDER BY up.rank)) ORDER BY a.name, a.id), '[]')
            FROM agency a WHERE a.closed_at IS NULL) AS agencies,
        ARRAY(SELECT p.email FROM person p WHERE p.email = ANY($1)) AS here,
        (SELECT coalesce(json_agg(json_build_array(i.agency_id, i.email)), '[]')
            FROM invitation i WHERE i.email = ANY($1)) AS invited
"""


async def judge_lines(work: UnitOfWork, lines: Iterable[Line]) -> list[Judged]:
    """Judge `lines` by what the actor sees and may give now."""
    lines = list(lines)
    emails = [email for email in map(_email, lines) if email]
    row = await work.one_or_404(_KNOWN, emails)
    known = Known(
        AgencyNames(
            NamedAgency(UUID(one["id"]), tuple(one["names"])) for one in json.loads(row["agencies"])
        ),
        frozenset(row["here"]),
        frozenset((UUID(agency), email) for agency, email in json.loads(row["invited"])),
    )
    return judge(work.actor, lines, known)


def judge(actor: Actor, lines: Iterable[Line], known: Known) -> list[Judged]:
    """What becomes of each line. Of two good ones with one address the first invites."""
    judged: list[Judged] = []
    taken: dict[str, int] = {}
    for line in lines:
        email = _email(line)
        role, role_reasons = _role(actor, line.role)
        agency, agency_reasons = _agency(line.agency, known.agencies)
        reasons = [*_person(line, email), *role_reasons, *agency_reasons]
        if email in known.here:
            reasons.append(Reason(Fault.HERE))
        elif agency is not None and (agency.id, email) in known.invited:
            reasons.append(Reason(Fault.INVITED))
        elif email in taken:
            reasons.append(Reason(Fault.TWICE, str(taken[email])))
        if not reasons:
            taken[email] = line.number
        agency_id, agency_name = (agency.id, agency.name) if agency else (None, line.agency)
        judged.append(Judged(line, role, agency_id, agency_name, tuple(reasons)))
    return judged


def _email(line: Line) -> str:
    """The address as accounts are kept; nothing where it is none."""
    try:
        return account_email(line.email)
    except NotAnAddress:
        return ""


def _person(line: Line, email: str) -> Iterable[Reason]:
    if line.surplus:
        yield Reason(Fault.SURPLUS)
    if not email:
        yield Reason(Fault.EMAIL)
    for name, fault in ((line.first_name, Fault.FIRST_NAME), (line.last_name, Fault.LAST_NAME)):
        try:
            person_name(name)
        except NotAName:
            yield Reason(fault)


def _role(actor: Actor, text: str) -> tuple[Role | None, list[Reason]]:
    """An adviser where no role is written, as in the form for one person."""
    role = role_called(text) if text else Role.ADVISER
    if role is None:
        return None, [Reason(Fault.ROLE_UNKNOWN, _cut(text), _given(actor))]
    if not actor.may_give(role):
        return role, [Reason(Fault.ROLE_NOT_GIVEN, text or role.value, _given(actor))]
    return role, []


def _given(actor: Actor) -> str:
    return next((role.value for role in Role if actor.may_give(role)), "")


def _agency(text: str, agencies: AgencyNames) -> tuple[NamedAgency | None, list[Reason]]:
    """The only agency there is where none is written."""
    if not text:
        if len(agencies.all) == 1:
            return agencies.all[0], []
        return None, [Reason(Fault.AGENCY_MISSING)]
    found = agencies.called(text)
    if not found:
        return None, [Reason(Fault.AGENCY_UNKNOWN, _cut(text))]
    if len(found) > 1:
        return None, [Reason(Fault.AGENCY_AMBIGUOUS, _cut(text), found[0].place)]
    return found[0], []


def _cut(text: str) -> str:
    """A cell as a sentence holds it."""
    return text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…"
