"""What each document contains, in order, as one plain structure for its Typst template."""

from typing import Any

from extranet.documents import sections
from extranet.documents.papers import Paper, Signature
from extranet.documents.printable import clean_all, shortened
from extranet.documents.qr import qr_svg
from extranet.documents.wording import Wording, wording

_SHORT = 60
_FORM_FIELD = 160


def sheet_contents(paper: Paper) -> dict[str, Any]:
    """The pre-contract information sheet (L221-5)."""
    words = wording(paper.locale)
    legal = [
        sections.delivery(paper, words),
        sections.duration(paper, words),
        sections.guarantees(paper, words),
        sections.mediation(paper, words),
        sections.personal_data(paper, words),
    ]
    return _document(
        paper,
        words,
        kind="sheet",
        made=words.say("word.prepared", **_when_and_where(paper, words)),
        lead=[
            sections.parties(paper, words),
            *([sections.partners(paper, words)] if paper.partners else []),
        ],
        order=sections.section(words.say("order.sheet_title"), sections.order(paper, words)),
        payment=sections.section(words.say("payment.title"), *sections.payment(paper, words)),
        legal=legal,
    )


def contract_contents(paper: Paper) -> dict[str, Any]:
    """The order form: contract, then the withdrawal form on a leaf of its own."""
    words = wording(paper.locale)
    return _document(
        paper,
        words,
        kind="contract",
        made=words.say("word.made", **_when_and_where(paper, words)),
        lead=[
            sections.parties(paper, words),
            *([sections.partners(paper, words)] if paper.partners else []),
        ],
        order=sections.section(words.say("order.title"), sections.order(paper, words)),
        payment=sections.section(
            words.say("payment.title"), *sections.payment(paper, words), *_mandate(paper, words)
        ),
        legal=[
            sections.delivery(paper, words),
            sections.duration(paper, words),
            sections.guarantees(paper, words),
            sections.mediation(paper, words),
            sections.personal_data(paper, words),
        ],
        answers=_answers(paper, words),
        closing=_closing(paper, words),
        signature=_signature(paper, words),
        form=_withdrawal_form(paper, words),
        blank=words.say("word.blank"),
    )


def _document(paper: Paper, words: Wording, *, kind: str, **parts: Any) -> dict[str, Any]:
    title = words.say(f"title.{kind}")
    contents = {
        "lang": paper.locale,
        "title": title,
        "reference": words.say("word.reference", reference=paper.reference),
        "running": _running(title, words, paper),
        "author": paper.seller.name,
        "seller": shortened(paper.seller.name, _SHORT),
        "page": words.say("word.page", number="{number}", count="{count}"),
        "withdrawal": sections.section(
            words.say("withdrawal.title"), *sections.withdrawal(paper, words)
        ),
        "box": sections.guarantee_box(paper, words),
        "links": [
            paper.links.documents,
            paper.links.withdrawal,
            paper.links.termination,
        ],
        **parts,
    }
    cleaned: dict[str, Any] = clean_all(contents)
    # Drawn after cleaning: they are markup made here or checked when the paper was made.
    cleaned["qr"] = {
        "svg": qr_svg(paper.links.withdrawal),
        "caption": words.say("word.qr_caption"),
        "alt": words.say("word.qr", url=paper.links.withdrawal),
    }
    if paper.signature and paper.signature.strokes and kind == "contract":
        cleaned["signature"]["svg"] = _drawing(paper.signature)
    return cleaned


def _running(title: str, words: Wording, paper: Paper) -> str:
    """The title and reference as they read in a sentence: « Bon de commande n° 12 »."""
    reference = words.say("word.reference", reference=paper.reference)
    return f"{title} {reference[0].lower()}{reference[1:]}"


def _when_and_where(paper: Paper, words: Wording) -> dict[str, str]:
    return {
        "place": paper.place,
        "date": words.day(paper.made_at),
        "time": words.hour(paper.made_at),
    }


