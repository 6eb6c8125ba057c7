"""Profile ids as keyed hashes: a store keeps nothing else of an id."""

import hashlib
import secrets
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from keyart.core.errors import BadSettings

SALT_CHARACTERS = 32

KEY_DTYPE = np.dtype([("high", "<u8"), ("low", "<u8")])
"""A keyed hash of 128 bits: the first half of SHA-256(salt ‖ id), as two big-endian halves."""


def new_salt() -> str:
    """Return a random salt of 32 hexadecimal characters (128 bits)."""
    return secrets.token_hex(SALT_CHARACTERS // 2)


def salt_from(text: str, where: str) -> str:
    """Return the salt in the text of a key file or an environment variable, `where`.

    Spaces around it do not count. Raises `BadSettings`, which does not show the text, if it is not
    a salt.
    """
    salt = text.strip()
    if len(salt) != SALT_CHARACTERS or not salt.isascii() or not salt.isprintable():
        raise BadSettings(
            f"{where} holds no salt, which has {SALT_CHARACTERS} ASCII characters.",
            hint="Use the file store.key of a store.",
        )
    return salt


def keys(salt: str, ids: Iterable[str]) -> npt.NDArray[np.void]:
    """Return the keyed hashes of `ids`: shape (n,), dtype `KEY_DTYPE`."""
    prefix = salt.encode()
    digests = b"".join(hashlib.sha256(prefix + i.encode()).digest()[:16] for i in ids)
    halves = np.frombuffer(digests, ">u8").astype("<u8")
    return halves.view(KEY_DTYPE)
