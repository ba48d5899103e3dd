"""Sealing a PDF, and telling whether a sealed PDF is still the one that was sealed (PAdES B-B).

The evidence file goes inside the PDF before the seal, so the seal covers it. The seal certifies:
nothing may be added after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1
from asn1crypto.parser import peek
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from extranet.core.clock import now
from extranet.documents.seals import Seal
from extranet.documents.timestamps import HttpTimeStamper
from extranet.documents.workshop import in_workshop

EVIDENCE_NAME = "evidence.json"
_FIELD = "Cachet"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a sealed PDF.

    `intact`: not a byte of the sealed part changed. `trusted`: the seal's certificate leads to one
    of the given roots. `covers_whole_document`: nothing was appended. `problem` is empty when all
    three hold. `signed_at` is the sealer's clock, or the time-stamping authority's if there is one.
    """

    intact: bool
    trusted: bool
    covers_whole_document: bool
    signer: str
    signed_at: datetime | None
    problem: str

    @property
    def good(self) -> bool:
        return self.intact and self.trusted and self.covers_whole_document


def seal_pdf(
    seal: Seal, pdf: bytes, evidence: bytes, *, reason: str, location: str, name: str
) -> bytes:
    """The PDF with `evidence` inside as `evidence.json`, sealed.

    Blocking, and refused inside a running event loop: there, call it through `in_workshop`.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    moment = now()
    stream = EmbeddedFileObject.from_file_data(
        writer,
        evidence,
        mime_type="application/json",
        params=EmbeddedFileParams(creation_date=moment, modification_date=moment),
    )
    embed_file(
        writer,
        FileSpec(
            EVIDENCE_NAME,
            file_name=EVIDENCE_NAME,
            embedded_data=stream,
            description="Fichier de preuve de la signature",
            af_relationship=pdf_name("/Supplement"),
        ),
    )
    metadata = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        reason=reason,
        location=location,
        name=name,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    stamper = HttpTimeStamper(seal.tsa_url) if seal.tsa_url else None
    out = BytesIO()
    PdfSigner(metadata, seal.signer, timestamper=stamper).sign_pdf(writer, output=out)
    return out.getvalue()


def verify_seal(pdf: bytes, roots: Sequence[bytes]) -> Verdict:
    """Check the seal of `pdf` against the trusted DER certificates in `roots`.

    Never raises: damage is a verdict.
    """
    try:
        return _verified(pdf, roots)
    except Exception as error:  # a flipped byte can break any part of the reader: an answer too
        return _unsealed(f"unreadable: {type(error).__name__}")


async def verify_in_workshop(pdf: bytes, roots: Sequence[bytes]) -> Verdict:
    """`verify_seal`, off the event loop."""
    return await in_workshop(verify_seal, pdf, roots)


def evidence_in(pdf: bytes) -> bytes:
    """The evidence file inside a sealed PDF; check the seal first."""
    names = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    files = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
    content: bytes = files[EVIDENCE_NAME]["/EF"]["/F"].data
    return content


def _unsealed(problem: str) -> Verdict:
    return Verdict(False, False, False, "", None, problem)


def _verified(pdf: bytes, roots: Sequence[bytes]) -> Verdict:
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not signatures:
        return _unsealed("no seal")
    seal: EmbeddedPdfSignature = signatures[0]
    claimed = seal.self_reported_timestamp
    # The seal is judged at the moment it was set: certificates expire long before contracts do.
    context = ValidationContext(
        trust_roots=[asn1.Certificate.load(root) for root in roots],
        allow_fetching=False,
        moment=claimed,
    )
    status = validate_pdf_signature(seal, context)
    stamp = status.timestamp_validity
    intact = status.intact and status.valid and _exactly_framed(pdf, seal)
    intact = intact and (stamp is None or (stamp.intact and stamp.valid))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and len(signatures) == 1
    return Verdict(
        intact=intact,
        trusted=status.trusted,
        covers_whole_document=whole,
        signer=status.signing_cert.subject.native.get("common_name", ""),
        signed_at=stamp.timestamp if stamp else claimed,
        problem=_problem(intact, status.trusted, whole),
    )


def _problem(intact: bool, trusted: bool, whole: bool) -> str:
    if not intact:
        return "changed after sealing"
    if not whole:
        return "something was added after sealing"
    return "" if trusted else "sealed by an unknown authority"


def _exactly_framed(pdf: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Is the stretch the digest leaves out exactly the signature, then zeros?

    Without this, the padding, the case of the hexadecimal digits, and the few fields of the
    signature that its own digest leaves out could be changed unseen.
    """
    _, end, start, _ = (int(bound) for bound in seal.byte_range)
    raw: bytes = seal.pkcs7_content
    size = peek(raw)
    if pdf[end:start] != b"<" + raw.hex().upper().encode() + b">" or any(raw[size:]):
        return False
    signed, signer = seal.signed_data, seal.signer_info
    if not raw[:size].endswith(signed.dump()):
        return False
    algorithms = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    return (
        algorithms == [signer["digest_algorithm"].dump()]
        and len(signed["signer_infos"]) == 1
        and signer["sid"].chosen["issuer"].dump() == seal.signer_cert.issuer.dump()
        and signed["version"].native == signer["version"].native == "v1"
    )
