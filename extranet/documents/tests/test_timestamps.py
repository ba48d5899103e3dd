"""Sealing with a time-stamping authority: real RFC 3161 answers over real HTTP."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError

from extranet.core.clock import now
from extranet.documents.rendering import render_contract
from extranet.documents.sealing import seal_pdf, verify_seal
from extranet.documents.seals import make_demo_seal
from extranet.documents.tests.samples import SERVICE_SALE

STAMPED = datetime(2027, 1, 1, 12, tzinfo=UTC)


def _authority() -> tuple[DummyTimeStamper, bytes]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage d’essai")])
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(purpose, critical=True)
        .sign(key, hashes.SHA256())
    ).public_bytes(serialization.Encoding.DER)
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    stamper = DummyTimeStamper(
        asn1.Certificate.load(certificate), keys.PrivateKeyInfo.load(private), fixed_dt=STAMPED
    )
    return stamper, certificate


@pytest.fixture
def authority() -> Iterator[tuple[str, bytes]]:
    stamper, certificate = _authority()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            kind = "text/html" if self.path == "/lost" else "application/timestamp-reply"
            self.send_response(503 if self.path == "/closed" else 200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", certificate
        server.shutdown()


def test_the_authority_s_clock_is_the_one_reported(
    authority: tuple[str, bytes], tmp_path: Path
) -> None:
    url, root = authority
    seal = replace(make_demo_seal(tmp_path, "phrase"), tsa_url=url)
    pdf = render_contract(SERVICE_SALE).pdf
    sealed = seal_pdf(seal, pdf, b"{}", reason="r", location="l", name="n")
    verdict = verify_seal(sealed, [*seal.roots, root])
    assert verdict.good, verdict.problem
    assert verdict.signed_at == STAMPED
    assert verdict.signed_at > now()


@pytest.mark.parametrize("path", ["/lost", "/closed"])
def test_no_stamp_no_seal(authority: tuple[str, bytes], tmp_path: Path, path: str) -> None:
    seal = replace(make_demo_seal(tmp_path, "phrase"), tsa_url=authority[0] + path)
    pdf = render_contract(SERVICE_SALE).pdf
    with pytest.raises(TimestampRequestError):
        seal_pdf(seal, pdf, b"{}", reason="r", location="l", name="n")
