"""What the server holds after a schedule, compared with what was typed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from e2e.faults.ledger import Ledger, follows, says
from e2e.faults.proxy import Proxy
from e2e.installation import Installation
from e2e.seller import rows
from wizard.journey import GIVE_UP

_STORED = ("stored", "already_stored")
_SUBMISSIONS = """
SELECT id::text, sale_id::text AS sale, step, seq, answers FROM submission
WHERE sale_id = ANY($1::uuid[]) ORDER BY sale_id, seq, received_at
"""
_NEWEST = """
SELECT sale_id::text AS sale, step, answers FROM sale_step WHERE sale_id = ANY($1::uuid[])
"""
_JOURNAL = """
SELECT object_id::text AS sale, (facts->'after'->>'seq')::int AS seq FROM entry
WHERE act IN ('sale:step', 'sale:give_up') AND object_id = ANY($1::uuid[]) ORDER BY object_id, seq
"""
_MESSAGES = """
SELECT sale_id::text AS sale, kind, count(*) AS written, count(i.id) AS arrived
FROM message m LEFT JOIN inbox_item i ON i.id = m.id
WHERE sale_id = ANY($1::uuid[]) GROUP BY sale_id, kind
"""
_CONTRACTS = """
SELECT s.id::text AS sale, s.state, s.signed_at IS NOT NULL AS signed,
    (SELECT count(*) FROM contract c WHERE c.sale_id = s.id) AS contracts
FROM sale s WHERE s.id = ANY($1::uuid[])
"""

Row = Mapping[str, Any]


def findings(installation: Installation, proxy: Proxy, ledger: Ledger) -> list[str]:
    """Everything that is not as it must be; empty when nothing was lost and nothing is twice."""
    return list(_Verdict(installation, proxy, ledger).found())


class _Verdict:
    def __init__(self, installation: Installation, proxy: Proxy, ledger: Ledger) -> None:
        self._installation = installation
        self._proxy = proxy
        self._ledger = ledger
        self._sales = list(dict.fromkeys(turn.sale for turn in ledger.turns))
        self._stored: dict[str, list[Row]] = defaultdict(list)
        for row in self._ask(_SUBMISSIONS):
            self._stored[row["sale"]].append(row)

    def found(self) -> Iterator[str]:
        """Every finding, of the submissions, then of what follows from them."""
        for sale in self._sales:
            yield from self._of_sale(sale)
        yield from self._of_receipts()
        yield from self._of_journal()
        yield from self._of_newest()
        yield from self._of_messages()
        yield from self._of_contracts()

    def _ask(self, query: str) -> list[dict[str, Any]]:
        return rows(self._installation, query, self._sales)

    def _of_sale(self, sale: str) -> Iterator[str]:
        stored, turns = self._stored[sale], self._ledger.of(sale)
        seqs = [row["seq"] for row in stored]
        whole = list(range(1, len(seqs) + 1))
        if self._may_miss(sale):
            turns = [replace(turn, sure=False) for turn in turns]
            whole = sorted(set(seqs))
        if seqs != whole:
            yield f"{sale}: the order of its submissions has holes or doubles: {seqs}"
        ends = [row for row in stored if row["step"] == GIVE_UP]
        if len(ends) != int(sale in self._ledger.given_up):
            yield f"{sale}: given up {len(ends)} times on the server, not as the adviser saw it"
        told = [(str(row["step"]), _comparable(row)) for row in stored if row not in ends]
        if not follows(told, turns):
            typed = [(turn.step, turn.kept, "sure" if turn.sure else "?") for turn in turns]
            yield f"{sale}: what is stored is not what was typed:\n    {told}\n    {typed}"

    def _may_miss(self, sale: str) -> bool:
        """Whether steps may be missing: what was refused goes when the sale is given up."""
        return any(self._proxy.sent[one]["sale"] == sale for one in self._let_go())

    def _let_go(self) -> set[str]:
        """The submissions that a giving up took with it: refused by the server, or on their way."""
        refused = {one.submission for one in self._proxy.receipts if one.outcome not in _STORED}
        ended, sent = set(self._ledger.given_up), self._proxy.sent
        return {
            one
            for one in refused | self._proxy.turned_away
            if one in sent and sent[one]["sale"] in ended
        }

    def _of_receipts(self) -> Iterator[str]:
        ids = {str(row["id"]) for stored in self._stored.values() for row in stored}
        outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        for receipt in self._proxy.receipts:
            outcomes[receipt.submission][receipt.outcome] += 1
        for submission, told in outcomes.items():
            if told["stored"] > 1:
                yield f"{submission}: stored {told['stored']} times"
            if any(told[outcome] for outcome in _STORED) and submission not in ids:
                yield f"{submission}: receipted, and not there"
        ours = {key for key, sent in self._proxy.sent.items() if sent["sale"] in self._sales}
        for submission in ours - ids - self._let_go():
            yield f"{submission}: sent, and not there in the end"
        for submission in ids - ours:
            yield f"{submission}: there, and never sent by the tablet"

    def _of_journal(self) -> Iterator[str]:
        entries: dict[str, list[int]] = defaultdict(list)
        for row in self._ask(_JOURNAL):
            entries[row["sale"]].append(row["seq"])
        for sale in self._sales:
            stored = [row["seq"] for row in self._stored[sale]]
            if entries[sale] != stored:
                yield f"{sale}: journalled {entries[sale]}, stored {stored}"

    def _of_newest(self) -> Iterator[str]:
        newest = {
            (sale, row["step"]): _comparable(row)
            for sale, stored in self._stored.items()
            for row in stored
            if row["step"] != GIVE_UP
        }
        for row in self._ask(_NEWEST):
            expected = newest.pop((row["sale"], row["step"]), {})
            if not says(_comparable(row), expected):
                yield f"{row['sale']}: the answers of {row['step']} are not the newest"
        yield from (f"{sale}: no answers of {step}" for sale, step in newest)

    def _of_messages(self) -> Iterator[str]:
        for row in self._ask(_MESSAGES):
            most = 1
            if row["kind"] == "documents":
                most += _changes_after_information(self._stored[row["sale"]])
            if row["written"] > most or row["arrived"] > row["written"]:
                yield (
                    f"{row['sale']}: {row['written']} messages « {row['kind']} » written, "
                    f"{row['arrived']} arrived, at most {most} expected"
                )

    def _of_contracts(self) -> Iterator[str]:
        for row in self._ask(_CONTRACTS):
            if (row["state"] == "dropped") != (row["sale"] in self._ledger.given_up):
                yield f"{row['sale']}: {row['state']}, not as the adviser saw it"
            if row["contracts"] != int(row["signed"]):
                yield f"{row['sale']}: {row['state']}, with {row['contracts']} contracts"


def _comparable(row: Row) -> dict[str, Any]:
    """The answers of a step as the ledger writes them."""
    answers = dict(row["answers"])
    if row["step"] == "products":
        return {"quantity": sum(line["quantity"] for line in answers["lines"])}
    return answers


def _changes_after_information(stored: list[Row]) -> int:
    """How often the sheet may have been given again: once for each change after it was."""
    informed = next((row["seq"] for row in stored if row["step"] == "information"), None)
    if informed is None:
        return 0
    return sum(row["seq"] > informed and row["step"] != "review" for row in stored)
