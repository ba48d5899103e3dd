"""The sections both documents share: what C. conso. L221-5 wants said, as blocks for the templates.

A block is a small dictionary with a `kind` that `typst/blocks.typ` knows how to set. Blocks hold
text only, never markup.
"""

from typing import Any

from extranet.documents.papers import Circumstance, Nature, Paper, Period, Seller
from extranet.documents.wording import Wording

Block = dict[str, Any]
Section = dict[str, Any]


def text(value: str) -> Block:
    return {"kind": "text", "text": value}


def unbroken(value: str) -> str:
    """A number that must stay on one line."""
    return value.replace(" ", "\u00a0")


def section(title: str, *blocks: Block) -> Section:
    return {"title": title, "blocks": list(blocks)}


def _siret(number: str, words: Wording) -> str:
    return words.say("seller.siret", siret=unbroken(number))


def seller_lines(seller: Seller, words: Wording) -> list[str]:
    """The trader's identity (L221-5, L111-1): name first."""
    form = words.say("seller.form", legal_form=seller.legal_form, capital=seller.capital)
    return [
        seller.name,
        form if seller.capital else seller.legal_form,
        *seller.address.as_lines(),
        " · ".join((unbroken(seller.registration), _siret(seller.siret, words))),
        words.say("seller.vat", vat=unbroken(seller.vat_number)),
        f"{unbroken(seller.phone)} · {seller.email}",
    ]


def customer_lines(paper: Paper, words: Wording) -> list[str]:
    customer = paper.customer
    born = (
        f"{words.say('word.born')} {words.day(customer.birth_date)}" if customer.birth_date else ""
    )
    reached = (unbroken(customer.phone), customer.email)
    lines = [customer.full_name, *customer.address.as_lines(), born, *reached]
    return [line for line in lines if line]


def parties(paper: Paper, words: Wording) -> Block:
    adviser = paper.adviser
    return {
        "kind": "parties",
        "columns": [
            {"title": words.say("seller.title"), "lines": seller_lines(paper.seller, words)},
            {"title": words.say("customer.title"), "lines": customer_lines(paper, words)},
        ],
        "adviser": words.say("seller.adviser", name=adviser.name, card=adviser.card_number),
    }


def partners(paper: Paper, words: Wording) -> Block:
    items = [
        f"{partner.name}, {partner.address.in_one_line()}, " + _siret(partner.siret, words)
        for partner in paper.partners
    ]
    return {"kind": "named", "title": words.say("seller.partners"), "items": items}


def commitment(months: int, period: Period, words: Wording) -> str:
    if months:
        return words.say("word.commitment", months=words.number(months))
    return words.say("word.free") if period is not Period.ONCE else ""


def order(paper: Paper, words: Wording) -> Block:
    """The table of lines and the totals per period (L221-5: main characteristics and price)."""
    rows = []
    for line in paper.lines:
        details = [
            line.description,
            line.note,
            words.say("order.exempt") if line.exempt_39bis else "",
        ]
        terms = [
            line.partner,
            words.say(f"nature.{line.nature}"),
            commitment(line.commitment_months, line.period, words),
        ]
        rows.append(
            {
                "label": line.label,
                "terms": " · ".join(term for term in terms if term),
                "details": [detail for detail in details if detail],
                "quantity": words.number(line.quantity),
                "unit": words.money(line.unit_price_cents),
                "amount": words.money(line.total_cents),
                "period": words.say(f"period.{line.period}"),
            }
        )
    totals = [[words.say(f"total.{p}"), words.money(cents)] for p, cents in paper.totals.items()]
    return {
        "kind": "order",
        "head": [words.say(f"order.{name}") for name in ("label", "quantity", "unit", "amount")],
        "rows": rows,
        "totals": totals,
        "today": [words.say("total.today"), words.money(paper.payment.due_today_cents)],
        "vat": words.say("total.vat"),
    }


def payment(paper: Paper, words: Wording) -> list[Block]:
    """How the order is paid; while L221-10 suspends payment, that is said first."""
    blocks: list[Block] = []
    if not paper.payment_allowed_now:
        nothing = words.say("payment.nothing", date=words.day(paper.first_payment_day))
        title = words.say("payment.nothing_title")
        blocks.append({"kind": "notice", "title": title, "text": nothing})
    elif paper.circumstance is Circumstance.OFF_PREMISES:
        blocks.append(text(words.say("payment.allowed")))
    rows = [[words.say("payment.method"), words.say(f"payment.{paper.payment.method}")]]
    if paper.payment.iban_masked:
        rows.append([words.say("payment.account"), unbroken(paper.payment.iban_masked)])
    blocks.append({"kind": "facts", "rows": rows})
    return blocks


