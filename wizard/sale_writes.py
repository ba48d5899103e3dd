"""The statements that change a sale. Each is one round trip.

A change is written on the revision it was decided on: when another request was faster, the
statement touches nothing and says so, and the caller decides again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.catalogue.reading import STAMP
from extranet.core.access import Actor
from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id
from wizard.cart import CartLine
from wizard.journey import Journey
from wizard.states import SaleState
from wizard.submissions import Submission
from wizard.terms import ADVISER, COLUMNS, IN_CATALOGUE, RENEW_PARTIES, SELLER, SOURCE

_KEEP_SUBMISSION = """
kept AS (
    INSERT INTO submission
        (id, sale_id, adviser_id, agency_id, step, seq, answers, digest, captured_at)
    SELECT $2, id, adviser_id, agency_id, $3, $4, $5, $6, $7 FROM moved)
"""
_KEEP = f"""
{_KEEP_SUBMISSION},
newest AS (
    INSERT INTO sale_step (id, sale_id, adviser_id, agency_id, step, seq, answers, captured_at)
    SELECT $2, id, adviser_id, agency_id, $3, $4, $8, $7 FROM moved
    ON CONFLICT (sale_id, step) DO UPDATE
        SET id = excluded.id, seq = excluded.seq, answers = excluded.answers,
            captured_at = excluded.captured_at)
SELECT number FROM moved
"""  # noqa: S608 (our own constant)

_CHANGE = f"""
WITH moved AS (
    UPDATE sale SET state = $9, step = $10, customer_name = $11, today_cents = $12,
        month_cents = $13, changed_at = now(), revision = revision + 1
    WHERE id = $1 AND revision = $14
    RETURNING id, adviser_id, agency_id, number),
{_KEEP}
"""  # noqa: S608 (our own constant)

_NUMBER = """
to_char(now() AT TIME ZONE 'Europe/Paris', '"V-"YYYY"-"')
    || lpad(value, greatest(6, length(value)), '0')
"""

_OPEN = f"""
WITH next AS (SELECT nextval('sale_number')::text AS value),
moved AS (
    INSERT INTO sale (id, state, step, customer_name, today_cents, month_cents, journey,
        journey_version, locale, adviser_id, agency_id, adviser, seller, number)
    SELECT $1, $9, $10, $11, $12, $13, $14, $15, $16, s.adviser_id, s.agency_id, {ADVISER},
        {SELLER}, {_NUMBER}
    FROM next, (VALUES ($17::uuid, $18::uuid)) AS s (adviser_id, agency_id)
    RETURNING id, adviser_id, agency_id, number),
{_KEEP}
"""  # noqa: S608 (our own constants)

# A sale that nothing else is known of than that it was begun and given up.
_GIVEN_UP = f"""
WITH next AS (SELECT nextval('sale_number')::text AS value),
moved AS (
    INSERT INTO sale (id, state, step, journey, journey_version, locale, adviser_id, agency_id,
        adviser, seller, number)
    SELECT $1, 'dropped', $8, $9, $10, $11, s.adviser_id, s.agency_id, {ADVISER}, {SELLER},
        {_NUMBER}
    FROM next, (VALUES ($12::uuid, $13::uuid)) AS s (adviser_id, agency_id)
    RETURNING id, adviser_id, agency_id, number),
{_KEEP_SUBMISSION}
SELECT number FROM moved
"""  # noqa: S608 (our own constants)

_ASIDE = """
INSERT INTO submission (id, sale_id, adviser_id, agency_id, step, seq, answers, digest, captured_at)
SELECT $2, id, adviser_id, agency_id, $3, $4, $5, $6, $7 FROM sale WHERE id = $1
"""

_LINES = f"""
INSERT INTO sale_line (id, sale_id, adviser_id, agency_id, position, product_id, quantity,
    unit_price_cents, total_cents, {COLUMNS})
SELECT line.id, s.id, s.adviser_id, s.agency_id, line.position, line.product_id, line.quantity,
    line.unit_price_cents, line.total_cents, {IN_CATALOGUE}
FROM sale s, jsonb_to_recordset($2::jsonb) AS line (id uuid, position int, product_id uuid,
    quantity int, unit_price_cents int, total_cents int), {SOURCE}
