"""What happens to somebody's second factor is told them by e-mail."""

from enum import StrEnum
from uuid import UUID

from extranet.core.database import UnitOfWork


class News(StrEnum):
    """What is told; each is a job of its own, whose payload is the person."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    AUTHENTICATOR_ADDED = "authenticator_added"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    RESET = "factor_reset"
    GUESSED = "factor_guessed"
    """The password was right and the second factor wrong, too often to be a slip."""

    @property
    def job(self) -> str:
        """The name of the job that writes the mail."""
        return f"tell_{self.value}"


async def tell(work: UnitOfWork, news: News, person_id: UUID | None = None) -> None:
    """Have `news` told to `person_id`, by default the actor, once `work` is committed."""
    whom = person_id or work.actor.person_id
    await work.enqueue(news.job, str(whom), urgent=True)
