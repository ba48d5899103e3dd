"""Contracts, followed sales, the catalogue, refusals, data, rescue files, the journal."""

from e2e.stop import Stop

_DESK = ("back_office", "administrator")
_LEADS = ("administrator",)
_CONTRACT = "/contracts/{contract_id:uuid}"
_PRIVACY = "/privacy/requests/{request_id:uuid}"


DESK = (
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
)
