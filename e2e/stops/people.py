"""Agencies, people, sellers’ contracts, departures."""

from e2e.stop import ADVISER, BACK_OFFICE, MANAGER, Stop

_OVERSEERS = (*BACK_OFFICE, "manager")
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
        BACK_OFFICE[:1],
        "/agencies/{team}/move",
        press="form[action$='/move'] button[type=submit]",
    ),
    Stop("person-role", f"{_PERSON}/role", _OVERSEERS, "/people/{adviser}/role"),
    Stop(
        "person-role-error",
        f"{_PERSON}/role",
        BACK_OFFICE[:1],
        "/people/{adviser}/role",
        press="form[action$='/role'] button[type=submit]",
    ),
    Stop("person-agency", f"{_PERSON}/agency", _OVERSEERS, "/people/{adviser}/agency"),
    Stop(
        "person-agency-error",
        f"{_PERSON}/agency",
        BACK_OFFICE[:1],
        "/people/{adviser}/agency",
        press="form[action$='/agency'] button[type=submit]",
    ),
    Stop("person-referent", f"{_PERSON}/referent", _OVERSEERS, "/people/{adviser}/referent"),
    Stop("people", "/people", (*BACK_OFFICE, "manager"), "/people"),
    Stop("people-none", "/people", BACK_OFFICE[:1], "/people?role=auditor&state=suspended"),
    Stop("people-wrong", "/people", BACK_OFFICE[:1], "/people?role=x", status=422),
    Stop("invite", "/people/invite", (*BACK_OFFICE, "manager"), "/people/invite"),
    Stop(
        "invite-error",
        "/people/invite",
        ("back_office", "manager"),
        "/people/invite",
        press="form[action='/people/invite'] button[type=submit]",
    ),
    Stop("invite-many", _MANY, (*BACK_OFFICE, "manager"), "/people/invitations/file"),
    Stop(
        "invite-many-error",
        _MANY,
        BACK_OFFICE[:1],
        "/people/invitations/file",
        press="form[action='/people/invitations/file'] button[type=submit]",
    ),
    Stop("invite-list", _LIST, MANAGER, "/people/invitations/lists/{list}"),
    Stop("invite-list-sent", _LIST, MANAGER, "/people/invitations/lists/{list_sent}"),
    Stop("person", _PERSON, ("manager", *BACK_OFFICE), "/people/{adviser}"),
    Stop("person-moved", _PERSON, BACK_OFFICE[:1], "/people/{moved}"),
    Stop("impersonate", f"{_PERSON}/impersonate", BACK_OFFICE, "/people/{adviser}/impersonate"),
    Stop(
        "impersonate-error",
        f"{_PERSON}/impersonate",
        BACK_OFFICE[:1],
        "/people/{adviser}/impersonate",
        press="form[action$='/impersonate'] button[type=submit]",
    ),
    Stop("person-no-tablet", _PERSON, BACK_OFFICE[:1], "/people/{boss}"),
    Stop(
        "person-revoking",
        _PERSON,
        BACK_OFFICE[:1],
        "/people/{adviser}",
        press="[data-dialog-open^=revoke]",
    ),
    Stop("sellers", "/seller-contracts", ("manager", *BACK_OFFICE), "/seller-contracts"),
    Stop(
        "sellers-none",
        "/seller-contracts",
        BACK_OFFICE[:1],
        "/seller-contracts?standing=missing&kind=vdi",
    ),
    Stop("seller", _SELLER, ("manager", *BACK_OFFICE), "/people/{adviser}/contract"),
    Stop("seller-ended", _SELLER, BACK_OFFICE[:1], "/people/{ended_seller}/contract"),
    Stop(
        "seller-paper-error",
        _SELLER,
        BACK_OFFICE[:1],
        "/people/{ended_seller}/contract",
        press="form[enctype] button[type=submit]",
    ),
    Stop(
        "seller-new", f"{_SELLER}/new", ("manager", *BACK_OFFICE), "/people/{adviser}/contract/new"
    ),
    Stop(
        "seller-new-error",
        f"{_SELLER}/new",
        BACK_OFFICE[:1],
        "/people/{ended_seller}/contract/new",
        press=".sellers__form button[type=submit]",
    ),
    Stop("own-contract", "/account/contract", ADVISER, "/account/contract"),
    Stop(
        "leaving", f"{_PERSON}/departure", ("manager", *BACK_OFFICE), "/people/{adviser}/departure"
    ),
    Stop(
        "leaving-error",
        f"{_PERSON}/departure",
        BACK_OFFICE[:1],
        "/people/{adviser}/departure",
        press="form.form button[type=submit]",
    ),
    Stop("left", f"{_PERSON}/departure", BACK_OFFICE, "/people/{left_seller}/departure"),
    Stop("left-person", _PERSON, BACK_OFFICE[:1], "/people/{left_seller}"),
    Stop(
        "returning",
        f"{_PERSON}/return",
        ("back_office", "administrator", "manager"),
        "/people/{left_seller}/return",
    ),
)
