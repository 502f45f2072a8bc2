"""A copy that lies in the hub sealed: with a key that the link has, and nobody in the hub."""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12  # bytes, NIST SP 800-38D


def new_word() -> str:
    """The secret part of a link: 256 bits, 43 signs that stand in an address as they are."""
    return secrets.token_urlsafe(32)


def digest_of(word: str) -> str:
    """By what the hub knows a link again: 64 hexadecimal digits, from which neither word nor key can be found."""
    return hashlib.sha256(b"link:" + word.encode(errors="replace")).hexdigest()


def seal(content: bytes, word: str) -> bytes:
    """The content, readable with the word alone."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_key(word)).encrypt(nonce, content, None)


def unseal(sealed: bytes, word: str) -> bytes:
    """The content. Raises ValueError with another word, or where a bit was altered."""
    try:
        return AESGCM(_key(word)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except InvalidTag:
        raise ValueError("sealed with another word, or altered") from None


def _key(word: str) -> bytes:
    return hashlib.sha256(b"copy:" + word.encode()).digest()
