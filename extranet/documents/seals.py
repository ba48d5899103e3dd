"""The key that seals documents: read from a PKCS#12 file, or made for a demonstration."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner

from extranet.core.clock import now

_DEMO_YEARS = 10


class SealUnreadable(ValueError):
    """The PKCS#12 file is missing, damaged, or its passphrase is wrong."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A private key with its certificates. `roots` are the DER certificates its chain ends in."""

    signer: SimpleSigner = field(repr=False)
    roots: tuple[bytes, ...]
    tsa_url: str = ""

    @classmethod
    def load(cls, file: Path, passphrase: str, *, tsa_url: str = "") -> "Seal":
        """Read a PKCS#12 file: the seal's key, its certificate and the chain up to the root."""
        try:
            signer = SimpleSigner.load_pkcs12_data(
                file.read_bytes(), other_certs=[], passphrase=passphrase.encode()
            )
        except (OSError, ValueError) as error:
            raise SealUnreadable(f"the seal in {file.name} cannot be opened") from error
        own: asn1.Certificate = signer.signing_cert
        chain = [own, *signer.cert_registry]
        # A root inside the signature proves nothing, and is not covered by it.
        signer.embed_roots = False
        roots = tuple({cert.dump() for cert in chain if cert.self_issued})
        return cls(signer, roots, tsa_url)


def make_demo_seal(folder: Path, passphrase: str) -> Seal:
    """The demonstration seal of `folder`, made at the first call.

    `seal.p12` is encrypted and readable by its owner alone. The authority that certifies it lives
    for one call: its key is never written.
    """
    file = folder / "seal.p12"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_private(file, _demo_pkcs12(passphrase))
    return Seal.load(file, passphrase)


def _write_private(file: Path, content: bytes) -> None:
    draft = file.with_name(f"{file.name}.{uuid4().hex}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
    draft.replace(file)


def _demo_pkcs12(passphrase: str) -> bytes:
    authority_key, seal_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    authority_name, seal_name = (
        _name("Palier, autorité de démonstration"),
        _name("Palier, cachet de démonstration"),
    )
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        _certificate(seal_name, authority_name, seal_key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"seal", seal_key, certificate, [authority], BestAvailableEncryption(passphrase.encode())
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    start = now() - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * _DEMO_YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )
