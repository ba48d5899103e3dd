"""Python's garbage collector: out of the way while a process starts, and of what then stays."""

import gc


def hold() -> None:
    """Collect nothing while modules load: they make no garbage, and looking costs a sixth."""
    gc.disable()


def release() -> None:
    """Collect from now on, but never what start-up made: it lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
