"""The tables of `docs/register.md`: what is kept how long, and which table of the database holds
whose data, from the tables the product itself goes by.

`python -m extranet.testing.register` writes them between the marks of the page, whose rest is
written by hand; a test keeps it current.
"""

from collections.abc import Iterator
from pathlib import Path

from extranet.core.i18n import Words, words
from extranet.core.settings import Settings, install
from extranet.privacy.columns import COLUMNS
from extranet.privacy.kept import KEPT
from extranet.privacy.limits import LIMITS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "register.md"
_BEGIN, _END = "<!-- written from the code: begin -->", "<!-- written from the code: end -->"


def page(current: str, settings: Settings) -> str:
    """The page with its tables as the code says them."""
    install(settings)
    head, _, rest = current.partition(_BEGIN)
    foot = rest.partition(_END)[2]
    return "\n".join([head + _BEGIN, "", *_kept(), "", *_columns(), "", _END + foot])


def _kept() -> Iterator[str]:
    speech = words("en")
    yield "### How long what is kept"
    yield ""
    yield "| kind | what | how long | legal basis | then | seen to by |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for rule in KEPT:
        term = " ".join(part for part in (rule.words(speech), _lower(speech, rule.since)) if part)
        by = f"`{rule.by}`" if rule.by else ""
        if isinstance(rule.term, str) and rule.term in LIMITS:
            limits = LIMITS[rule.term]
            term += f" (`KEEP_{rule.term.upper()}_MONTHS`, {limits.least} to {limits.most})"
        what, basis, end = map(speech.gettext, (rule.what, rule.basis, rule.end.value))
        yield f"| {rule.kind} | {what} | {term} | {basis} | {end} | {by} |"


def _columns() -> Iterator[str]:
    yield "### Whose data each table holds"
    yield ""
    yield "| table | of customers | of sellers and colleagues | ended by |"
    yield "| --- | --- | --- | --- |"
    for table in sorted(COLUMNS):
        held = COLUMNS[table]
        if held.customer or held.worker:
            parts = (", ".join(columns.split()) for columns in (held.customer, held.worker))
            yield f"| `{table}` | {' | '.join(parts)} | {held.kept} |"


def _lower(speech: Words, sentence: str) -> str:
    text = speech.gettext(sentence)
    return text[:1].lower() + text[1:]


if __name__ == "__main__":
    given = Settings.load({"PALIER_SECRET": "5e" * 32})
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), given), encoding="utf-8")
