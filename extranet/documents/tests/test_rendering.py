import gzip
import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.documents.papers import Customer, Locale, Paper, Signature
from extranet.documents.printable import PRINTABLE
from extranet.documents.rendering import Kind, pages, render_contract, render_sheet
from extranet.documents.screens import lightened
from extranet.documents.tests.reading import page_texts, squeezed
from extranet.documents.tests.samples import DOOR_SALE, SERVICE_SALE, SIGNED

_HASH = """
from extranet.documents.rendering import render_contract
from extranet.documents.tests.samples import DOOR_SALE
print(render_contract(DOOR_SALE).sha256)
"""


def _named(name: str, paper: Paper = SERVICE_SALE) -> Paper:
    customer: Customer = replace(paper.customer, last_name=name)
    return replace(paper, customer=customer)


def test_the_same_paper_gives_the_same_bytes_in_another_process() -> None:
    here = render_contract(DOOR_SALE)
    there = subprocess.run(
        [sys.executable, "-c", _HASH], capture_output=True, text=True, check=True
    )
    assert here.sha256 == hashlib.sha256(here.pdf).hexdigest() == there.stdout.strip()
    assert render_contract(replace(DOOR_SALE, reference="2026-000418")).sha256 != here.sha256


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_documents_are_archival_accessible_titled_and_dated(locale: Locale) -> None:
    for rendered in (
        render_sheet(replace(DOOR_SALE, locale=locale)),
        render_contract(replace(DOOR_SALE, locale=locale)),
    ):
        with pikepdf.open(BytesIO(rendered.pdf)) as document:
            about = document.open_metadata()
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
            assert about["pdfuaid:part"] == "1"
            assert DOOR_SALE.reference in about["dc:title"]
            assert str(about["xmp:CreateDate"]).startswith("2026-11-03T16:42")
            assert document.Root.Lang == locale
            assert "/StructTreeRoot" in document.Root
            assert len(document.pages) == rendered.page_count


def test_ten_thousand_characters_stay_on_the_paper() -> None:
    rendered = render_contract(_named("Abc" * 3334))
    texts = page_texts(rendered.pdf)
    assert squeezed("".join(texts)).count("AbcAbcAbc") > 500
    assert texts[-1] == page_texts(render_contract(SERVICE_SALE).pdf)[-1]


def test_every_printable_character_has_a_glyph() -> None:
    line = replace(SERVICE_SALE.lines[0], description=" ".join(f"a{c}" for c in sorted(PRINTABLE)))
    assert render_sheet(replace(SERVICE_SALE, lines=(line,))).page_count


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_no_text_stops_a_document(name: str) -> None:
    assert render_sheet(_named(name)).page_count


@pytest.mark.parametrize("kind", ["sheet", "contract"])
def test_pages_to_read_on_a_tablet_are_light_and_inert(kind: Kind) -> None:
    rendered = render_sheet(DOOR_SALE) if kind == "sheet" else render_contract(DOOR_SALE)
    read = pages(DOOR_SALE, kind)
    assert len(read) == rendered.page_count
    for page in read:
        assert len(gzip.compress(page)) < 100_000
        assert page.startswith(b"<svg")
        assert set(re.findall(rb'href="#(\w+)"', page)) <= set(re.findall(rb'id="(\w+)"', page))
        assert not re.search(rb"<script|foreignObject|\son\w+=|javascript:", page)


def test_lightening_leaves_addresses_alone() -> None:
    drawn = b'<use xlink:href="#g0123456789ABCDEF0123456789ABCDEF" x="1.23456"/>'
    linked = b'<a xlink:href="https://x.example/v1.23456"/>'
    assert lightened(drawn + linked) == b'<use xlink:href="#g012345678" x="1.23"/>' + linked


def test_a_typed_name_or_a_drawing_or_an_empty_frame() -> None:
    typed = replace(SERVICE_SALE, signature=Signature(SIGNED, typed_name="Éloïse Garçon"))
    assert "Éloïse Garçon" in "".join(page_texts(render_contract(typed).pdf))
    unsigned = "".join(page_texts(render_contract(replace(SERVICE_SALE, signature=None)).pdf))
    assert "En attente de la signature" in unsigned
    assert "Signature électronique simple" not in unsigned
