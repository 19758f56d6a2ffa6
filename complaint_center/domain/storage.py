"""What the use cases ask of a place where files are kept, and of a virus scanner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import IO, Protocol


class ScanState(StrEnum):
    """What the virus scanner said. A scanner that could not be asked, or failed, has said nothing."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


class DamagedFile(Exception):
    """A kept file is not what was written: cut, reordered, altered, gone, or sealed with another key."""


class SealedFile(Protocol):
    """A file in the store, encrypted as it is written under a key of its own. Deleted on closing unless kept."""

    def write(self, data: bytes, /) -> int:
        """Add to the end, until the file is finished."""

    def finish(self) -> None:
        """Nothing more comes, and what came is on the disk. Before this there is nothing to read."""

    @property
    def object_name(self) -> str:
        """Where the store finds it: random, and tells nothing."""

    @property
    def key(self) -> str:
        """What opens it. Kept in memory until a row takes it."""

    @property
    def size(self) -> int:
        """Bytes of content."""

    @property
    def sha256(self) -> str:
        """The digest of the content, in hexadecimal."""

    def keep(self) -> None:
        """A row is about to refer to it: closing must not delete it."""

    def reader(self) -> IO[bytes]:
        """The content, from its beginning."""

    def close(self) -> None:
        """Let go of it."""


class Store(Protocol):
    """Keeps sealed files by name."""

    def create(self, limit: int) -> SealedFile:
        """An empty file to write to; of more bytes than `limit` it only counts how many there were."""

    def open(self, object_name: str, key: str) -> IO[bytes]:
        """The content, checked whole before its first byte is given. DamagedFile where it does not hold."""

    def delete(self, object_name: str) -> None:
        """Nothing happens where it is gone already."""

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Names of all files last written before the moment."""


class Scanner(Protocol):
    """A virus scanner."""

    def scan(self, content: IO[bytes]) -> ScanState:
        """What the scanner says of the content; for whatever goes wrong NOT_SCANNED, never CLEAN."""
