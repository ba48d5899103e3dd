"""Taking the bytes of a photo, wherever they come from."""

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.documents import photos
from extranet.documents.photos import PhotoRefused, Standing
from extranet.documents.pieces import Piece


async def take_piece(actor: Actor, sha256: str, piece: Piece) -> Standing:
    """Take a piece of a photo of the actor's, in a unit of work of its own.

    Raises like `photos.receive`. What was here of a photo that is refused is forgotten by then.
    """
    try:
        # Housekeeping: a piece is nobody's act yet. A photo that is whole is journalled.
        async with unit_of_work(actor, housekeeping=True) as work:
            return await photos.receive(work, sha256, piece)
    except PhotoRefused as refused:
        async with unit_of_work(actor) as work:
            await photos.forget_pieces(work, sha256)
            facts = {"sha256": sha256, "problem": refused.code}
            work.record("photo:refuse", "photo", None, after=facts)
        raise
