"""Who may see which rows of every table: the one statement of it that the tests hold the
database to."""

from collections.abc import Callable, Mapping
from typing import Any

from extranet.core.access import Actor, ActorKind

Row = Mapping[str, Any]
Rule = Callable[[Actor, Row], bool]

# Kept by the libraries that made them; no row of them belongs to a person.
TOOLS = ("migration", "pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
# What a customer's own link opens of their sale.
_OF_THE_CUSTOMER = frozenset(
    {
        "sale",
        "sale_step",
        "sale_line",
        "handover",
        "signature",
        "document",
        "document_link",
        "submission",
        "confirmation_code",
        "signing_link",
        "print_job",
        "message",
        "contract",
    }
)


def of_a_sale(table: str) -> Rule:
    """The rule of tables that hang on a sale: an adviser's own, a manager's agencies, all for the
    back office, a customer's own sale, and nothing for others. A message about no sale is the back
    office's alone."""

    def rule(actor: Actor, row: Row) -> bool:
        if actor.kind is ActorKind.ADVISER:
            return bool(row["adviser_id"] == actor.person_id)
        if actor.kind is ActorKind.MANAGER:
            return row["agency_id"] in actor.agencies
        if actor.kind is ActorKind.CUSTOMER:
            sale = row["id"] if table == "sale" else row["sale_id"]
            return table in _OF_THE_CUSTOMER and sale == actor.sale_id
        if actor.kind is ActorKind.VISITOR:
            return table in ("document_link", "signing_link")
        return actor.kind is ActorKind.BACK_OFFICE

    return rule


def only(*kinds: ActorKind) -> Rule:
    """Every row for `kinds`, none for others."""
    return lambda actor, row: actor.kind in kinds


def _agency(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.MANAGER:
        return row["id"] in actor.agencies
    if actor.kind in (ActorKind.ADVISER, ActorKind.CUSTOMER):
        return bool(row["id"] == actor.agency_id)
    return actor.kind in (ActorKind.BACK_OFFICE, ActorKind.VISITOR)


def _person(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.MANAGER and row["agency_id"] in actor.agencies:
        return True
    if actor.kind in (ActorKind.BACK_OFFICE, ActorKind.VISITOR):
        return True
    return bool(row["id"] == actor.person_id)


def _session(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.CUSTOMER:
        return False
    return actor.kind is ActorKind.VISITOR or row["person_id"] == actor.person_id


def _tablet(actor: Actor, row: Row) -> bool:
    if actor.kind in (ActorKind.BACK_OFFICE, ActorKind.VISITOR):
        return True
    if actor.kind is ActorKind.MANAGER and row["agency_id"] in actor.agencies:
        return True
    return _of_oneself(actor, row)


def _of_oneself(actor: Actor, row: Row) -> bool:
    return actor.kind is not ActorKind.CUSTOMER and bool(row["person_id"] == actor.person_id)


def _invitation(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.MANAGER:
        return row["agency_id"] in actor.agencies
    return actor.kind is ActorKind.BACK_OFFICE


def _own_invitations(actor: Actor, row: Row) -> bool:
    inviters = (ActorKind.MANAGER, ActorKind.BACK_OFFICE)
    return actor.kind in inviters and bool(row["person_id"] == actor.person_id)


def _of_a_seller(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.BACK_OFFICE:
        return True
    if actor.kind is ActorKind.MANAGER and row["agency_id"] in actor.agencies:
        return True
    return _of_oneself(actor, row)


def _agency_move(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.MANAGER:
        return bool({row["from_id"], row["to_id"]} & set(actor.agencies))
    return actor.kind is ActorKind.BACK_OFFICE


def _impersonation(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.CUSTOMER:
        return False
    seen = actor.person_id in (row["person_id"], row["agent_id"])
    return seen or actor.kind is ActorKind.VISITOR


def _following(actor: Actor, row: Row) -> bool:
    if actor.kind is ActorKind.MANAGER:
        return row["agency_id"] in actor.agencies
    if actor.kind is ActorKind.ADVISER:
        return actor.person_id in (row["referent_id"], row["adviser_id"])
    return actor.kind is ActorKind.BACK_OFFICE


def _piece(actor: Actor, row: Row) -> bool:
    return actor.kind is ActorKind.ADVISER and bool(row["person_id"] == actor.person_id)


_READERS = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.CUSTOMER, ActorKind.BACK_OFFICE)

OTHERS: dict[str, Rule] = {
    "agency": _agency,
    "agency_move": _agency_move,
    "person": _person,
    "session": _session,
    "tablet": _tablet,
    "tablet_key": _of_oneself,
    "credential": only(ActorKind.VISITOR),
    "impersonation": _impersonation,
    "following": _following,
    "invitation": _invitation,
    "invitation_list": _own_invitations,
    "invitation_batch": _own_invitations,
    "password_link": only(),
    "email_change": _of_oneself,
    "counted_try": only(ActorKind.VISITOR),
    "passkey": _of_oneself,
    "authenticator": _of_oneself,
    "recovery_code": _of_oneself,
    "half_session": only(),
    "used_challenge": only(),
    "departure": _invitation,
    "seller_contract": _of_a_seller,
    "seller_paper": _of_a_seller,
    "seller_warning": only(),
    "photo_piece": _piece,
    "seller": only(*_READERS),
    "partner": only(*_READERS),
    "product": only(*_READERS),
    "product_picture": only(ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.BACK_OFFICE),
    "erased_refusal": only(ActorKind.BACK_OFFICE),
    "privacy_request": only(ActorKind.BACK_OFFICE),
    "sale_hold": only(ActorKind.BACK_OFFICE),
    "refused_address": only(ActorKind.BACK_OFFICE, ActorKind.MANAGER),
    "inbox_item": only(ActorKind.VISITOR),
    "entry": only(ActorKind.BACK_OFFICE, ActorKind.AUDITOR),
    "entry_details": only(ActorKind.BACK_OFFICE, ActorKind.AUDITOR),
    "leaf": only(ActorKind.BACK_OFFICE, ActorKind.AUDITOR),
    "subtree": only(ActorKind.BACK_OFFICE, ActorKind.AUDITOR),
    "checkpoint": only(ActorKind.BACK_OFFICE, ActorKind.AUDITOR),
    "awaited_number": only(ActorKind.BACK_OFFICE, ActorKind.AUDITOR),
}
"""The tables that hang on no sale, whatever their columns are called."""
