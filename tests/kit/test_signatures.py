"""What this installation signed is known again, by this key or an earlier one; anything else is not."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from hub.configuration import Configuration
from hub.kit.canonical import canonical
from hub.kit.documents import Document
from hub.kit.signatures import NotSigned, check_json, check_pdf, new_key, sign_json, sign_pdf, signer


@pytest.fixture(autouse=True)
def key(settings: Any, tmp_path: Path) -> None:
    settings.CONFIGURATION = Configuration(state_dir=tmp_path)


def paper() -> bytes:
    page = Document(marking="Restringido · SIN", number="1", title="Liberación", made_at=datetime(2026, 11, 26, tzinfo=UTC))
    page.paragraph("Subvalúa repuestos.")
    return sign_pdf(page.content())


def document() -> bytes:
    return canonical(sign_json({"text": "Subvalúa repuestos.", "number": 1, "when": None}))


def test_the_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    first = signer()
    kept = tmp_path / "copy-key.pem"
    assert signer().fingerprint == first.fingerprint and kept.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" in kept.read_text() and "PRIVATE" not in first.pem
    [certificate] = x509.load_pem_x509_certificates(first.pem.encode())
    assert isinstance(key := certificate.public_key(), ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"


@pytest.mark.parametrize(("made", "check"), [(paper, check_pdf), (document, check_json)])
def test_what_was_signed_holds_and_an_earlier_key_is_known(settings: Any, made: Any, check: Any) -> None:
    content, old = made(), signer()
    assert check(content) == old.fingerprint
    settings.CONFIGURATION = replace(settings.CONFIGURATION, copy_key=new_key() + old.pem)
    assert signer().fingerprint != old.fingerprint and check(content) == old.fingerprint
    settings.CONFIGURATION = replace(settings.CONFIGURATION, copy_key=new_key())
    with pytest.raises(NotSigned):
        check(content)


@pytest.mark.parametrize(("made", "check"), [(paper, check_pdf), (document, check_json)])
def test_anything_added_or_taken_is_noticed(made: Any, check: Any) -> None:
    content = made()
    nothing = (b"", b"%PDF-1.7", b"{}", b"[]", b'{"signature":1}', b"null", b"[" * 10_000, b"\xff")
    for altered in (content + b"\n", content[:-1], content + content, *nothing):
        with pytest.raises(NotSigned):
            check(altered)


def test_one_bit_altered_anywhere_in_json_is_noticed() -> None:
    content = document()
    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1
        with pytest.raises(NotSigned):
            check_json(bytes(altered))


def test_one_bit_altered_in_a_pdf_is_noticed() -> None:
    """But for the few bytes of the signature's own wrapping that mean nothing: of these the record of the copy knows."""
    content = paper()
    for place in range(0, len(content), 331):
        altered = bytearray(content)
        altered[place] ^= 1
        with pytest.raises(NotSigned):
            check_pdf(bytes(altered))


def test_what_was_written_again_is_not_the_file_that_was_signed() -> None:
    with pytest.raises(NotSigned, match="written again"):
        check_json(json.dumps(json.loads(document()), indent=1).encode())


def test_a_signature_of_something_else_does_not_pass() -> None:
    one, other = json.loads(document()), sign_json({"text": "Otra cosa.", "number": 1, "when": None})
    with pytest.raises(NotSigned):
        check_json(canonical({**one, "signature": other["signature"]}))


def halves(pem: str) -> tuple[str, str]:
    secret, cut, certificate = pem.partition("-----BEGIN CERTIFICATE")
    return secret, cut + certificate


@pytest.mark.parametrize("pem", ["x", halves(new_key())[0], halves(new_key())[1], halves(new_key())[0] + halves(new_key())[1]])
def test_a_key_that_is_none_or_has_another_certificate_is_refused(settings: Any, pem: str) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, copy_key=pem)
    with pytest.raises(ValueError, match="HUB_COPY_KEY"):
        signer()
