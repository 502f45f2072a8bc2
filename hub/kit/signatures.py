"""The key of this installation, by which files that leave it are signed, and the check whether such a signature holds.

A PDF bears its signature within (PAdES); a JSON document an object `signature`, a detached JSON Web Signature (RFC 7515, appendix
F; ES256) over the canonical spelling (RFC 8785) of all the rest of it. Key and certificate are PEM: one key, its
certificate, then those of earlier keys, whose signatures still hold.
"""

import base64
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID
from django.conf import settings

from hub.kit.canonical import canonical

#: RFC 5280, 4.1.2.5: for a certificate that has no well-defined end.
_NO_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_WORD = 32  # bytes of each of the two numbers of an ES256 signature
_WANTED = "HUB_COPY_KEY has to hold a key of the curve P-256 without a password, and first of all its own certificate, as PEM."
_SHA256 = ec.ECDSA(hashes.SHA256())


class NotSigned(ValueError):
    """The signature does not hold, or there is none of this installation; says why."""


@dataclass(frozen=True)
class Signer:
    """A key, its certificate, and the certificates by which a signature is known again."""

    key: ec.EllipticCurvePrivateKey
    certificates: tuple[x509.Certificate, ...]

    @property
    def pem(self) -> str:
        """The certificate, to be handed to whoever checks."""
        return self.certificates[0].public_bytes(serialization.Encoding.PEM).decode()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, 64 hexadecimal digits, by which it is known on paper and by telephone."""
        return fingerprint_of(self.certificates[0])


def new_key(name: str = "Intelligence-sharing hub") -> str:
    """A key with its certificate, as PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    use = x509.KeyUsage(digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False)
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(_NO_END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True).add_extension(use, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False).sign(key, hashes.SHA256()))
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return (secret + certificate.public_bytes(serialization.Encoding.PEM)).decode()


def signer() -> Signer:
    """That of this installation. Raises ValueError for a key that is none, or is not that of its certificate."""
    return _signer(settings.CONFIGURATION.copy_key_pem(new_key))


def fingerprint_of(certificate: x509.Certificate) -> str:
    """The SHA-256 of a certificate, in hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def sign_json(value: dict[str, Any]) -> dict[str, Any]:
    """The value with its `signature`."""
    by = signer()
    head = _base64url(canonical({"alg": "ES256", "x5t#S256": _base64url(by.certificates[0].fingerprint(hashes.SHA256()))}))
    r, s = decode_dss_signature(by.key.sign(_signed(head, value), _SHA256))
    return {**value, "signature": {"protected": head, "signature": _base64url(r.to_bytes(_WORD) + s.to_bytes(_WORD))}}


def check_json(content: bytes) -> str:
    """The fingerprint of the certificate whose signature holds. Raises NotSigned."""
    try:
        value = json.loads(content)
        given = value.pop("signature")
        written = canonical({**value, "signature": given})
        numbers = base64.urlsafe_b64decode(given["signature"] + "==")
        named = base64.urlsafe_b64decode(json.loads(base64.urlsafe_b64decode(given["protected"] + "=="))["x5t#S256"] + "==")
        message = _signed(given["protected"], value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotSigned("no signature") from error
    if written != content:
        raise NotSigned("written again")
    for certificate in signer().certificates:
        if certificate.fingerprint(hashes.SHA256()) == named and _holds(certificate, numbers, message):
            return fingerprint_of(certificate)
    raise NotSigned("does not hold")


def sign_pdf(content: bytes) -> bytes:
    """The document with a signature that is not seen on its pages."""
    # Half a second to import, and most processes sign nothing.
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.generic import NameObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    by = signer()
    secret = by.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    own = asn1.Certificate.load(by.certificates[0].public_bytes(serialization.Encoding.DER))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]  # it gets the field, and so has to say in which order it is gone through (PDF/UA)
    page["/Tabs"] = NameObject("/S")
    writer.update_container(page)
    unseen = fields.InvisSigSettings(set_hidden_flag=True, set_print_flag=False)
    field = fields.SigFieldSpec("Signature", invis_sig_settings=unseen)
    with_key = signers.SimpleSigner(signing_cert=own, signing_key=keys.PrivateKeyInfo.load(secret),
                                    cert_registry=SimpleCertificateStore())
    said = signers.PdfSignatureMetadata(field_name="Signature", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
    signed = signers.PdfSigner(said, with_key, new_field_spec=field).sign_pdf(writer)
    return bytes(signed.getvalue())


def check_pdf(content: bytes) -> str:
    """The fingerprint of the certificate whose signature holds over all of the file. Raises NotSigned."""
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    ours = {certificate.public_bytes(serialization.Encoding.DER): certificate for certificate in signer().certificates}
    try:
        [found] = PdfFileReader(io.BytesIO(content)).embedded_signatures
        trusted = ValidationContext(trust_roots=[asn1.Certificate.load(der) for der in ours], allow_fetching=False)
        status = validate_pdf_signature(found, trusted)
        certificate = ours[found.signer_cert.dump()]
        whole = status.bottom_line and status.coverage is SignatureCoverageLevel.ENTIRE_FILE and _is_padded(found, content)
    except Exception as error:  # whatever a reader of PDF stumbles over in a file that somebody altered
        raise NotSigned("no signature") from error
    if not whole:
        raise NotSigned("does not hold")
    return fingerprint_of(certificate)


def _is_padded(found: Any, content: bytes) -> bool:
    """Whether the gap that the signature leaves for itself holds it as it was spelt, and zeros: all else it covers."""
    from asn1crypto import cms

    _start, begins, ends, _length = (int(one) for one in found.byte_range)
    held = bytes(found.pkcs7_content)
    spelt = cms.ContentInfo.load(held).dump(force=True)
    return content[begins:ends] == b"<" + held.hex().upper().encode() + b">" and held == spelt.ljust(len(held), b"\0")


@lru_cache(maxsize=4)
def _signer(pem: str) -> Signer:
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        certificates = tuple(x509.load_pem_x509_certificates(pem.encode()))
    except (ValueError, TypeError) as error:
        raise ValueError(_WANTED) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1" or (
            key.public_key() != certificates[0].public_key()):
        raise ValueError(_WANTED)
    return Signer(key, certificates)


def _signed(head: str, value: dict[str, Any]) -> bytes:
    return f"{head}.{_base64url(canonical(value))}".encode()


def _holds(certificate: x509.Certificate, numbers: bytes, message: bytes) -> bool:
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    try:
        key.verify(encode_dss_signature(int.from_bytes(numbers[:_WORD]), int.from_bytes(numbers[_WORD:])), message, _SHA256)
    except InvalidSignature:
        return False
    return len(numbers) == 2 * _WORD


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
