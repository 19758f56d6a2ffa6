"""How many complaints there were of a time, and how many of them are completed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """All complaints of a time, and those of them that are completed."""

    total: int = 0
    completed: int = 0

    @property
    def in_process(self) -> int:
        return self.total - self.completed

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.total + other.total, self.completed + other.completed)
