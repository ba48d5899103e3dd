"""Which submissions ask whether the address is on the refusal list."""

import json

from wizard.normalise import line
from wizard.submissions import Submission

_ADDRESS, _LAST_WORD = "address", "review"
_TOLD = ("line1", "postcode")


def address_asked(submission: Submission) -> tuple[str | None, bool]:
    """The two parameters of `sale_now.NOW` about the address, and whether to ask at all.

    The address is asked about when it is given, and again with the last word before the signature,
    by when it may have come onto the list.
    """
    if submission.step != _ADDRESS:
        return None, submission.step == _LAST_WORD
    given = {name: submission.answers.get(name) for name in _TOLD}
    plain = {name: line(text) for name, text in given.items() if isinstance(text, str)}
    return json.dumps(plain), True
