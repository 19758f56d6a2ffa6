"""The head of the journal on this machine's disk, outside the database.

Whoever rewrites the database must also know of this file and reach it. It is written after every act, so it costs
little: no waiting for the disk, since a machine that fails loses a few heads and no row.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from complaint_center.domain.chain import Head


class HeadFile:
    """One small file, replaced whole. Several processes write it, and none sets it back."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Head | None:
        """None where there is no file. OSError or ValueError for one that cannot be read."""
        try:
            text = self.path.read_text()
        except FileNotFoundError:
            return None
        return Head.parse(text.partition(" ")[0])

    def write(self, head: Head, at: datetime) -> None:
        """Put the head of the row written `at` there, unless a later one is there. OSError and ValueError as above."""
        with self._alone():
            known = self.read()
            if known is None or known.seq < head.seq:
                draft = self.path.with_name(f"{self.path.name}.new")
                draft.write_text(f"{head} {at.isoformat()}\n")
                draft.replace(self.path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # The folder stands for the file, which is another one after each writing.
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
