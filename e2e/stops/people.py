"""Agencies, people, sellers’ contracts, departures."""

from e2e.stop import Stop

_ADVISER, _MANAGER = ("adviser",), ("manager",)
_DESK = ("back_office", "administrator")
_OVERSEERS = (*_DESK, "manager")
_PERSON = "/people/{person_id:uuid}"
_AGENCY = "/agencies/{agency_id:uuid}"
_SELLER = "/people/{person_id:uuid}/contract"
_MANY = "/people/invitations/file"
_LIST = "/people/invitations/lists/{list_id:uuid}"


PEOPLE = (
    Stop("agencies", "/agencies", _OVERSEERS, "/agencies"),
    Stop("agency", _AGENCY, _OVERSEERS, "/agencies/{agency}"),
    Stop(
        "agency-error",
        _AGENCY,
        ("back_office", "manager"),
        "/agencies/{agency}",
        press="form[action$='/open'] button[type=submit]",
    ),
    Stop("agency-move", f"{_AGENCY}/move", _OVERSEERS, "/agencies/{team}/move"),
    Stop(
        "agency-move-error",
        f"{_AGENCY}/move",
        _DESK[:1],
        "/agencies/{team}/move",
        press="form[action$='/move'] button[type=submit]",
    ),
    Stop("person-role", f"{_PERSON}/role", _OVERSEERS, "/people/{adviser}/role"),
    Stop(
        "person-role-error",
        f"{_PERSON}/role",
        _DESK[:1],
        "/people/{adviser}/role",
        press="form[action$='/role'] button[type=submit]",
    ),
    Stop("person-agency", f"{_PERSON}/agency", _OVERSEERS, "/people/{adviser}/agency"),
    Stop(
        "person-agency-error",
        f"{_PERSON}/agency",
        _DESK[:1],
        "/people/{adviser}/agency",
        press="form[action$='/agency'] button[type=submit]",
    ),
    Stop("person-referent", f"{_PERSON}/referent", _OVERSEERS, "/people/{adviser}/referent"),
    Stop("people", "/people", (*_DESK, "manager"), "/people"),
    Stop("people-none", "/people", _DESK[:1], "/people?role=auditor&state=suspended"),
    Stop("people-wrong", "/people", _DESK[:1], "/people?role=x", status=422),
    Stop("invite", "/people/invite", (*_DESK, "manager"), "/people/invite"),
    Stop(
        "invite-error",
        "/people/invite",
        ("back_office", "manager"),
        "/people/invite",
        press="form[action='/people/invite'] button[type=submit]",
    ),
    Stop("invite-many", _MANY, (*_DESK, "manager"), "/people/invitations/file"),
    Stop(
        "invite-many-error",
        _MANY,
        _DESK[:1],
        "/people/invitations/file",
        press="form[action='/people/invitations/file'] button[type=submit]",
    ),
    Stop("invite-list", _LIST, _MANAGER, "/people/invitations/lists/{list}"),
    Stop("invite-list-sent", _LIST, _MANAGER, "/people/invitations/lists/{list_sent}"),
    Stop("person", _PERSON, ("manager", *_DESK), "/people/{adviser}"),
    Stop("person-moved", _PERSON, _DESK[:1], "/people/{moved}"),
    Stop("impersonate", f"{_PERSON}/impersonate", _DESK, "/people/{adviser}/impersonate"),
    Stop(
        "impersonate-error",
        f"{_PERSON}/impersonate",
        _DESK[:1],
        "/people/{adviser}/impersonate",
        press="form[action$='/impersonate'] button[type=submit]",
    ),
    Stop("person-no-tablet", _PERSON, _DESK[:1], "/people/{boss}"),
    Stop(
        "person-revoking",
        _PERSON,
        _DESK[:1],
        "/people/{adviser}",
        press="[data-dialog-open^=revoke]",
    ),
    Stop("sellers", "/seller-contracts", ("manager", *_DESK), "/seller-contracts"),
    Stop(
        "sellers-none",
        "/seller-contracts",
        _DESK[:1],
        "/seller-contracts?standing=missing&kind=vdi",
    ),
    Stop("seller", _SELLER, ("manager", *_DESK), "/people/{adviser}/contract"),
    Stop("seller-ended", _SELLER, _DESK[:1], "/people/{ended_seller}/contract"),
    Stop(
        "seller-paper-error",
        _SELLER,
        _DESK[:1],
        "/people/{ended_seller}/contract",
        press="form[enctype] button[type=submit]",
    ),
    Stop("seller-new", f"{_SELLER}/new", ("manager", *_DESK), "/people/{adviser}/contract/new"),
    Stop(
        "seller-new-error",
        f"{_SELLER}/new",
        _DESK[:1],
        "/people/{ended_seller}/contract/new",
        press=".sellers__form button[type=submit]",
    ),
    Stop("own-contract", "/account/contract", _ADVISER, "/account/contract"),
    Stop("leaving", f"{_PERSON}/departure", ("manager", *_DESK), "/people/{adviser}/departure"),
    Stop(
        "leaving-error",
        f"{_PERSON}/departure",
        _DESK[:1],
        "/people/{adviser}/departure",
        press="form.form button[type=submit]",
    ),
    Stop("left", f"{_PERSON}/departure", _DESK, "/people/{left_seller}/departure"),
    Stop("left-person", _PERSON, _DESK[:1], "/people/{left_seller}"),
    Stop(
        "returning",
        f"{_PERSON}/return",
        ("back_office", "administrator", "manager"),
        "/people/{left_seller}/return",
    ),
)
