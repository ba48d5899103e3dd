"""A sale as it stands when a step arrives: read in one query, with what that step meets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.catalogue.reading import STAMP
from extranet.core.database import Row
from extranet.core.row_security import PERSON
from wizard.journey import Journey
from wizard.path import Path
from wizard.published import journeys
from wizard.receipts import SaleNews
from wizard.secrets import is_secret, open_secrets
from wizard.states import SaleState
from wizard.submissions import Submission
from wizard.terms import OUTDATED

NOW = f"""
SELECT s.number, s.state, s.erased_at IS NOT NULL AS erased, s.revision, s.journey,
    s.journey_version, s.customer_name, s.today_cents, s.month_cents, seen.digest AS seen,
    {STAMP} AS stamp, {OUTDATED} AS outdated,
    (SELECT coalesce(json_agg(json_build_object(
            'step', t.step, 'answers', t.answers, 'seq', t.seq, 'id', t.id)), '[]')
        FROM sale_step t WHERE t.sale_id = s.id) AS steps,
    EXISTS (SELECT FROM handover h WHERE h.sale_id = s.id) AS handed,
    EXISTS (SELECT FROM signature g WHERE g.sale_id = s.id) AS drawn,
    EXISTS (SELECT FROM submission u WHERE u.sale_id = s.id
        AND u.answers = '{{"where": "phone"}}') AS on_phone,
    address_refused(CASE WHEN $4::boolean THEN coalesce($3::jsonb, (SELECT t.answers
        FROM sale_step t WHERE t.sale_id = s.id AND t.step = 'address')) END) AS refused,
    NOT sells({PERSON}) AS stopped,
    CASE WHEN s.id IS NULL THEN passed_on(asked.sale, asked.submission) END AS passed_on
FROM (VALUES ($1::uuid, $2::uuid)) AS asked (submission, sale)
LEFT JOIN sale s ON s.id = asked.sale
LEFT JOIN submission seen ON seen.id = asked.submission
"""  # noqa: S608 (our own constants)
"""Always one row: of a sale that is not there (or not the actor's), with empty columns.

`$4` asks whether the address is on the refusal list: the one in `$3`, else the sale's own."""


@dataclass(frozen=True, slots=True)
class KeptStep:
    """The newest answers of a step, and the submission they came by."""

    answers: dict[str, Any]
    seq: int
    id: UUID


@dataclass(frozen=True, slots=True)
class SaleNow:
    """What is known of the sale; `state` and `journey` are None while there is none."""

    id: UUID
    number: str
    state: SaleState | None
    erased: bool
    """Whether its customer was erased: nothing more is taken of it."""
    revision: int
    journey: Journey | None
    customer_name: str
    today_cents: int
    month_cents: int
    steps: dict[str, KeptStep]
    handed: bool
    drawn: bool
    on_phone: bool
    """Whether the adviser chose that the customer signs on their own phone."""
    outdated: bool
    """Whether catalogue, seller or adviser have changed since the lines were written."""
    refused: bool
    """Whether the address asked about is on the refusal list."""
    stopped: bool
    """Whether who asks may sell nothing today: suspended, or without a contract in force."""
    seen: bytes | None
    passed_on: bytes | None
    """The digest of what had arrived of it, of a sale that was the actor's and is somebody else's
    now; empty if nothing had, None of any other sale."""
    stamp: str

    @property
    def news(self) -> SaleNews | None:
        """What a tablet is told of the sale."""
        return None if self.state is None else SaleNews(self.id, self.state, self.number)

    def answers(self) -> dict[str, dict[str, Any]]:
        """Every step's newest answers with the secrets in clear, for the rules alone."""
        found = {}
        for name, kept in self.steps.items():
            step = self.journey.step(name) if self.journey else None
            found[name] = open_secrets(self.id, step, kept.answers) if step else kept.answers
        return found

    def is_superseded(self, submission: Submission) -> bool:
        """Whether a newer submission of the same step is already stored."""
        kept = self.steps.get(submission.step)
        return kept is not None and (kept.seq, kept.id) > submission.order

    def secrets_outside(self, path: Path, but: str) -> Iterator[tuple[str, str]]:
        """The secrets kept, as (step, field), that this way through the sale no longer asks for.

        `but` is the step just written: what is kept of it is already what counts.
        """
        for name, kept in self.steps.items():
            step = self.journey.step(name) if self.journey else None
            for field in kept.answers:
                asked = field in path.answers.get(name, {})
                if name != but and step and is_secret(step, field) and not asked:
                    yield name, field


def read_now(row: Row | None, sale_id: UUID) -> SaleNow:
    """The sale in a row of `NOW`."""
    if row is None:
        raise LookupError("NOW gives one row")
    there = row["state"] is not None
    return SaleNow(
        id=sale_id,
        number=row["number"] or "",
        state=SaleState(row["state"]) if there else None,
        erased=row["erased"],
        revision=row["revision"] or 0,
        journey=journeys().get(row["journey"], row["journey_version"]) if there else None,
        customer_name=row["customer_name"] or "",
        today_cents=row["today_cents"] or 0,
        month_cents=row["month_cents"] or 0,
        steps={
            one["step"]: KeptStep(one["answers"], one["seq"], UUID(one["id"]))
            for one in json.loads(row["steps"])
        },
        handed=row["handed"],
        drawn=row["drawn"],
        on_phone=row["on_phone"],
        outdated=row["outdated"],
        refused=row["refused"] or False,
        stopped=row["stopped"] or False,
        seen=row["seen"],
        passed_on=row["passed_on"],
        stamp=row["stamp"],
    )
