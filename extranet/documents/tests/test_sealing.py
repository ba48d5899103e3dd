import stat
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from extranet.core.clock import now
from extranet.documents.rendering import render_contract
from extranet.documents.sealing import (
    Verdict,
    evidence_in,
    seal_pdf,
    verify_in_workshop,
    verify_seal,
)
from extranet.documents.seals import Seal, SealUnreadable, make_demo_seal
from extranet.documents.tests.samples import SERVICE_SALE
from extranet.documents.workshop import in_workshop

EVIDENCE = '{"reference":"é"}'.encode()


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return make_demo_seal(tmp_path_factory.mktemp("seal"), "phrase")


@pytest.fixture(scope="module")
def sealed(seal: Seal) -> bytes:
    pdf = render_contract(SERVICE_SALE).pdf
    return seal_pdf(seal, pdf, EVIDENCE, reason="Contrat", location="Lyon", name="Kiosque & Cie")


def test_a_sealed_document_is_intact_trusted_and_whole(seal: Seal, sealed: bytes) -> None:
    verdict = verify_seal(sealed, seal.roots)
    assert verdict.good
    assert verdict.problem == ""
    assert verdict.signer == "Palier, cachet de démonstration"
    assert verdict.signed_at
    assert abs(verdict.signed_at - now()) < timedelta(minutes=1)
    assert evidence_in(sealed) == EVIDENCE


def test_eidas_the_seal_is_pades_and_certifies(sealed: bytes) -> None:
    for word in (b"/ETSI.CAdES.detached", b"/DocMDP", b"/AFRelationship"):
        assert word in sealed


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_one_changed_byte_anywhere_is_found(seal: Seal, sealed: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[at] ^= data.draw(st.integers(1, 255))
    assert not verify_seal(bytes(changed), seal.roots).good


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_one_changed_digit_of_the_signature_itself_is_found(
    seal: Seal, sealed: bytes, data: st.DataObject
) -> None:
    start = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    at = data.draw(st.integers(start, sealed.index(b">", start) - 1))
    digits = "0123456789ABCDEFabcdef".replace(chr(sealed[at]), "")
    changed = bytearray(sealed)
    changed[at] = ord(data.draw(st.sampled_from(digits)))
    assert not verify_seal(bytes(changed), seal.roots).good


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_makes_the_check_fail_otherwise_than_by_its_verdict(content: bytes) -> None:
    assert not verify_seal(content, []).good
    assert not verify_seal(b"%PDF-1.7\n" + content, []).good


def test_what_is_appended_after_the_seal_is_reported(seal: Seal, sealed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root[pdf_name("/Lang")] = TextStringObject("de")
    writer.update_root()
    update = BytesIO()
    writer.write(update)
    for longer in (sealed + b"\n%", update.getvalue()):
        verdict = verify_seal(longer, seal.roots)
        assert not verdict.covers_whole_document
        assert not verdict.good
        assert verdict.problem == "something was added after sealing"


def test_another_authority_and_an_unsealed_file_are_told_apart(
    seal: Seal, sealed: bytes, tmp_path: Path
) -> None:
    other = make_demo_seal(tmp_path, "phrase")
    stranger = verify_seal(sealed, other.roots)
    assert (stranger.intact, stranger.trusted) == (True, False)
    assert stranger.problem == "sealed by an unknown authority"
    plain = render_contract(SERVICE_SALE).pdf
    assert verify_seal(plain, seal.roots) == Verdict(False, False, False, "", None, "no seal")


def test_the_demo_key_is_private_encrypted_and_kept(tmp_path: Path) -> None:
    first = make_demo_seal(tmp_path / "keys", "phrase")
    file = tmp_path / "keys" / "seal.p12"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["seal.p12"]
    assert make_demo_seal(tmp_path / "keys", "phrase").roots == first.roots
    assert "PRIVATE" not in repr(first)
    with pytest.raises(SealUnreadable):
        Seal.load(file, "wrong")
    with pytest.raises(SealUnreadable):
        Seal.load(tmp_path / "none.p12", "phrase")


async def test_sealing_and_checking_leave_the_event_loop(seal: Seal) -> None:
    pdf = render_contract(SERVICE_SALE).pdf
    done = await in_workshop(seal_pdf, seal, pdf, EVIDENCE, reason="r", location="l", name="n")
    assert (await verify_in_workshop(done, seal.roots)).good
