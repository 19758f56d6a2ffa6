"""What a report tells of cases: how many there were of each kind, and how many days they took."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from complaint_center.domain.performance import median

DAYS_UP_TO = (3, 7, 15, 30, 60)
"""The last days of the bands in which days are counted together; behind the last of them is one more band."""

LONGEST_YEARS = 10
"""Of one report, in years: its months are the rows of a table."""


class Dimension(StrEnum):
    """What a row or a column of a report stands for. `unit` is that of the officer who has the case now."""

    CHANNEL = "channel"
    STATE = "state"
    CATEGORY = "category"
    UNIT = "unit"
    MONTH = "month"


@dataclass
class Spread:
    """How many cases took how many Bangkok days."""

    days: Counter[int] = field(default_factory=Counter)

    @property
    def median(self) -> float | None:
        """None where there is nothing to tell, as below."""
        return median(self.days)

    @property
    def ninth_tenth(self) -> int | None:
        """The days within which nine tenths of them were done: the smallest number of which that is true."""
        left = self.days.total()
        wanted = -(-9 * left // 10)
        for days, count in sorted(self.days.items()):
            wanted -= count
            if wanted <= 0:
                return days
        return None

    @property
    def mean(self) -> float | None:
        """To one decimal."""
        total = self.days.total()
        return round(sum(days * count for days, count in self.days.items()) / total, 1) if total else None

    @property
    def bands(self) -> list[int]:
        """How many there were in each of the bands."""
        counts = [0] * (len(DAYS_UP_TO) + 1)
        for days, count in self.days.items():
            counts[bisect_left(DAYS_UP_TO, days)] += count
        return counts


@dataclass
class Tally:
    """Cases of one kind. `late`: the finding was submitted after its lawful day, or is overdue now.

    `escalated`: a rung above the officer was recorded. `to_finding` and `to_close` count the days from receipt.
    """

    cases: int = 0
    ended: int = 0
    reopened: int = 0
    escalated: int = 0
    late: int = 0
    to_finding: Spread = field(default_factory=Spread)
    to_close: Spread = field(default_factory=Spread)

    @property
    def in_process(self) -> int:
        return self.cases - self.ended

    def add(self, other: Tally) -> None:
        """Count the cases of another, too."""
        self.cases += other.cases
        self.ended += other.ended
        self.reopened += other.reopened
        self.escalated += other.escalated
        self.late += other.late
        self.to_finding.days.update(other.to_finding.days)
        self.to_close.days.update(other.to_close.days)