WHERE s.id = $1 AND p.id = line.product_id AND {STAMP} = $3
"""  # noqa: S608 (our own constants)

_RENEW = f"""
WITH renewed AS (UPDATE sale s SET {RENEW_PARTIES} WHERE s.id = $1)
DELETE FROM sale_line WHERE sale_id = $1
"""  # noqa: S608 (our own constants)

_FORGET = """
UPDATE sale_step SET answers = answers - $3::text WHERE sale_id = $1 AND step = $2
"""


class Overtaken(Exception):
    """The sale or the catalogue changed while this submission was being judged: judge it again."""


@dataclass(frozen=True, slots=True)
class Written:
    """The columns of a sale that follow from its answers."""

    state: SaleState
    step: str
    customer_name: str
    today_cents: int
    month_cents: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What a sale is born with."""

    journey: str
    version: int
    locale: str
    adviser_id: UUID
    agency_id: UUID


def opening_by(actor: Actor, journey: Journey) -> Opening:
    """What a sale is born with that this person opens."""
    if actor.person_id is None or actor.agency_id is None:
        raise PermissionError("a sale is opened by a person of an agency")
    return Opening(journey.name, journey.version, actor.locale, actor.person_id, actor.agency_id)


async def write_opening(
    work: UnitOfWork,
    submission: Submission,
    masked: Mapping[str, Any],
    sealed: Mapping[str, Any],
    written: Written,
    opening: Opening,
) -> str:
    """Insert the sale with its first step; return its number."""
    number = await work.value(
        _OPEN,
        *_step(submission, masked),
        json.dumps(sealed),
        *_columns(written),
        *_born(opening),
    )
    return str(number)


async def write_given_up(
    work: UnitOfWork, submission: Submission, opening: Opening, first_step: str
) -> str:
    """Insert a dropped sale with nothing but the submission that gave it up; return its number."""
    parameters = (*_step(submission, {}), first_step, *_born(opening))
    return str(await work.value(_GIVEN_UP, *parameters))


async def write_step(
    work: UnitOfWork,
    submission: Submission,
    masked: Mapping[str, Any],
    sealed: Mapping[str, Any],
    written: Written,
    revision: int,
) -> None:
    """Store a step and what follows from it; raise `Overtaken` when `revision` is no longer."""
    number = await work.value(
        _CHANGE, *_step(submission, masked), json.dumps(sealed), *_columns(written), revision
    )
    if number is None:
        raise Overtaken


async def write_aside(work: UnitOfWork, submission: Submission, masked: Mapping[str, Any]) -> None:
    """Keep a submission that changes no answer (a newer one of its step was faster, or it is no
    answer); the sale stays as it is."""
    await work.run(_ASIDE, *_step(submission, masked))


async def renew_terms(work: UnitOfWork, sale_id: UUID) -> None:
    """Take away the lines the sale had, and name its seller and adviser as they stand today."""
    await work.run(_RENEW, sale_id)


async def write_lines(
    work: UnitOfWork,
    sale_id: UUID,
    lines: tuple[CartLine, ...],
    ids: Mapping[str, UUID],
    stamp: str,
) -> None:
    """Write the lines of a sale that has none, with the terms of the catalogue of `stamp`.

    Raise `Overtaken` when the catalogue is no longer that one.
    """
    rows = [
        {
            "id": str(new_id()),
            "position": position,
            "product_id": str(ids[line.product["code"]]),
            "quantity": line.quantity,
            "unit_price_cents": line.product["price_cents"],
            "total_cents": line.total_cents,
        }
        for position, line in enumerate(lines, start=1)
    ]
    if await work.run(_LINES, sale_id, json.dumps(rows), stamp) != len(rows):
        raise Overtaken


async def forget_secret(work: UnitOfWork, sale_id: UUID, step: str, field: str) -> None:
    """Take a secret out of the answers kept."""
    await work.run(_FORGET, sale_id, step, field)


async def void_drafts(work: UnitOfWork, sale_id: UUID) -> None:
    """Take back the sheet handed over and the signature drawn: they are of other content."""
    await work.run("DELETE FROM handover WHERE sale_id = $1", sale_id)
    await work.run("DELETE FROM signature WHERE sale_id = $1", sale_id)
    await work.run(
        "UPDATE signing_link SET read_at = NULL WHERE sale_id = $1 AND read_at IS NOT NULL", sale_id
    )


def _step(submission: Submission, masked: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        submission.sale,
        submission.id,
        submission.step,
        submission.seq,
        json.dumps(masked),
        submission.digest,
        submission.captured_at,
    )


def _born(opening: Opening) -> tuple[object, ...]:
    return (
        opening.journey,
        opening.version,
        opening.locale,
        opening.adviser_id,
        opening.agency_id,
    )


def _columns(written: Written) -> tuple[object, ...]:
    return (
        written.state.value,
        written.step,
        written.customer_name,
        written.today_cents,
        written.month_cents,
    )
