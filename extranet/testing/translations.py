"""Whether every French sentence of templates and modules has its English in `locales/en.po`.

`python -m extranet.testing.translations --update` adds what is missing, empty, to be translated,
and drops what no source says any more.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locales" / "en.po"
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_PLACES = ("templates", "extranet", "wizard", "audit", "challenges")
_SKIPPED = ("tests", "testing", "node_modules", "vendor")
_HEAD = b"""\
# The English of Palier. French, the source language, stands in templates and modules.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
"""Written by hand: what a library writes changes with the day, so that two branches clash."""


def sentences() -> Catalog:
    """Everything the sources say, in French."""
    catalogue = Catalog(project="Palier", locale="en", charset="utf-8", fuzzy=False)
    for place in _PLACES:
        found = extract_from_dir(
            ROOT / place,
            _METHODS,
            keywords=_KEYWORDS,
            options_map={"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}},
            directory_filter=lambda folder: Path(folder).name not in _SKIPPED,
        )
        for _file, _line, message, _comments, context in found:
            catalogue.add(message, context=context)
    return catalogue


def known() -> Catalog:
    """What `locales/en.po` holds."""
    if not CATALOGUE.exists():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def _key(message_id: object) -> str:
    return str(message_id[0] if isinstance(message_id, tuple | list) else message_id)


def missing(said: Catalog, translated: Catalog) -> list[str]:
    """The sentences without a complete English."""
    lacking = []
    for message in said:
        if not message.id:
            continue
        key = _key(message.id)
        found = translated.get(key)
        strings = found.string if found else ""
        forms = strings if isinstance(strings, tuple | list) else (strings,)
        if not all(forms):
            lacking.append(key)
    return lacking


def update(said: Catalog, translated: Catalog) -> None:
    """Write the catalogue again: what is said now, with the English there is."""
    for message in said:
        key = _key(message.id)
        found = translated.get(key) if key else None
        if found and found.string:
            message.string = found.string
    with CATALOGUE.open("wb") as file:
        file.write(_HEAD)
        write_po(file, said, sort_output=True, no_location=True, omit_header=True, width=100)


def main() -> int:
    """Report the gaps, or fill the file with them."""
    said, translated = sentences(), known()
    if "--update" in sys.argv:
        update(said, translated)
        translated = known()
    lacking = missing(said, translated)
    for sentence in lacking:
        sys.stdout.write(f"no English for: {sentence}\n")
    sys.stdout.write(f"{len(said)} sentences, {len(lacking)} without English\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
