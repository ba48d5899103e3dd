"""Where documents are made: a few threads beside the event loop, no more than there are cores."""

import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

_BENCHES = max(1, min(4, os.cpu_count() or 1))
_limiter: RunVar[CapacityLimiter] = RunVar("documents-workshop")


async def in_workshop(
    make: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs
) -> Made:
    """Call `make` in a thread; rendering and sealing leave the event loop free."""
    return await to_thread.run_sync(lambda: make(*args, **kwargs), limiter=benches())


def benches() -> CapacityLimiter:
    """The places of the workshop of this event loop."""
    try:
        return _limiter.get()
    except LookupError:
        _limiter.set(limiter := CapacityLimiter(_BENCHES))
        return limiter
