"""The photos the steps of a sale name: awaited from then on, dropped once none names them.

Their bytes come later, by their hash (`extranet.documents.photos`).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id
from wizard.journey import Journey

Answers = Mapping[str, Mapping[str, Any]]

_NAME = """
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (id uuid, step text, field text,
        position int, sha256 text, size int, keep_days int)),
dropped AS (
    UPDATE photo p SET dropped_at = now() WHERE p.sale_id = $1 AND p.dropped_at IS NULL
        AND NOT EXISTS (SELECT FROM wanted w
            WHERE w.step = p.step AND w.field = p.field AND w.sha256 = p.sha256))
INSERT INTO photo (id, sale_id, adviser_id, agency_id, step, field, position, sha256, size,
    keep_until, kept_at, storage_key)
SELECT w.id, s.id, s.adviser_id, s.agency_id, w.step, w.field, w.position, w.sha256, w.size,
    now() + make_interval(days => w.keep_days), known.kept_at, known.storage_key
FROM sale s CROSS JOIN wanted w LEFT JOIN LATERAL (
    SELECT o.kept_at, o.storage_key FROM photo o
    WHERE o.adviser_id = s.adviser_id AND o.sha256 = w.sha256 AND o.kept_at IS NOT NULL
        AND o.dropped_at IS NULL
    LIMIT 1 FOR KEY SHARE) known ON true
WHERE s.id = $1
ON CONFLICT (sale_id, step, field, sha256) DO UPDATE
    SET dropped_at = NULL, position = excluded.position
"""


def named_photos(journey: Journey, answers: Answers) -> Iterator[dict[str, Any]]:
    """Every photo the answers of a sale name, with its place and how long it is kept."""
    for step in journey.steps:
        for field in step.fields:
            if field.type != "photo":
                continue
            for position, photo in enumerate(answers.get(step.name, {}).get(field.name, [])):
                yield {
                    "step": step.name,
                    "field": field.name,
                    "position": position,
                    "sha256": photo["sha256"],
                    "size": photo["bytes"],
                    "keep_days": field.keep_days,
                }


async def settle_photos(
    work: UnitOfWork, sale_id: UUID, journey: Journey, before: Answers, after: Answers
) -> None:
    """Await the photos that the answers of a sale name now, and drop those that only the answers
    before named. No round trip where there are none.

    One that its adviser has sent already, for this sale or another, is there at once.
    """
    named = list(named_photos(journey, after))
    if named or any(named_photos(journey, before)):
        await _name(work, sale_id, named)


async def drop_photos(work: UnitOfWork, sale_id: UUID) -> None:
    """Drop every photo of a sale that leads nowhere."""
    await _name(work, sale_id, [])


async def _name(work: UnitOfWork, sale_id: UUID, photos: list[dict[str, Any]]) -> None:
    named = [{**photo, "id": str(new_id())} for photo in photos]
    await work.run(_NAME, sale_id, json.dumps(named))
