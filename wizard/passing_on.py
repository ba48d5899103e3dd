"""What an adviser has under way passes to another: everything that is not signed, with all that
hangs on it, in one transaction.

Signed and dropped sales stay with whoever made them. The customer meets nothing of it: links and
codes that are out hold good.
"""

from uuid import UUID

from extranet.core.database import UnitOfWork
from extranet.core.errors import NotFound
from extranet.core.settings import installed
from extranet.messages.sending import send
from extranet.people.events import SalesHandedOver

TELL = "tell_sales_passed_on"
"""The job that tells whoever took sales over; payload: who had them and who has them, parted by a
stroke."""

_PASS = "SELECT * FROM pass_on_sales($1, $2)"  # noqa: S105 (a query)
_LATELY = """
    SELECT p.email, p.first_name, p.locale, (SELECT count(*) FROM sale_pass_on o
        WHERE o.former_id = $1 AND o.adviser_id = p.id
            AND o.passed_at > now() - interval '1 day') AS sales
    FROM person p WHERE p.id = $2 AND p.active
"""


async def pass_on(work: UnitOfWork, news: SalesHandedOver) -> None:
    """Give every sale that is not signed to the successor, each journalled, and have them told.

    Nothing passes to somebody who does not sell, or whom whoever acts does not reach.
    """
    passed = await work.all(_PASS, news.former_id, news.successor_id)
    for sale in passed:
        work.record(
            "sale:pass_on",
            "sale",
            sale["sale_id"],
            before={"adviser": news.former_id},
            after={"adviser": news.successor_id},
            personal={"former": sale["former_name"], "name": sale["successor_name"]},
        )
    if passed:
        await work.enqueue(TELL, f"{news.former_id}/{news.successor_id}")


async def tell(work: UnitOfWork, former_id: UUID, successor_id: UUID) -> None:
    """Tell the successor how many sales are theirs now, and where; nothing of any customer."""
    row = await work.one(_LATELY, former_id, successor_id)
    if row is None:
        raise NotFound
    await send(
        work,
        None,
        channel="email",
        kind="sales_passed_on",
        recipient=row["email"],
        locale=row["locale"],
        first_name=row["first_name"],
        sales=row["sales"],
        link=f"{installed().public_url}/sales",
    )
