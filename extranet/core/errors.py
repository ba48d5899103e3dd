"""What a request may fail with, in the words of the product."""


class PalierError(Exception):
    """Base of the errors a page knows how to say."""


class NotFound(PalierError):
    """There is no such thing, or it is somebody else's: the two are not told apart."""


class SignInRequired(PalierError):
    """Nobody is signed in, or the session ended."""


class SecondFactorRequired(PalierError):
    """The person is signed in, and has first to set up the second factor their role needs."""


class Forbidden(PalierError):
    """The person is signed in and their role does not carry this."""


class OnlyLooking(PalierError):
    """Somebody looks in another's name: nothing is done so, and no secret shown."""


class Conflict(PalierError):
    """The thing has moved on since the page was shown; the text says to what."""
