"""What a request may fail with, in the words of the product."""

from typing import Any, ClassVar


class PalierError(Exception):
    """Base of the errors a page knows how to say. `act` is what the journal calls it where it
    refuses somebody something, and `facts` what it keeps of it besides the page."""

    act: ClassVar[str] = ""

    def facts(self) -> dict[str, Any]:
        """What the journal keeps; nothing personal."""
        return {}


class NotFound(PalierError):
    """There is no such thing, or it is somebody else's: the two are not told apart."""


class SignInRequired(PalierError):
    """Nobody is signed in, or the session ended."""


class SecondFactorRequired(PalierError):
    """The person is signed in, and has first to set up the second factor their role needs."""

    act = "access:await_factor"


class Forbidden(PalierError):
    """The person is signed in and their role does not carry this."""

    act = "access:refuse"


class OnlyLooking(PalierError):
    """Somebody looks in another's name: nothing is done so, and no secret shown."""

    act = "access:refuse"


class Conflict(PalierError):
    """The thing has moved on since the page was shown; the text says to what."""
