"""A code as people type it."""

from extranet.people.second_factor import authenticator, recovery_codes

_LENGTHS = (authenticator.FIGURES, recovery_codes.FIGURES)
_FIGURES = frozenset("0123456789")


def figures_of(text: str) -> str:
    """The figures of a code of the application or of a recovery code, whatever parts them; raise
    `ValueError` for anything else."""
    figures = "".join("" if one.isspace() or one in "-.·" else one for one in text)
    if len(figures) not in _LENGTHS or not _FIGURES.issuperset(figures):
        raise ValueError("no code")
    return figures
