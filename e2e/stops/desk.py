"""Contracts, followed sales, the catalogue, refusals, data, rescue files, the journal."""

from e2e.stop import BACK_OFFICE, LEADS, Stop

_CONTRACT = "/contracts/{contract_id:uuid}"
_PRIVACY = "/privacy/requests/{request_id:uuid}"


DESK = (
    Stop("contracts", "/contracts", (*BACK_OFFICE, "manager"), "/contracts"),
    Stop(
        "contracts-none", "/contracts", BACK_OFFICE[:1], "/contracts?from=2001-01-01&to=2001-01-02"
    ),
    Stop("contract-to-check", _CONTRACT, (*BACK_OFFICE, "manager"), "/contracts/{to_check}"),
    Stop(
        "contract-rejecting",
        _CONTRACT,
        BACK_OFFICE[:1],
        "/contracts/{to_check}",
        press="[data-dialog-open=rejection]",
    ),
    Stop("contract-validated", _CONTRACT, BACK_OFFICE[:1], "/contracts/{validated}"),
    Stop("contract-rejected", _CONTRACT, BACK_OFFICE[:1], "/contracts/{rejected}"),
    Stop("followed", "/followed", ("referent",), "/followed"),
    Stop("catalogue", "/catalogue", BACK_OFFICE, "/catalogue"),
    Stop("product", "/catalogue/{product_id:uuid}", BACK_OFFICE, "/catalogue/{product}"),
    Stop(
        "product-removing",
        "/catalogue/{product_id:uuid}",
        BACK_OFFICE[:1],
        "/catalogue/{product}",
        press="[data-dialog-open=remove-picture]",
    ),
    Stop("refusals", "/refused-addresses", (*BACK_OFFICE, "manager"), "/refused-addresses"),
    Stop("refusals-none", "/refused-addresses", BACK_OFFICE[:1], "/refused-addresses?postcode=99"),
    Stop("privacy", "/privacy", LEADS, "/privacy"),
    Stop("privacy-kept", "/privacy/kept", LEADS, "/privacy/kept"),
    Stop("privacy-new", "/privacy/new", LEADS, "/privacy/new"),
    Stop(
        "privacy-new-error",
        "/privacy/new",
        LEADS,
        "/privacy/new",
        press="form[action='/privacy/new'] button[type=submit]",
    ),
    Stop("privacy-asked", _PRIVACY, LEADS, "/privacy/requests/{asked}"),
    Stop("privacy-stranger", _PRIVACY, LEADS, "/privacy/requests/{asked_by_stranger}"),
    Stop("privacy-recognised", _PRIVACY, LEADS, "/privacy/requests/{recognised}"),
    Stop(
        "privacy-erasing",
        _PRIVACY,
        LEADS,
        "/privacy/requests/{recognised}",
        press="[data-dialog-open=erase]",
    ),
    Stop("privacy-answered", _PRIVACY, LEADS, "/privacy/requests/{answered}"),
    Stop("rescue", "/rescue-files", (*BACK_OFFICE, "adviser"), "/rescue-files"),
    Stop("journal", "/journal", (*BACK_OFFICE, "auditor"), "/journal"),
    Stop("journal-finely", "/journal", BACK_OFFICE[:1], "/journal?act=contract:open&role=adviser"),
    Stop("journal-none", "/journal", BACK_OFFICE[:1], "/journal?from=2001-01-01&to=2001-01-02"),
)
