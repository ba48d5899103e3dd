"""What a paper may not be: malformed, or against the law. Checked each time one is made."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extranet.documents.papers import Paper, Signature

DURABLE_COPY = "durable_copy"
"""Code of the consent by which the customer agrees to an electronic copy (L221-9)."""


class PaperRefused(ValueError):
    """The paper would break a rule; `rule` names the article or the requirement."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(f"{rule}: {reason}")
        self.rule = rule


_PATH = re.compile(r"[Mm][MLHVCSQTAZmlhvcsqtaz0-9eE.,\s+-]*")
_MAX_PATH = 200_000
_MAX_CLEAR_IBAN = 8


def refuse_malformed(paper: "Paper") -> None:
    """Refuse what cannot be a paper: no line, local times, a link that is not one."""
    if not paper.lines:
        raise PaperRefused("lines", "an order has at least one line")
    moments = [paper.made_at, *(consent.at for consent in paper.consents)]
    if paper.handover:
        moments.append(paper.handover.at)
    if paper.signature:
        moments.append(paper.signature.signed_at)
        _refuse_bad_signature(paper.signature)
    if any(moment.utcoffset() != timedelta(0) for moment in moments):
        raise PaperRefused("time", "moments are given in UTC")
    for link in (paper.links.documents, paper.links.withdrawal, paper.links.termination):
        if not re.fullmatch(r"https?://[!-~]+", link):
            raise PaperRefused("links", "a public link is a web address")
    clear = re.sub(r"[^0-9A-Za-z]", "", paper.payment.iban_masked)
    if len(clear) > _MAX_CLEAR_IBAN:
        raise PaperRefused("iban", "the account is shown masked")


def _refuse_bad_signature(signature: "Signature") -> None:
    if bool(signature.strokes) == bool(signature.typed_name):
        raise PaperRefused("signature", "either drawn or typed")
    if signature.strokes:
        if not (0 < signature.width <= 10_000 and 0 < signature.height <= 10_000):
            raise PaperRefused("signature", "the drawing has a size")
        if len(signature.strokes) > _MAX_PATH or not _PATH.fullmatch(signature.strokes):
            raise PaperRefused("signature", "the drawing is SVG path data and nothing else")


def refuse_unlawful(paper: "Paper") -> None:
    """Refuse what the consumer code forbids; the rule is named after its article."""
    payment = paper.payment
    taken = payment.mandate is not None or payment.iban_masked or payment.due_today_cents
    if taken and not paper.payment_allowed_now:
        reason = "nothing is paid or authorised within seven days of an off-premises contract"
        raise PaperRefused("L221-10", reason)
    if payment.mandate and not payment.iban_masked:
        raise PaperRefused("SEPA", "a mandate names the account")
    if paper.copy_medium == "electronic" and not any(
        consent.code == DURABLE_COPY and consent.given for consent in paper.consents
    ):
        raise PaperRefused("L221-9", "an electronic copy needs the customer's agreement")
    if paper.signature and not (paper.handover and paper.handover.at <= paper.signature.signed_at):
        raise PaperRefused("L221-5", "the information sheet is handed over before signing")
