"""A sale's answers for the tablet that takes it up again."""

import json
from typing import Any
from uuid import UUID

from extranet.core.database import UnitOfWork
from wizard.booklet import ON_THE_TABLET
from wizard.published import journeys
from wizard.secrets import is_secret, open_secret
from wizard.states import EDITABLE, SaleState

_ANSWERS = """
WITH steps AS (SELECT step, answers, seq FROM sale_step WHERE sale_id = $1)
SELECT s.id, s.journey, s.journey_version, s.state,
    (SELECT coalesce(json_agg(to_json(steps)), '[]') FROM steps) AS steps,
    journal_record(CASE WHEN s.state = ANY ($4::text[])
        AND EXISTS (SELECT FROM steps WHERE jsonb_path_exists(answers, '$.*.sealed'))
        THEN $3::jsonb ELSE $2::jsonb END) AS journalled
FROM sale s WHERE s.id = $1
"""


async def load_answers(work: UnitOfWork, sale_id: UUID) -> dict[str, Any]:
    """The sale and the newest answers of each step of its booklet, `{sale, steps}`; one query.

    Secrets come in clear to the adviser who typed them, while the sale may still be edited, so
    that the customer is not asked twice; the journal says when. They are left out afterwards.
    Raises `NotFound` when the actor sees no such sale.
    """
    plain = work.view("sale:resume", "sale", sale_id)
    reveals = work.view("sale:reveal_secrets", "sale", sale_id)
    row = await work.one_or_404(
        _ANSWERS, sale_id, plain, reveals, [state.value for state in EDITABLE]
    )
    journey = journeys().get(row["journey"], row["journey_version"])
    editable = SaleState(row["state"]) in EDITABLE
    steps = {}
    for kept in json.loads(row["steps"]):
        step = journey.step(kept["step"])
        if step is None or step.kind not in ON_THE_TABLET:
            continue
        answers = {
            name: open_secret(sale_id, step.name, name, value) if is_secret(step, name) else value
            for name, value in kept["answers"].items()
            if editable or not is_secret(step, name)
        }
        steps[step.name] = {"answers": answers, "seq": kept["seq"]}
    return {
        "sale": {
            "id": str(row["id"]),
            "journey": row["journey"],
            "version": row["journey_version"],
            "state": row["state"],
        },
        "steps": steps,
    }
