"""What sellers and their customers see."""

from e2e.stop import ADVISER, BACK_OFFICE, MANAGER, Stop

_SELLING = "/booklets/{journey:str}/{version:int}"
_SALE = "/sales/{sale_id:uuid}"
_PHONE = "/s/{token:str}"
_CONTINUE = "button[type=submit]:visible"


def _leaf(name: str, *, press: str = "", suffix: str = "") -> Stop:
    path = "/booklets/home_sale/2#{ready}/" + name
    return Stop(f"leaf-{name}{suffix}", _SELLING, ADVISER, path, leaf=name, press=press)


SELLING = (
    Stop("home", "/", ADVISER, "/"),
    Stop("home-offline", "/app/{locale:str}/home", ADVISER, "/app/{locale}/home"),
    Stop(
        "booklet-kept",
        "/app/{locale:str}/booklets/{journey:str}/{version:int}",
        ADVISER,
        "/app/{locale}/booklets/home_sale/2#new",
        leaf="products",
    ),
    Stop("sales", "/sales", ("adviser", "manager", *BACK_OFFICE), "/sales"),
    Stop("sales-none", "/sales", ADVISER, "/sales?after=01000000-0000-7000-8000-000000000000"),
    Stop("sale-open", _SALE, ADVISER, "/sales/{open}"),
    Stop("sale-ready", _SALE, ADVISER, "/sales/{ready}"),
    Stop("sale-signed", _SALE, ("adviser", "manager", *BACK_OFFICE), "/sales/{signed}"),
    Stop("sale-dropped", _SALE, ADVISER, "/sales/{dropped}"),
    Stop("sale-erased", _SALE, ADVISER, "/sales/{erased}"),
    Stop("sale-not-mine", _SALE, ADVISER, "/sales/{foreign}", status=404),
    Stop("leaf-products-blank", _SELLING, ADVISER, "/booklets/home_sale/2#new", leaf="products"),
    Stop(
        "leaf-customer-errors",
        _SELLING,
        ADVISER,
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
        ADVISER,
        "/booklets/home_sale/2#01900000-0000-7000-8000-000000000001",
        leaf="unknown-sale",
    ),
    Stop("booklet-refused", _SELLING, MANAGER, "/booklets/home_sale/2", status=403),
    Stop("signature", f"{_SALE}/signature", ADVISER, "/sales/{ready}/signature"),
    Stop(
        "signature-errors",
        f"{_SALE}/signature",
        ADVISER,
        "/sales/{ready}/signature",
        press="form#sign button[type=submit]",
    ),
    Stop("signature-on-paper", f"{_SALE}/signature", ADVISER, "/sales/{paper}/signature"),
    Stop("signature-doubt", f"{_SALE}/signature", ADVISER, "/sales/{doubt}/signature"),
    Stop("signature-unfinished", f"{_SALE}/signature", ADVISER, "/sales/{open}/signature"),
    Stop("signature-dropped", f"{_SALE}/signature", ADVISER, "/sales/{dropped}/signature"),
    *(
        Stop(
            f"read-{kind}",
            f"{_SALE}/signature/{{kind:str}}/text",
            ADVISER,
            f"/sales/{{ready}}/signature/{kind}/text",
        )
        for kind in ("sheet", "contract")
    ),
    Stop("code", f"{_SALE}/code", ADVISER, "/sales/{code}/code"),
    Stop(
        "code-error",
        f"{_SALE}/code",
        ADVISER,
        "/sales/{code}/code",
        press="form[action$='/code'] button[type=submit]",
    ),
    Stop("done", f"{_SALE}/done", ADVISER, "/sales/{signed}/done"),
    Stop("sale-followed", _SALE, ADVISER, "/sales/{on_phone}"),
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
)