def withdrawal(paper: Paper, words: Wording) -> list[Block]:
    """Conditions, period and procedure of withdrawal (L221-5, in the words of annex R221-3)."""
    terms = paper.withdrawal
    contact = {
        "seller": paper.seller.name,
        "address": terms.address.in_one_line(),
        "phone": unbroken(paper.seller.phone),
        "email": terms.email,
    }
    says = [
        words.say("withdrawal.right"),
        *(words.say(f"withdrawal.starts_{nature}") for nature in paper.natures),
        words.say("withdrawal.rollover"),
        words.say("withdrawal.how", **contact),
        words.say("withdrawal.online", url=paper.links.withdrawal),
        words.say("withdrawal.in_time"),
    ]
    effects = [words.say("withdrawal.effects")]
    if Nature.GOODS in paper.natures or Nature.REGULAR_DELIVERY in paper.natures:
        who = "us" if terms.seller_pays_return else "you"
        effects.append(words.say(f"withdrawal.return_{who}"))
    if terms.starts_at_once:
        effects.append(words.say("withdrawal.started"))
    effects.append(words.say("withdrawal.accessory"))
    return [
        {"kind": "with_code", "paragraphs": says},
        {"kind": "subtitle", "text": words.say("withdrawal.effects_title")},
        *(text(paragraph) for paragraph in effects),
    ]


def delivery(paper: Paper, words: Wording) -> Section:
    said = [
        words.say(
            "word.pair",
            label=line.label,
            value=line.delivery or words.say(f"delivery.default_{line.nature}"),
        )
        for line in paper.lines
    ]
    return section(words.say("delivery.title"), *(text(sentence) for sentence in said))


def duration(paper: Paper, words: Wording) -> Section:
    """Term, minimum term and termination (L221-5; online: L215-1-1)."""
    recurring = [line for line in paper.lines if line.period is not Period.ONCE]
    sentences = []
    if recurring:
        sentences.append(words.say("duration.open", days=words.number(paper.notice_days)))
    for line in recurring:
        term = commitment(line.commitment_months, line.period, words)
        sentences.append(words.say("word.pair", label=line.label, value=term))
    if len(recurring) < len(paper.lines):
        sentences.append(words.say("duration.once"))
    if recurring:
        sentences.append(words.say("duration.online", url=paper.links.termination))
    return section(words.say("duration.title"), *(text(sentence) for sentence in sentences))


def guarantees(paper: Paper, words: Wording) -> Section:
    """Legal guarantees; with goods, the box of the annex to D211-2."""
    title = words.say("guarantee.title")
    if Nature.GOODS not in paper.natures and Nature.REGULAR_DELIVERY not in paper.natures:
        return section(title, text(words.say("guarantee.none")))
    intro = words.say(
        "guarantee.intro",
        seller=paper.seller.name,
        address=paper.seller.address.in_one_line(),
        email=paper.seller.email,
    )
    return section(title, text(intro))


def guarantee_box(paper: Paper, words: Wording) -> Block | None:
    if Nature.GOODS not in paper.natures and Nature.REGULAR_DELIVERY not in paper.natures:
        return None
    title = words.say("guarantee.box_title")
    return {"kind": "box", "title": title, "paragraphs": words.paragraphs("guarantee.box")}


def mediation(paper: Paper, words: Wording) -> Section:
    seller, mediator = paper.seller, paper.mediator
    complaint = words.say(
        "mediator.complaint",
        seller=seller.name,
        address=seller.address.in_one_line(),
        phone=unbroken(seller.phone),
        email=seller.email,
    )
    mediate = words.say(
        "mediator.text",
        name=mediator.name,
        address=mediator.address.in_one_line(),
        site=mediator.site,
    )
    return section(words.say("mediator.title"), text(complaint), text(mediate))


def personal_data(paper: Paper, words: Wording) -> Section:
    return section(
        words.say("data.title"),
        text(words.say("data.text", email=paper.seller.email)),
        text(words.say("data.phone")),
    )
