"""The head of the journal on this machine's disk, outside the database.

Whoever rewrites the database must also know of this file and reach it. It is written after every act, so it costs
little: one short line, written over the last one in place. Nobody waits for the disk, since a machine that fails
loses heads and no row; and a line shorter than a sector of the disk is there whole or not at all.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from complaint_center.domain.chain import Head

_LENGTH = 128
"""Of the line, its end included."""


class HeadFile:
    """One file with one line. Several processes write it, and none sets it back."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Head | None:
        """None where there is none. OSError or ValueError for a file that cannot be read."""
        try:
            with self._locked(os.O_RDONLY, fcntl.LOCK_SH) as file:
                return _head_in(file)
        except FileNotFoundError:
            return None

    def write(self, head: Head, at: datetime) -> None:
        """Put the head of the row written `at` there, unless a later one is there. OSError and ValueError as above."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked(os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX) as file:
            known = _head_in(file)
            if known is None or known.seq < head.seq:
                os.pwrite(file, f"{head} {at.isoformat()}".ljust(_LENGTH - 1).encode() + b"\n", 0)

    @contextmanager
    def _locked(self, how: int, lock: int) -> Iterator[int]:
        file = os.open(self.path, how, 0o600)
        try:
            fcntl.flock(file, lock)
            yield file
        finally:
            os.close(file)


def _head_in(file: int) -> Head | None:
    text = os.pread(file, _LENGTH, 0).decode()
    return Head.parse(text.partition(" ")[0]) if text else None
