"""Sealed columns: AES-GCM under the secret key, bound to the row and the column they were written for.

A text that has to be found again without being read is kept beside it as a blind key: what it is, for the
same key and purpose, is always the same sixteen bytes, and nobody without the key can tell the text.

A sealed value is `version (1) | key id (4) | nonce (12) | ciphertext and tag`. The key id tells which key
opens it, so that a key can be replaced while old rows are still readable. The binding
(`table.column:row`) is authenticated: a value moved to another row or column does not open.

What is only ever counted is sealed a second time for that: `key id (4) | nonce (12) | mask (2)`, the mask
added to the first bytes of AES of the nonce under a key of its own (counter mode, one block to a value), so
that all of them open in one call. Such a value is not authenticated: see `eligibility_counts`.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_KEY_ID = slice(1, 5)
_NONCE = slice(5, 17)
_BODY = slice(17, None)
_BLIND_BYTES = 16
_NAMED, _DRAWN, _BLOCK = 4, 12, 16
COUNTED = _NAMED + _DRAWN + 2
"""Bytes of a value sealed for counting."""


class CannotOpenError(Exception):
    """The sealed value was written for another row or column, with another key, or was altered."""


def key_id(key: bytes) -> bytes:
    """Four bytes that name a key without telling anything about it."""
    return hashlib.sha256(b"clausette key id" + key).digest()[:4]


class Sealer:
    """Seals with the first of its keys, opens with any of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._current = key_id(keys[0])
        self._ciphers = {key_id(key): AESGCM(key) for key in keys}
        self._counters = {key_id(key): hmac.digest(key, b"clausette counts", "sha256") for key in keys}
        self._blinders = [hmac.digest(key, b"clausette blind index", "sha256") for key in keys]

    @property
    def current(self) -> bytes:
        """The id of the key that seals."""
        return self._current

    def seal(self, value: Any, binding: str) -> bytes:
        """The JSON-able value, sealed for `binding`."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return self.seal_bytes(plain, binding)

    def seal_bytes(self, plain: bytes, binding: str) -> bytes:
        """The bytes, sealed for `binding`."""
        nonce = secrets.token_bytes(12)
        body = self._ciphers[self._current].encrypt(nonce, plain, binding.encode())
        return _VERSION + self._current + nonce + body

    def open(self, sealed: bytes, binding: str) -> Any:
        """The value sealed for `binding`. Raises CannotOpenError."""
        return json.loads(self.open_bytes(sealed, binding).decode("utf-8", "surrogatepass"))

    def open_bytes(self, sealed: bytes, binding: str) -> bytes:
        """The bytes sealed for `binding`. Raises CannotOpenError."""
        cipher = self._ciphers.get(sealed[_KEY_ID])
        if cipher is None or sealed[:1] != _VERSION:
            raise CannotOpenError("no such key")
        try:
            return cipher.decrypt(sealed[_NONCE], sealed[_BODY], binding.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpenError("altered, or written for another place") from error

    def seal_count(self, mask: int) -> bytes:
        """A mask of at most sixteen bits, sealed for counting: never the same bytes twice."""
        nonce = secrets.token_bytes(_DRAWN)
        stream = self._blocks(self._current, nonce + bytes(_BLOCK - _DRAWN))
        return self._current + nonce + (mask ^ int.from_bytes(stream[:2])).to_bytes(2)

    def open_counts(self, values: bytes) -> Any:
        """The masks sealed for counting, one value after the other, as a numpy array. Raises
        CannotOpenError."""
        numpy = import_module("numpy")
        if len(values) % COUNTED:
            raise CannotOpenError("cut short")
        table = numpy.frombuffer(values, dtype=numpy.uint8).reshape(-1, COUNTED)
        names = numpy.ascontiguousarray(table[:, :_NAMED]).view(f"V{_NAMED}").ravel()
        masks = numpy.zeros(len(table), dtype=numpy.uint16)
        left = len(table)
        for name in self._counters:
            mine = names == numpy.void(name)
            found = int(mine.sum())
            left -= found
            blocks = numpy.zeros((found, _BLOCK), dtype=numpy.uint8)
            blocks[:, :_DRAWN] = table[mine, _NAMED : _NAMED + _DRAWN]
            stream = numpy.frombuffer(self._blocks(name, blocks.tobytes()), dtype=numpy.uint8)
            plain = table[mine, _NAMED + _DRAWN :] ^ stream.reshape(-1, _BLOCK)[:, :2]
            masks[mine] = plain[:, 0].astype(numpy.uint16) << 8 | plain[:, 1]
        if left:
            raise CannotOpenError("no such key")
        return masks

    def _blocks(self, name: bytes, blocks: bytes) -> bytes:
        """Each block under the counting key of this name: the keystream of counter mode, of many values at
        once."""
        cipher = Cipher(algorithms.AES(self._counters[name]), modes.ECB()).encryptor()  # noqa: S305
        return cipher.update(blocks) + cipher.finalize()

    def is_current(self, beginning: bytes) -> bool:
        """Whether what begins so (five bytes) is sealed with the key that seals."""
        return beginning == _VERSION + self._current

    def blind(self, text: str, purpose: str) -> bytes:
        """The sixteen bytes under which the text is found again, for one `purpose`, such as a column."""
        return _blind(self._blinders[0], text, purpose)

    def blinds(self, text: str, purpose: str) -> list[bytes]:
        """The blind keys of the text under every known key, the present one first."""
        return [_blind(key, text, purpose) for key in self._blinders]


def _blind(key: bytes, text: str, purpose: str) -> bytes:
    said = f"{purpose}\0{text}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, said, "sha256")[:_BLIND_BYTES]


def new_uid() -> str:
    """A random name for a row, known before the row is written: what its sealed columns are bound to."""
    return secrets.token_urlsafe(12)
