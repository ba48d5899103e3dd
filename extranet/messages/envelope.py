"""What a waiting message holds: recipient and text, sealed for one message."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from extranet.core.vault import vault


@dataclass(frozen=True, slots=True)
class Envelope:
    """An SMS (`text` alone) or an e-mail (`subject`, `text` and the same in `html`)."""

    recipient: str
    text: str
    subject: str = ""
    html: str = ""

    def seal(self, message_id: UUID) -> bytes:
        """The envelope, readable only as that of `message_id`."""
        return vault().seal(json.dumps(asdict(self)).encode(), str(message_id))

    @classmethod
    def open(cls, sealed: bytes, message_id: UUID) -> "Envelope":
        """The envelope `seal` made; raises `SealBroken` for anything else."""
        return cls(**json.loads(vault().open(sealed, str(message_id))))
