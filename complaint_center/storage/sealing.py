"""How a file is encrypted: in chunks, each sealed with AES-GCM, so that it can be written and read as a stream.

The nonce of a chunk is the file's own prefix, the chunk's number, and a mark on the last one (the STREAM construction
of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). So a chunk that was altered, moved, repeated or left out is
found when it is read, and a file that was cut is found at its end.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaint_center.domain.storage import DamagedFile

CHUNK_BYTES = 64 * 1024
_MAGIC = b"CCE1"
_PREFIX_BYTES = 7
_HEADER_BYTES = len(_MAGIC) + _PREFIX_BYTES
_TAG_BYTES = 16
_SEALED_BYTES = CHUNK_BYTES + _TAG_BYTES


def new_key() -> str:
    """A key for one file, as text."""
    return urlsafe_b64encode(AESGCM.generate_key(256)).decode()


class SealingWriter:
    """Encrypts what is written into `raw`. Holds one chunk at most."""

    def __init__(self, raw: IO[bytes], key: str) -> None:
        self._raw = raw
        self._cipher = AESGCM(urlsafe_b64decode(key))
        self._prefix = os.urandom(_PREFIX_BYTES)
        self._number = 0
        self._pending = bytearray()
        self._digest = hashlib.sha256()
        self.size = 0
        raw.write(_MAGIC + self._prefix)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self.size += len(data)
        self._pending += data
        # The last chunk is known only at the end, so a full one waits until more comes.
        while len(self._pending) > CHUNK_BYTES:
            self._seal(bytes(self._pending[:CHUNK_BYTES]), is_last=False)
            del self._pending[:CHUNK_BYTES]

    def finish(self) -> None:
        """Write the last chunk with its mark."""
        self._seal(bytes(self._pending), is_last=True)
        self._pending.clear()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._raw.write(self._cipher.encrypt(_nonce(self._prefix, self._number, is_last), chunk, _MAGIC))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Decrypts from any place in `raw`, and closes it in the end. DamagedFile as soon as a chunk does not hold."""

    def __init__(self, raw: IO[bytes], key: str) -> None:
        self._raw = raw
        self._cipher = AESGCM(urlsafe_b64decode(key))
        length = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        header = raw.read(_HEADER_BYTES)
        if length < _HEADER_BYTES + _TAG_BYTES or not header.startswith(_MAGIC):
            raise DamagedFile
        self._prefix = header[len(_MAGIC) :]
        self._last, rest = divmod(length - _HEADER_BYTES - 1, _SEALED_BYTES)
        in_last = rest + 1 - _TAG_BYTES
        # Only an empty file ends with an empty chunk, so whoever reads to the end has read the mark of the last one.
        if in_last < 0 or (in_last == 0 and self._last):
            raise DamagedFile
        self._size = self._last * CHUNK_BYTES + in_last
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")
        if not self._size:
            self.verify()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer is a view here
        if self._position >= self._size:
            return 0
        number, offset = divmod(self._position, CHUNK_BYTES)
        part = self._chunk(number)[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def verify(self) -> None:
        """Read every chunk once."""
        for number in range(self._last + 1):
            self._chunk(number)

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._raw.seek(_HEADER_BYTES + number * _SEALED_BYTES)
            sealed = self._raw.read(_SEALED_BYTES)
            try:
                chunk = self._cipher.decrypt(_nonce(self._prefix, number, number == self._last), sealed, _MAGIC)
            except InvalidTag:
                raise DamagedFile from None
            self._held = (number, chunk)
        return self._held[1]


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, is_last)
