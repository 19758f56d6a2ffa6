"""Sealed files in a folder of this machine, or of a disk that all machines share."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from complaint_center.domain.storage import DamagedFile
from complaint_center.storage.sealing import CHUNK_BYTES, SealedReader, SealingWriter, new_key


class Folder:
    """A `Store`. The folder is made when the first file comes; only its owner may look into it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def create(self, limit: int) -> FolderFile:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FolderFile(self._path / secrets.token_hex(16), limit)

    def open(self, object_name: str, key: str) -> IO[bytes]:
        try:
            raw = (self._path / object_name).open("rb")
        except FileNotFoundError:
            raise DamagedFile from None
        try:
            reader = SealedReader(raw, key)
            reader.verify()
        except DamagedFile:
            raw.close()
            raise
        return io.BufferedReader(reader, CHUNK_BYTES)

    def delete(self, object_name: str) -> None:
        (self._path / object_name).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[str]:
        if not self._path.exists():
            return
        with os.scandir(self._path) as entries:
            for entry in entries:
                if datetime.fromtimestamp(entry.stat().st_mtime, UTC) < moment:
                    yield entry.name


class FolderFile:
    """A `SealedFile`. Nothing of it is ever on the disk in clear, and its key is nowhere but here until a row has it.

    A server that dies meanwhile leaves bytes that nobody can open; housekeeping deletes them.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._path, self._limit = path, limit
        self.key = new_key()
        # Readable by its owner alone, and never a file that was there before.
        self._raw = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._writer = SealingWriter(self._raw, self.key)
        self._excess = 0
        self._is_kept = False

    @property
    def object_name(self) -> str:
        return self._path.name

    @property
    def size(self) -> int:
        return self._writer.size + self._excess

    @property
    def sha256(self) -> str:
        return self._writer.sha256

    def write(self, data: bytes, /) -> int:
        if self._excess or self._writer.size + len(data) > self._limit:
            self._excess += len(data)
        else:
            self._writer.write(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """The parser of forms rewinds a file when its last byte has come."""
        self.finish()
        return offset

    def finish(self) -> None:
        if self._raw.closed:
            return
        self._writer.finish()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        _sync_folder(self._path.parent)

    def reader(self) -> IO[bytes]:
        return io.BufferedReader(SealedReader(self._path.open("rb"), self.key), CHUNK_BYTES)

    def keep(self) -> None:
        self._is_kept = True

    def close(self) -> None:
        self._raw.close()
        if not self._is_kept:
            self._path.unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    """The file's name is to survive a power cut, not only its content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
