"""What people tell the rooms above."""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.events import Event


@dataclass(frozen=True, slots=True)
class SalesHandedOver(Event):
    """What somebody has under way is somebody else's from now on."""

    former_id: UUID
    successor_id: UUID
