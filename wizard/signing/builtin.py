"""The built-in ceremony: a mark drawn, a code on the customer's own phone, a seal.

A simple electronic signature (SES). What is signed is a file: its hash is written down when the
customer signs, the code confirms that hash and no other, and the same file is sealed.
The whole of it takes place on one device, the adviser's tablet or the customer's own: the evidence
names it.
"""

from datetime import datetime

from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork
from extranet.core.i18n import N_
from extranet.documents.evidence import SignedFile
from extranet.documents.keeping import StoredDocument, fetch, keep
from extranet.documents.papers import Paper
from extranet.documents.rendering import render_contract
from extranet.documents.workshop import in_workshop
from wizard.confirmation import Answer, Outcome, TooManyCodes, judge_code, send_code
from wizard.records import SaleRecord
from wizard.signing.channels import reach_for_code
from wizard.signing.conclusion import announce, seal_contract
from wizard.signing.handover import owner_of
from wizard.signing.mark import Mark
from wizard.signing.papers import make_paper
from wizard.signing.port import Concluded, Refused, SignatureLevel, device_of
from wizard.signing.proof import SignedPaper
from wizard.signing.totals import total_in_words
from wizard.states import SaleState, move

_NOTE_MARK = """
INSERT INTO signature (sale_id, adviser_id, agency_id, document_id, document_sha256, level,
    manner, sealed_mark, drawn_at, device_of)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (sale_id) DO UPDATE SET document_id = excluded.document_id,
    document_sha256 = excluded.document_sha256, level = excluded.level, manner = excluded.manner,
    sealed_mark = excluded.sealed_mark, drawn_at = excluded.drawn_at,
    device_of = excluded.device_of, confirmed_at = NULL
"""
_WHAT_WAS_SIGNED = """
SELECT g.document_sha256, g.sealed_mark, g.drawn_at, g.device_of,
    d.id, d.sale_id, d.kind, d.sha256, d.size, d.page_count, d.storage_key, d.created_at
FROM signature g JOIN document d ON d.id = g.document_id WHERE g.sale_id = $1
"""

_READ_AGAIN = N_("Le contrat a changé depuis la signature. Le client le relit et signe de nouveau.")
_WHY = {
    Outcome.USED_UP: N_("Cinq codes faux : ce code ne sert plus. Envoyez-en un nouveau."),
    Outcome.EXPIRED: N_("Ce code a plus de dix minutes. Envoyez-en un nouveau."),
    Outcome.OUTDATED: N_("Aucun code n’est en attente pour ce contrat. Envoyez-en un nouveau."),
}
_ONE_LEFT = N_("Ce code n’est pas le bon. Il reste un essai.")
_SOME_LEFT = N_("Ce code n’est pas le bon. Il reste %(left)s essais.")


class NoReach(Exception):
    """The customer has neither a mobile nor an e-mail address for a code."""


class BuiltinSigning:
    """The ceremony on the adviser's tablet; needs no outside service."""

    level: SignatureLevel = "SES"

    async def begin(self, work: UnitOfWork, record: SaleRecord, mark: Mark, place: str) -> str:
        """Make the contract that bears `mark`, keep it, and send the code that confirms it.

        With three codes already sent in ten minutes none is sent now: the page that goes on says
        when the next one may leave.
        """
        signed_at = now()
        paper = _signed_paper(record, signed_at, mark)
        rendered = await in_workshop(render_contract, paper)
        contract = await keep(
            work,
            owner_of(record),
            "contract",
            rendered.pdf,
            page_count=rendered.page_count,
            made_at=signed_at,
        )
        await self._note_mark(work, record, contract, mark)
        try:
            await self.send_code(work, record, contract.sha256)
        except TooManyCodes:
            work.record("code:withhold", "sale", record.id)
        return f"{place}/code"

    async def send_code(self, work: UnitOfWork, record: SaleRecord, sha256: str) -> None:
        """Send a new code for the signed document; raises `TooManyCodes` or `NoReach`."""
        reach = reach_for_code(record)
        if reach is None:
            raise NoReach
        await send_code(
            work,
            owner_of(record),
            sha256,
            channel=reach.channel,
            recipient=reach.recipient,
            locale=record.locale,
            number=record.number,
            total=total_in_words(record, record.locale),
        )

    async def confirm(
        self, work: UnitOfWork, record: SaleRecord, proof: str
    ) -> Concluded | Refused:
        """Take the code the customer read out, and conclude the contract."""
        row = await work.one(_WHAT_WAS_SIGNED, record.id)
        here = row is not None and row["device_of"] == device_of(work.actor)
        paper = await _still_said(record, row) if row and here else None
        if row is None or paper is None or record.handover is None:
            work.record("signature:lapse", "sale", record.id)
            return Refused(_READ_AGAIN, {}, lost=True)
        answer = await judge_code(work, record.id, row["document_sha256"], proof)
        if answer.outcome is not Outcome.RIGHT:
            return _refusal(answer)
        confirmed_at = now()
        await self._confirm_mark(work, record, row, confirmed_at)
        contract = await fetch(StoredDocument.of(row))
        signed = SignedPaper(
            paper, SignedFile.of("contract", contract), record.handover, confirmed_at, self.level
        )
        sealed = await seal_contract(work, record, contract, signed)
        await announce(work, record, sealed, confirmed_at)
        return Concluded(confirmed_at)

    async def _note_mark(
        self, work: UnitOfWork, record: SaleRecord, contract: StoredDocument, mark: Mark
    ) -> None:
        await work.run(
            _NOTE_MARK,
            record.id,
            record.adviser_id,
            record.agency_id,
            contract.id,
            contract.sha256,
            self.level,
            mark.manner,
            mark.seal(record.id),
            contract.created_at,
            device_of(work.actor),
        )
        before = await move(work, record.id, SaleState.OUT_FOR_SIGNATURE)
        work.record(
            "signature:draw",
            "sale",
            record.id,
            before={"state": before},
            after={
                "manner": mark.manner,
                "document_sha256": contract.sha256,
                "device_of": device_of(work.actor),
            },
        )

    async def _confirm_mark(
        self, work: UnitOfWork, record: SaleRecord, row: Row, at: datetime
    ) -> None:
        await work.run("UPDATE signature SET confirmed_at = $2 WHERE sale_id = $1", record.id, at)
        work.record(
            "signature:confirm",
            "sale",
            record.id,
            after={"document_sha256": row["document_sha256"], "level": self.level},
        )


async def _still_said(record: SaleRecord, row: Row) -> Paper | None:
    """The paper that was signed, if the sale still says the same; None when an answer changed.

    The contract is made again from today's answers and the mark: the same answers give the same
    bytes, so that the code can only ever confirm what the customer read.
    """
    mark = Mark.open(row["sealed_mark"], record.id)
    paper = _signed_paper(record, row["drawn_at"], mark)
    made = await in_workshop(render_contract, paper)
    return paper if made.sha256 == row["document_sha256"] else None


def _signed_paper(record: SaleRecord, at: datetime, mark: Mark) -> Paper:
    """The contract that bears `mark`; it says which way its code goes."""
    reach = reach_for_code(record)
    return make_paper(
        record,
        at,
        mark=mark,
        level=BuiltinSigning.level,
        code_channel=reach.channel if reach else None,
    )


def _refusal(answer: Answer) -> Refused:
    if answer.outcome is Outcome.WRONG and answer.code:
        left = answer.code.tries_left
        return Refused(_ONE_LEFT if left == 1 else _SOME_LEFT, {"left": left})
    return Refused(_WHY[answer.outcome], {})
