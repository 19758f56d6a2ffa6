"""Where the tests' databases lie: in memory where the machine has room, for they commit many thousands of times."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own with a random name is made in it
_ROOM_BYTES = 2 * 1024**3


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of the caller's own, deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="complaint-center-", dir=_MEMORY if _has_room(_MEMORY) else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM_BYTES
