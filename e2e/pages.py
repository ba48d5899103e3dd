"""Every page of the product, as every role meets it, and what is no page."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from extranet.demo.company import PASSWORD

# As patient as the contexts of conftest: a busy machine is no fault of a page.
expect.set_options(timeout=15_000)

ACCOUNTS = {
    "visitor": "",
    "adviser": "conseiller@palier.example",
    "referent": "referent@palier.example",
    "manager": "manager@palier.example",
    "back_office": "backoffice@palier.example",
    "lead": "responsable@palier.example",
    "administrator": "admin@palier.example",
    "auditor": "auditeur@palier.example",
}

PROTECTED = "solange.roy@exemple.fr"
"""Somebody with a second factor: their password opens half."""

PROTECTED_PASSWORD = "girafe orage tasse vélo"

ALIKE = {"referent": "adviser", "lead": "administrator"}
"""Who is shown the pages of another role, beside their own: they are visited as that one."""

NO_PAGES = {
    "/manifest.webmanifest",
    "/presence",
    "/service-worker.js",
    "/health/live",
    "/health/ready",
    "/health/metrics",
    "/me.json",
    "/sign-in/passkey.json",
    "/tablets/{tablet_id:uuid}/key",
    "/tablets/{tablet_id:uuid}/standing",
    "/catalogue.json",
    "/product-pictures/{name:str}",
    "/refused-addresses.json",
    "/sales/{sale_id:uuid}/answers",
    "/sales/{sale_id:uuid}/signature/{kind:str}",
    "/sales/{sale_id:uuid}/signature/{kind:str}/pages/{number:int}",
    "/sales/{sale_id:uuid}/documents/{document:str}",
    "/home/events",
    "/followed/events",
    "/sales/{sale_id:uuid}/events",
    "/s/{token:str}/files/{kind:str}",
    "/sales/{sale_id:uuid}/photos/{photo_id:uuid}",
    "/documents/{token:str}/{name:str}",
    "/people/{person_id:uuid}/contract/papers/{paper_id:uuid}",
    "/account/contract/papers/{paper_id:uuid}",
    "/contracts/export.csv",
    "/journal/export.csv",
    "/journal/export.jsonl",
    "/people/invitations/example.csv",
    "/people/invitations/lists/{list_id:uuid}/refused.csv",
}
"""GET routes that answer with a file, an image or JSON."""


@dataclass(frozen=True)
class Stop:
    """A page in one state: its address with `{places}` left blank, and who goes there.

    The first of `roles` is the one who can do most there. `press` is clicked once the page is
    open; `leaf` is the booklet's leaf to wait for. `half_open`: `PROTECTED` gave their password.
    `password` is typed where the page asks for the present one, before `press`.
    """

    name: str
    route: str
    roles: tuple[str, ...]
    path: str
    status: int = 200
    leaf: str = ""
    press: str = ""
    half_open: bool = False
    password: str = ""

    def open(self, page: Page, places: dict[str, str]) -> int:
        """Bring `page` to this stop and return the HTTP status."""
        # Another fragment alone would not load the page again.
        page.goto("about:blank")
        if self.half_open:
            page.context.request.post(
                "/sign-in",
                form={"email": PROTECTED, "password": PROTECTED_PASSWORD},
                headers={"Sec-Fetch-Site": "same-origin"},
                max_redirects=0,
            )
        reply = page.goto(self.path.format(**places))
        assert reply is not None
        if self.leaf:
            expect(page.locator(f"[data-leaf={self.leaf}]")).to_be_visible()
        if self.password:
            page.fill("input[name=present]", self.password)
            with page.expect_navigation():
                page.locator(self.press).first.click()
        elif self.press:
            page.locator(self.press).first.click()
        page.locator("h1:visible").first.wait_for()
        return reply.status


_ADVISER, _MANAGER = ("adviser",), ("manager",)
_DESK = ("back_office", "administrator")
_OVERSEERS = (*_DESK, "manager")
_LEADS = ("administrator",)
_SIGNED_IN = ("adviser", "manager", "back_office", "administrator", "auditor")
_SELLING = "/booklets/{journey:str}/{version:int}"
_SALE = "/sales/{sale_id:uuid}"
_CONTRACT = "/contracts/{contract_id:uuid}"
_PERSON = "/people/{person_id:uuid}"
_AGENCY = "/agencies/{agency_id:uuid}"
_PRIVACY = "/privacy/requests/{request_id:uuid}"
_SELLER = "/people/{person_id:uuid}/contract"
_PHONE = "/s/{token:str}"
_INVITATION = "/invitations/{token:str}"
_MANY = "/people/invitations/file"
_LIST = "/people/invitations/lists/{list_id:uuid}"
_NEW_PASSWORD = "/forgotten-password/{token:str}"
_STEP = "/sign-in/second-factor"
_LINKING = "/account/authenticator"
_CONTINUE = "button[type=submit]:visible"


def _leaf(name: str, *, press: str = "", suffix: str = "") -> Stop:
    path = "/booklets/home_sale/2#{ready}/" + name
    return Stop(f"leaf-{name}{suffix}", _SELLING, _ADVISER, path, leaf=name, press=press)


STOPS = (
    Stop("sign-in", "/sign-in", ("visitor",), "/sign-in"),
    Stop("sign-in-error", "/sign-in", ("visitor",), "/sign-in", press="button[type=submit]"),
    Stop("second-step", _STEP, ("visitor",), _STEP, half_open=True),
    Stop(
        "second-step-error",
        _STEP,
        ("visitor",),
        _STEP,
        half_open=True,
        press=f"form[action='{_STEP}'] button[type=submit]",
    ),
    Stop("forgotten", "/forgotten-password", ("visitor",), "/forgotten-password"),
    Stop("forgotten-asked", "/forgotten-password", ("visitor",), "/forgotten-password?asked=1"),
    Stop(
        "forgotten-error",
        "/forgotten-password",
        ("visitor",),
        "/forgotten-password",
        press="button[type=submit]",
    ),
    Stop("new-password", _NEW_PASSWORD, ("visitor",), "{new_password}"),
    Stop(
        "new-password-error",
        _NEW_PASSWORD,
        ("visitor",),
        "{new_password}",
        press="button[type=submit]",
    ),
    Stop("new-password-dead", _NEW_PASSWORD, ("visitor",), "/forgotten-password/x", status=404),
    Stop("invitation", _INVITATION, ("visitor",), "{invitation}"),
    Stop(
        "invitation-error",
        _INVITATION,
        ("visitor",),
        "{invitation}",
        press="form[action^='/invitations/'] button[type=submit]",
    ),
    Stop("invitation-dead", _INVITATION, ("visitor",), "/invitations/x", status=404),
    Stop("confirm-email", "/email-changes/{token:str}", ("visitor",), "{email_change}"),
    Stop("home", "/", _ADVISER, "/"),
    Stop("home-offline", "/app/{locale:str}/home", _ADVISER, "/app/{locale}/home"),
    Stop(
        "booklet-kept",
        "/app/{locale:str}/booklets/{journey:str}/{version:int}",
        _ADVISER,
        "/app/{locale}/booklets/home_sale/2#new",
        leaf="products",
    ),
    Stop("sales", "/sales", ("adviser", "manager", *_DESK), "/sales"),
    Stop("sales-none", "/sales", _ADVISER, "/sales?after=01000000-0000-7000-8000-000000000000"),
    Stop("sale-open", _SALE, _ADVISER, "/sales/{open}"),
    Stop("sale-ready", _SALE, _ADVISER, "/sales/{ready}"),
    Stop("sale-signed", _SALE, ("adviser", "manager", *_DESK), "/sales/{signed}"),
    Stop("sale-dropped", _SALE, _ADVISER, "/sales/{dropped}"),
    Stop("sale-erased", _SALE, _ADVISER, "/sales/{erased}"),
    Stop("sale-not-mine", _SALE, _ADVISER, "/sales/{foreign}", status=404),
    Stop("leaf-products-blank", _SELLING, _ADVISER, "/booklets/home_sale/2#new", leaf="products"),
    Stop(
        "leaf-customer-errors",
        _SELLING,
        _ADVISER,
        "/booklets/home_sale/2#{cart}/customer",
        leaf="customer",
        press=_CONTINUE,
    ),
    _leaf("products"),
    _leaf("customer"),
    _leaf("customer", press="[data-lock-settings-open]", suffix="-lock"),
    _leaf("address"),
    _leaf("contact"),
    _leaf("payment"),
    _leaf("consents"),
    _leaf("information"),
    _leaf("review"),
    Stop(
        "leaf-unknown-sale",
        _SELLING,
        _ADVISER,
        "/booklets/home_sale/2#01900000-0000-7000-8000-000000000001",
        leaf="unknown-sale",
    ),
    Stop("booklet-refused", _SELLING, _MANAGER, "/booklets/home_sale/2", status=403),
    Stop("signature", f"{_SALE}/signature", _ADVISER, "/sales/{ready}/signature"),
    Stop(
        "signature-errors",
        f"{_SALE}/signature",
        _ADVISER,
        "/sales/{ready}/signature",
        press="form#sign button[type=submit]",
    ),
    Stop("signature-on-paper", f"{_SALE}/signature", _ADVISER, "/sales/{paper}/signature"),
    Stop("signature-doubt", f"{_SALE}/signature", _ADVISER, "/sales/{doubt}/signature"),
    Stop("signature-unfinished", f"{_SALE}/signature", _ADVISER, "/sales/{open}/signature"),
    Stop("signature-dropped", f"{_SALE}/signature", _ADVISER, "/sales/{dropped}/signature"),
    *(
        Stop(
            f"read-{kind}",
            f"{_SALE}/signature/{{kind:str}}/text",
            _ADVISER,
            f"/sales/{{ready}}/signature/{kind}/text",
        )
        for kind in ("sheet", "contract")
    ),
    Stop("code", f"{_SALE}/code", _ADVISER, "/sales/{code}/code"),
    Stop(
        "code-error",
        f"{_SALE}/code",
        _ADVISER,
        "/sales/{code}/code",
        press="form[action$='/code'] button[type=submit]",
    ),
    Stop("done", f"{_SALE}/done", _ADVISER, "/sales/{signed}/done"),
    Stop("sale-followed", _SALE, _ADVISER, "/sales/{on_phone}"),
    Stop("phone", _PHONE, ("visitor", "adviser"), "/s/{unread}"),
    Stop("phone-read-both", _PHONE, ("visitor",), "/s/{read}"),
    Stop("phone-errors", _PHONE, ("visitor",), "/s/{read}", press="form#sign button[type=submit]"),
    Stop("phone-unknown", _PHONE, ("visitor",), "/s/x", status=404),
    Stop("phone-signed", _PHONE, ("visitor",), "/s/{phone_signed}"),
    *(
        Stop(
            f"phone-reads-{kind}",
            f"{_PHONE}/read/{{kind:str}}",
            ("visitor", "adviser"),
            f"/s/{{unread}}/read/{kind}",
        )
        for kind in ("sheet", "contract")
    ),
    Stop("phone-code", f"{_PHONE}/code", ("visitor", "adviser"), "/s/{phone_code}/code"),
    Stop(
        "phone-code-error",
        f"{_PHONE}/code",
        ("visitor",),
        "/s/{phone_code}/code",
        press="form[action$='/code'] button[type=submit]",
    ),
    Stop("papers", "/documents/{token:str}", ("visitor", "adviser"), "/documents/{token}"),
    Stop("papers-unknown", "/documents/{token:str}", ("visitor",), "/documents/x", status=404),
    Stop("lost-link", "/documents", ("visitor",), "/documents"),
    Stop("withdrawal", "/withdrawal", ("visitor",), "/withdrawal"),
    Stop("termination", "/termination", ("visitor",), "/termination"),
    Stop("inbox", "/inbox", ("visitor", "adviser"), "/inbox"),
    Stop("contracts", "/contracts", (*_DESK, "manager"), "/contracts"),
    Stop("contracts-none", "/contracts", _DESK[:1], "/contracts?from=2001-01-01&to=2001-01-02"),
    Stop("contract-to-check", _CONTRACT, (*_DESK, "manager"), "/contracts/{to_check}"),
    Stop(
        "contract-rejecting",
        _CONTRACT,
        _DESK[:1],
        "/contracts/{to_check}",
        press="[data-dialog-open=rejection]",
    ),
    Stop("contract-validated", _CONTRACT, _DESK[:1], "/contracts/{validated}"),
    Stop("contract-rejected", _CONTRACT, _DESK[:1], "/contracts/{rejected}"),
    Stop("followed", "/followed", ("referent",), "/followed"),
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
    Stop("catalogue", "/catalogue", _DESK, "/catalogue"),
    Stop("product", "/catalogue/{product_id:uuid}", _DESK, "/catalogue/{product}"),
    Stop(
        "product-removing",
        "/catalogue/{product_id:uuid}",
        _DESK[:1],
        "/catalogue/{product}",
        press="[data-dialog-open=remove-picture]",
    ),
    Stop("refusals", "/refused-addresses", (*_DESK, "manager"), "/refused-addresses"),
    Stop("refusals-none", "/refused-addresses", _DESK[:1], "/refused-addresses?postcode=99"),
    Stop("privacy", "/privacy", _LEADS, "/privacy"),
    Stop("privacy-kept", "/privacy/kept", _LEADS, "/privacy/kept"),
    Stop("privacy-new", "/privacy/new", _LEADS, "/privacy/new"),
    Stop(
        "privacy-new-error",
        "/privacy/new",
        _LEADS,
        "/privacy/new",
        press="form[action='/privacy/new'] button[type=submit]",
    ),
    Stop("privacy-asked", _PRIVACY, _LEADS, "/privacy/requests/{asked}"),
    Stop("privacy-stranger", _PRIVACY, _LEADS, "/privacy/requests/{asked_by_stranger}"),
    Stop("privacy-recognised", _PRIVACY, _LEADS, "/privacy/requests/{recognised}"),
    Stop(
        "privacy-erasing",
        _PRIVACY,
        _LEADS,
        "/privacy/requests/{recognised}",
        press="[data-dialog-open=erase]",
    ),
    Stop("privacy-answered", _PRIVACY, _LEADS, "/privacy/requests/{answered}"),
    Stop("rescue", "/rescue-files", (*_DESK, "adviser"), "/rescue-files"),
    Stop("journal", "/journal", (*_DESK, "auditor"), "/journal"),
    Stop("journal-finely", "/journal", _DESK[:1], "/journal?act=contract:open&role=adviser"),
    Stop("journal-none", "/journal", _DESK[:1], "/journal?from=2001-01-01&to=2001-01-02"),
    Stop("account", "/account", _SIGNED_IN, "/account"),
    Stop("own-password", "/account/password", _SIGNED_IN, "/account/password"),
    Stop("own-email", "/account/email", _SIGNED_IN, "/account/email"),
    Stop(
        "own-email-error",
        "/account/email",
        _DESK[:1],
        "/account/email",
        press="form[action='/account/email'] button[type=submit]",
    ),
    Stop("factor-choice", "/account/second-factor", _SIGNED_IN, "/account/second-factor"),
    Stop("passkey-new", "/account/passkeys/new", _SIGNED_IN, "/account/passkeys/new"),
    Stop(
        "passkey-gone",
        "/account/passkeys/{passkey_id:uuid}/remove",
        _ADVISER,
        "/account/passkeys/01900000-0000-7000-8000-000000000001/remove",
        status=404,
    ),
    Stop("linking", _LINKING, _SIGNED_IN, _LINKING),
    Stop(
        "linking-error",
        _LINKING,
        _DESK[:1],
        _LINKING,
        press=f"form[action='{_LINKING}'] button[type=submit]",
    ),
    Stop(
        "linking-code",
        f"{_LINKING}/code",
        _DESK[:1],
        _LINKING,
        press=f"form[action='{_LINKING}'] button[type=submit]",
        password=PASSWORD,
    ),
    Stop("unlinking", f"{_LINKING}/remove", _SIGNED_IN, f"{_LINKING}/remove"),
    Stop("recovery-codes", "/account/recovery-codes", _SIGNED_IN, "/account/recovery-codes"),
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
    Stop("person-menu", "/account", _DESK[:1], "/account", press="[popovertarget=person-menu]"),
)
