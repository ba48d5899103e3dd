"""Whatever is changed in the rows of a sealed journal, wherever, is found; nothing else is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.seal.dropping import Dropping
from audit.seal.explaining import explain
from audit.seal.findings import Finding, Kind
from audit.seal.leaves import hash_of
from audit.seal.merkle import Frontier, Part
from audit.seal.notes import SigningKey, sign_checkpoint
from audit.seal.walking import Stretch, Walk

KEY = SigningKey.of("palier.example/journal", bytes(32))
START = datetime(2026, 11, 22, tzinfo=UTC)
Rows = list[dict[str, Any]]


@dataclass
class Journal:
    """The rows of a sealed journal."""

    leaves: Rows
    checkpoints: Rows
    kept: dict[Part, bytes]

    @property
    def size(self) -> int:
        return int(self.checkpoints[-1]["size"])


def written(seq: int) -> dict[str, Any]:
    at = START + timedelta(seconds=seq)
    return {
        "seq": seq,
        "id": UUID(int=seq),
        "at": f"{at:%Y-%m-%dT%H:%M:%S}.000000Z",
        "seconds": at.timestamp(),
        "actor_id": UUID(int=7),
        "actor_kind": "adviser",
        "role": "adviser",
        "agency_id": None,
        "act": "sale:view",
        "object_kind": "sale",
        "object_id": UUID(int=seq % 5),
        "facts": '{"before": {}, "after": {"rank": 1}}',
        "details_digest": "00" * 32,
        "behind_id": None,
        "details_hold": True,
    }


def sealed(batches: list[int]) -> Journal:
    journal = Journal([], [], {})
    tree = Frontier()
    for many in batches:
        for _ in range(many):
            row = written(tree.size + 1)
            hashed = hash_of(row)
            journal.leaves.append(
                {"position": tree.size, "sealed_seq": row["seq"], "hash": hashed} | row
            )
            for height, root in tree.add(hashed):
                journal.kept[height, (tree.size >> height) - 1] = root
        at = START + timedelta(seconds=tree.size + 5)
        note = sign_checkpoint(KEY, tree.size, tree.root(), at)
        journal.checkpoints.append({"size": tree.size, "root": tree.root(), "note": note, "at": at})
    return journal


def walked(journal: Journal, stretch: int) -> list[Finding]:
    findings: list[Finding] = []
    walk = Walk(Frontier(), [KEY.public], [], Dropping(None), findings.append)
    for start in range(0, journal.size, stretch):
        end = min(start + stretch, journal.size)
        walk.follow(
            Stretch(
                start,
                end,
                [row for row in journal.leaves if start <= row["position"] < end],
                [row for row in journal.checkpoints if start < row["size"] <= end],
                journal.kept,
            )
        )
    walk.end()
    return findings + explain(walk.odd, [])[0]


journals = st.lists(
    st.one_of(st.integers(1, 9), st.integers(200, 300)), min_size=1, max_size=3
).map(sealed)
stretches = st.sampled_from([64, 256, 4096])


@settings(max_examples=15)
@given(journals, stretches)
def test_a_journal_as_it_was_sealed_has_no_findings(journal: Journal, stretch: int) -> None:
    assert walked(journal, stretch) == []


def entry_changed(rows: Rows, place: int, other: int) -> Kind:
    rows[place]["act"] = "sale:list"
    return Kind.CHANGED


def entry_removed(rows: Rows, place: int, other: int) -> Kind:
    rows[place] |= dict.fromkeys(written(1))
    return Kind.REMOVED


def details_changed(rows: Rows, place: int, other: int) -> Kind:
    rows[place]["details_hold"] = False
    return Kind.DETAILS


def leaf_changed(rows: Rows, place: int, other: int) -> Kind:
    rows[place]["hash"] = bytes(31) + b"1"
    return Kind.LEAF_CHANGED


def leaf_removed(rows: Rows, place: int, other: int) -> Kind:
    del rows[place]
    return Kind.LEAF_REMOVED


def rewritten(rows: Rows, place: int, other: int) -> Kind:
    rows[place]["act"] = "sale:list"
    rows[place]["hash"] = hash_of(rows[place])
    return Kind.REWRITTEN


def leaves_exchanged(rows: Rows, place: int, other: int) -> Kind:
    rows[place]["position"], rows[other]["position"] = other, place
    rows.sort(key=lambda row: row["position"])
    return Kind.REORDERED


def numbers_exchanged(rows: Rows, place: int, other: int) -> Kind:
    for name in written(1):
        if name != "seq":
            rows[place][name], rows[other][name] = rows[other][name], rows[place][name]
    return Kind.RENUMBERED


def dated_back(rows: Rows, place: int, other: int) -> Kind:
    rows[place]["seconds"] -= 4_000_000
    return Kind.MISDATED


ALONE: list[Callable[[Rows, int, int], Kind]] = [
    entry_changed,
    entry_removed,
    details_changed,
    leaf_changed,
    leaf_removed,
    rewritten,
]
IN_PAIRS: list[Callable[[Rows, int, int], Kind]] = [leaves_exchanged, numbers_exchanged, dated_back]


@settings(max_examples=40)
@given(journals, stretches, st.sampled_from(ALONE), st.data())
def test_one_change_anywhere_is_named(
    journal: Journal, stretch: int, change: Callable[[Rows, int, int], Kind], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, journal.size - 1))
    kind = change(journal.leaves, place, place)
    found = walked(journal, stretch)
    assert kind in [finding.kind for finding in found]
    named = {finding.kind for finding in found}
    assert named <= {kind, Kind.REWRITTEN}


@settings(max_examples=40)
@given(journals, stretches, st.sampled_from(IN_PAIRS), st.data())
def test_one_exchange_anywhere_is_named(
    journal: Journal, stretch: int, change: Callable[[Rows, int, int], Kind], data: st.DataObject
) -> None:
    if journal.size < 2:
        journal = sealed([1, 1])
    place = data.draw(st.integers(1, journal.size - 1))
    other = data.draw(st.integers(0, place - 1))
    kind = change(journal.leaves, place, other)
    found = {finding.kind for finding in walked(journal, stretch)}
    # Leaves that changed places far apart are named by the checkpoints they lie before.
    allowed = {kind, Kind.REWRITTEN} if kind is Kind.REORDERED else {kind}
    assert found
    assert found <= allowed


@settings(max_examples=15)
@given(journals, stretches, st.data())
def test_a_checkpoint_changed_or_taken_out_hides_nothing(
    journal: Journal, stretch: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(journal.checkpoints) - 1))
    changed = replace(journal, checkpoints=[dict(row) for row in journal.checkpoints])
    changed.checkpoints[place]["root"] = bytes(32)
    assert [finding.kind for finding in walked(changed, stretch)] == [Kind.CHECKPOINT]
    entry_changed(journal.leaves, data.draw(st.integers(0, journal.size - 1)), 0)
    if place < len(journal.checkpoints) - 1:
        del journal.checkpoints[place]
    assert [finding.kind for finding in walked(journal, stretch)] == [Kind.CHANGED]
