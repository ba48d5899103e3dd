"""What the wizard does in the background."""

from uuid import UUID

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound
from extranet.core.jobs import PermanentFailure, job
from wizard.passing_on import TELL, tell
from wizard.phone_choice import SEND_LINK
from wizard.signing.handover import hand_over_sale
from wizard.signing.phone_link import send_chosen_link


@job("hand_over_information")
async def hand_over_information(payload: str) -> None:
    """Hand the pre-contract sheet of the sale `payload` over, once per sheet."""
    # Housekeeping: a sale may be found handed over once it is locked, which is nobody's act. A
    # handover itself is always journalled.
    async with unit_of_work(worker("hand_over_information"), housekeeping=True) as work:
        try:
            await hand_over_sale(work, UUID(payload))
        except NotFound as gone:
            raise PermanentFailure(f"there is no sale {payload}") from gone


@job(SEND_LINK)
async def send_signing_link(payload: str) -> None:
    """Have the customer of the sale `payload` sign on their own phone: one link per sale."""
    # Housekeeping: the link may have left before, which is nobody's act. A link is journalled.
    async with unit_of_work(worker(SEND_LINK), housekeeping=True) as work:
        try:
            await send_chosen_link(work, UUID(payload))
        except NotFound as gone:
            raise PermanentFailure(f"there is no sale {payload}") from gone


@job(TELL)
async def tell_sales_passed_on(payload: str) -> None:
    """Tell whoever took sales over: `payload` says who had them and who has them."""
    former, successor = payload.split("/")
    async with unit_of_work(worker(TELL)) as work:
        try:
            await tell(work, UUID(former), UUID(successor))
        except NotFound as gone:
            raise PermanentFailure(f"nobody to tell: {successor}") from gone
