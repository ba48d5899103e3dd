"""From a sale to the paper its documents are made of."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from extranet.core.errors import Conflict
from extranet.core.i18n import N_, words
from extranet.core.settings import installed
from extranet.documents import papers
from extranet.documents.papers import Paper
from extranet.documents.refusals import DURABLE_COPY
from extranet.messages.sending import Channel
from wizard import record_parts
from wizard.conditions import holds
from wizard.journey import Field, Locale
from wizard.records import SaleRecord
from wizard.signing.mark import Mark

_TOWN = re.compile(r"(?P<street>.*?)[\s,]*\b(?P<postcode>\d{5})\s+(?P<city>\D.*)", re.DOTALL)
_CAPITAL = re.compile(r"(?P<form>.+?)\s+au capital de\s+(?P<capital>[^,;]+)")
_REGISTER = re.compile(r"\bRCS\b.+")

_NEEDED = {
    "customer": ("first_name", "last_name"),
    "address": ("line1", "postcode", "city"),
    "contact": ("phone_kind",),
    "payment": ("method",),
    "information": ("channel",),
}

CopyMedium = Literal["electronic", "paper"]


def make_paper(
    record: SaleRecord,
    made_at: datetime,
    *,
    mark: Mark | None = None,
    handover: papers.Handover | None = None,
    level: str = "SES",
    code_channel: Channel | None = None,
) -> Paper:
    """The paper of `record` as of `made_at`, signed by `mark` when there is one, which a code sent
    by `code_channel` confirms.

    Without `handover` it is the record's own that is told. The same record and moment always give
    the same paper. Raises `Conflict` when the seller's particulars are missing, `PaperRefused` on
    what the law forbids.
    """
    if record.seller is None:
        raise Conflict(N_("Les mentions légales du vendeur manquent. Prévenez le back-office."))
    consents = tuple(_consents(record, made_at))
    return Paper(
        reference=record.number,
        made_at=made_at,
        place=record.answers["address"]["city"],
        circumstance=papers.Circumstance.OFF_PREMISES,
        seller=_seller(record.seller),
        adviser=papers.Adviser(record.adviser.name, record.adviser.card_number),
        partners=tuple(
            papers.Partner(partner.name, read_address(partner.address), _grouped(partner.siret))
            for partner in record.partners
        ),
        mediator=papers.Mediator(
            record.seller.mediator_name,
            read_address(record.seller.mediator_address),
            record.seller.mediator_site,
        ),
        customer=_customer(record),
        lines=tuple(_line(line, record.locale) for line in record.lines),
        payment=_payment(record, record.seller),
        withdrawal=papers.Withdrawal(
            record.seller.email,
            read_address(record.seller.address),
            starts_at_once=record.answers.get("consents", {}).get("early_start") is True,
        ),
        links=_links(),
        consents=consents,
        handover=handover or (_handover(record.handover) if record.handover else None),
        signature=_signature(mark, made_at, level, code_channel) if mark else None,
        copy_medium=copy_medium(record),
        locale=speech(record.locale),
    )


def can_make_paper(record: SaleRecord) -> bool:
    """Whether the answers a paper cannot do without are there (a step may be half taken back)."""
    return bool(record.lines) and all(
        record.answers.get(step, {}).get(name) for step, names in _NEEDED.items() for name in names
    )


def copy_medium(record: SaleRecord) -> CopyMedium:
    """How the customer gets their copy: electronic only with their recorded agreement (L221-9)."""
    return "paper" if record.facts["contract_on_paper"] else "electronic"


def speech(locale: str) -> Locale:
    """The language of the documents."""
    return "en" if locale == "en" else "fr"


def read_address(text: str) -> papers.Address:
    """An address written in one line; one without a postcode stays a line."""
    found = _TOWN.fullmatch(text.strip())
    if found is None:
        return papers.Address((text.strip(),), "", "")
    lines = tuple(part.strip() for part in found["street"].split(",") if part.strip())
    return papers.Address(lines, found["postcode"], found["city"].strip())


def _seller(seller: record_parts.Seller) -> papers.Seller:
    capital = _CAPITAL.match(seller.legal)
    register = _REGISTER.search(seller.legal)
    form = capital["form"] if capital else seller.legal.partition(",")[0]
    return papers.Seller(
        name=seller.name,
        legal_form=form.strip(),
        capital=capital["capital"].strip() if capital else "",
        address=read_address(seller.address),
        registration=register.group().strip() if register else f"SIREN {seller.siret[:9]}",
        siret=_grouped(seller.siret),
        vat_number=seller.vat_number,
        phone=words("fr").phone(seller.phone),
        email=seller.email,
    )


def _customer(record: SaleRecord) -> papers.Customer:
    given, address = record.answers["customer"], record.answers["address"]
    contact = record.answers["contact"]
    born = given.get("birth_date")
    return papers.Customer(
        civility=_choice(record, "customer", "civility"),
        first_name=given["first_name"],
        last_name=given["last_name"],
        address=papers.Address(
            (address["line1"], address.get("line2") or ""), address["postcode"], address["city"]
        ),
        phone=words("fr").phone(contact.get("phone") or ""),
        email=contact.get("email") or "",
        birth_date=date.fromisoformat(born) if born else None,
    )


def _grouped(siret: str) -> str:
    """`90241837000018` → « 902 418 370 00018 »; anything else as it is."""
    return re.sub(r"^(\d{3})(\d{3})(\d{3})(\d{5})$", r"\1 \2 \3 \4", siret)


def _choice(record: SaleRecord, step_name: str, field_name: str) -> str:
    """The label of the choice that was made, empty when none was."""
    step = record.journey.step(step_name)
    field = step.field(field_name) if step else None
    value = record.answers.get(step_name, {}).get(field_name)
    labels = [
        choice.label.in_(speech(record.locale))
        for choice in (field.choices if field else ())
        if choice.value == value
    ]
    return labels[0] if labels else ""


def _line(line: record_parts.Line, locale: str) -> papers.Line:
    return papers.Line(
        label=line.label[speech(locale)],
        partner=line.partner.name,
        quantity=line.quantity,
        unit_price_cents=line.unit_price_cents,
        total_cents=line.total_cents,
        period=papers.Period(line.period),
        nature=papers.Nature(line.nature),
        commitment_months=line.commitment_months,
        exempt_39bis=line.exempt_39bis,
        description=line.description[speech(locale)],
    )


def _payment(record: SaleRecord, seller: record_parts.Seller) -> papers.Payment:
    method = papers.Method(record.answers["payment"]["method"])
    account = record.masked_iban
    if not account:
        return papers.Payment(method)
    mandate = papers.Mandate(
        rum=record.number,
        ics=seller.creditor_id,
        creditor=seller.creditor_name,
        creditor_address=read_address(seller.address),
        recurrent=any(line.period != "once" for line in record.lines),
    )
    return papers.Payment(
        method, record.facts["cart_total_today_cents"], iban_masked=account, mandate=mandate
    )


def _links() -> papers.Links:
    # Printed on paper that may be lost: none of them carries the customer's own token.
    public = installed().public_url
    return papers.Links(f"{public}/documents", f"{public}/withdrawal", f"{public}/termination")


def _consents(record: SaleRecord, at: datetime) -> Iterator[papers.Consent]:
    """Every question asked under a numbered wording, and what the customer answered."""
    for step in record.journey.steps:
        for field in step.fields:
            if step.name not in record.answers or not field.wording_version:
                continue
            if holds(field.when, record.answers, record.facts):
                yield _consent(record, step.name, field, at)


def _consent(record: SaleRecord, step: str, field: Field, at: datetime) -> papers.Consent:
    locale, answer = speech(record.locale), record.answers[step].get(field.name)
    code, wording, given = field.name, field.label.in_(locale), answer is True
    if field.type == "choice":
        # The one choice that is a consent: an electronic copy, or paper.
        chosen = next(choice for choice in field.choices if choice.value == "electronic")
        code, given = DURABLE_COPY, answer == chosen.value
        wording = f"{wording} {chosen.label.in_(locale)}"
    return papers.Consent(code, wording, field.wording_version or "", given, at)


def _handover(handover: record_parts.Handover) -> papers.Handover:
    return papers.Handover(
        handover.handed_at, _channel(handover.channel), handover.masked_destination
    )


def _channel(channel: str) -> Literal["sms", "email", "paper"]:
    if channel == "sms":
        return "sms"
    return "email" if channel == "email" else "paper"


def _signature(
    mark: Mark, at: datetime, level: str, code_channel: Channel | None
) -> papers.Signature:
    return papers.Signature(
        signed_at=at,
        strokes=mark.path,
        width=mark.width,
        height=mark.height,
        typed_name=mark.typed_name,
        level=level,
        code_channel=code_channel,
    )