def _mandate(paper: Paper, words: Wording) -> list[sections.Block]:
    mandate = paper.payment.mandate
    if mandate is None:
        return []
    creditor, debtor = mandate.creditor, paper.customer
    rows = [
        [words.say("mandate.rum"), mandate.rum],
        [words.say("mandate.ics"), mandate.ics],
        [words.say("mandate.creditor"), f"{creditor}, {mandate.creditor_address.in_one_line()}"],
        [words.say("mandate.debtor"), f"{debtor.full_name}, {debtor.address.in_one_line()}"],
        [words.say("mandate.account"), sections.unbroken(paper.payment.iban_masked)],
        [
            words.say("mandate.type"),
            words.say("mandate.recurrent" if mandate.recurrent else "mandate.single"),
        ],
    ]
    return [
        {
            "kind": "mandate",
            "title": words.say("mandate.title"),
            "text": words.say("mandate.text", creditor=creditor),
            "notice": words.say("mandate.notice"),
            "rows": rows,
            "signed": words.say("mandate.signed", **_when_and_where(paper, words)),
        }
    ]


def _closing(paper: Paper, words: Wording) -> list[sections.Section]:
    """What the customer was handed before signing, and what is handed over after."""
    closing: list[sections.Section] = []
    if paper.handover:
        handover = paper.handover
        said = words.say(
            "handover.text",
            reference=paper.reference,
            date=words.day(handover.at),
            time=words.hour(handover.at),
            channel=words.say(
                f"handover.{handover.channel}",
                destination=sections.unbroken(handover.destination_masked),
            ),
        )
        closing.append(sections.section(words.say("handover.title"), sections.text(said)))
    copy = words.say(f"copy.{paper.copy_medium}", url=paper.links.documents)
    closing.append(sections.section(words.say("copy.title"), sections.text(copy)))
    return closing


def _answers(paper: Paper, words: Wording) -> list[sections.Section]:
    """The questions put to the customer, word for word, with the answers."""
    if not paper.consents:
        return []
    items = [
        {
            "given": consent.given,
            "answer": words.say("word.yes" if consent.given else "word.no"),
            "text": consent.wording,
            "version": words.say("word.wording_version", version=consent.version),
        }
        for consent in paper.consents
    ]
    return [sections.section(words.say("consents.title"), {"kind": "consents", "items": items})]


def _signature(paper: Paper, words: Wording) -> dict[str, Any]:
    signature = paper.signature
    name = paper.customer.full_name
    block: dict[str, Any] = {
        "title": words.say("signature.title"),
        "binding": (words.say("binding.distance") if paper.circumstance == "distance" else ""),
        "seller": words.say("signature.seller", seller=paper.seller.name, name=paper.adviser.name),
        "customer": name,
        "svg": "",
        "alt": words.say("word.drawing", name=name),
        "typed": signature.typed_name if signature else "",
        "signed": words.say("signature.pending"),
        "level": "",
    }
    if signature:
        block["signed"] = words.say(
            "signature.signed",
            name=name,
            date=words.day(signature.signed_at),
            time=words.hour(signature.signed_at),
        )
        way = f"level_{signature.code_channel}" if signature.code_channel else "level"
        block["level"] = words.say(f"signature.{way}", level=signature.level)
    return block


def _drawing(signature: Signature) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {signature.width} {signature.height}">'
        f'<path d="{signature.strokes}" fill="none" stroke="#14181f" stroke-width="3"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _withdrawal_form(paper: Paper, words: Wording) -> dict[str, Any]:
    """The model form of the annex to R221-1; lengths are bounded so that it stays on one page."""
    terms = paper.withdrawal
    order = _running(words.say("title.contract"), words, paper)
    return {
        "title": words.say("title.form"),
        "instruction": words.say("form.instruction"),
        "to": words.say(
            "form.to",
            seller=shortened(paper.seller.name, _FORM_FIELD),
            address=shortened(terms.address.in_one_line(), _FORM_FIELD),
            email=shortened(terms.email, _FORM_FIELD),
        ),
        "notify": words.say("form.notify"),
        "order": shortened(order, _FORM_FIELD),
        "fields": [
            words.say(f"form.{field}")
            for field in ("ordered", "name", "address", "signature", "date")
        ],
        "strike": words.say("form.strike"),
    }
