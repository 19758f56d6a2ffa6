"""How punctually what was owed was done: findings within seven days, notices to complainants within theirs.

Measure 2 of the municipality's report: the figures of an agreement on performance. A thing is late from the midnight
after the day on which it was due, the lawful limit; nobody is ranked by how much they were given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a duty. `overdue`: not done, and its day is over; `running`: not done, and there is time.

    `ended`: the case ended before it was done, so that it is owed no more.
    """

    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Tally:
    """Findings and notices by outcome, and how many findings took how many days from receipt to submission.

    `first_notices` were owed within fifteen days, `later_notices` thirty days after the one before.
    """

    findings: Counter[Outcome] = field(default_factory=Counter)
    first_notices: Counter[Outcome] = field(default_factory=Counter)
    later_notices: Counter[Outcome] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        return not (self.findings or self.first_notices or self.later_notices)

    @property
    def median_days(self) -> float | None:
        """None where nothing was submitted."""
        return median(self.days)

    @property
    def share_in_time(self) -> float | None:
        """Findings in time of a hundred whose time has come; None where none has."""
        return share(self.findings)


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    whole = Tally()
    for one in tallies:
        whole.findings.update(one.findings)
        whole.first_notices.update(one.first_notices)
        whole.later_notices.update(one.later_notices)
        whole.days.update(one.days)
    return whole


def owed(counts: Counter[Outcome]) -> int:
    """How many were due: all but what is owed no more."""
    return counts.total() - counts[Outcome.ENDED]


def share(counts: Counter[Outcome]) -> float | None:
    """Those in time of a hundred that were done or are overdue, to one decimal."""
    decided = owed(counts) - counts[Outcome.RUNNING]
    return round(100 * counts[Outcome.IN_TIME] / decided, 1) if decided else None


def median(counts: Counter[int]) -> float | None:
    """The middle one of all that were counted, or the mean of the two in the middle."""
    total = counts.total()
    if not total:
        return None
    return (_nth(counts, (total - 1) // 2) + _nth(counts, total // 2)) / 2


def _nth(counts: Counter[int], place: int) -> int:
    for value, count in sorted(counts.items()):
        if place < count:
            return value
        place -= count
    raise IndexError(place)
