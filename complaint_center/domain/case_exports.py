"""A list of all cases of a report, one row each: too long for a page, so the worker writes it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from complaint_center.domain.tables import Cell


class ExportFormat(StrEnum):
    """What the file is opened with."""

    XLSX = "xlsx"
    CSV = "csv"


class ExportState(StrEnum):
    """`failed`: whoever asked may not see the cases any more, or it was tried often enough."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


LEASE = timedelta(minutes=2)
"""For so long a worker that says nothing is taken to be at work."""

KEPT = timedelta(hours=24)
"""From the request; then the file is deleted, for what may be seen changes."""

MOST_TRIES = 3
MOST_AT_ONCE = 3
"""Of one person, waiting or being written."""

LARGEST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class RowFileHead:
    """What stands above the rows of a file, all of it in words; `name` is that of the sheet."""

    name: str
    title: str
    as_of: str
    columns: Sequence[str]
    is_secret: bool = False


class RowFile(Protocol):
    """A file of rows as it is written."""

    def append(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add rows at the end."""

    def finish(self) -> None:
        """No more rows come."""


OpenRowFile = Callable[[ExportFormat, RowFileHead, Callable[[bytes], object]], RowFile]
"""Begins a file by its head; its bytes go to the last argument."""
