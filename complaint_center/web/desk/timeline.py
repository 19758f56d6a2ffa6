"""The seven days of a finding as a drawing: where receipt, reminders, due instant and submission lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaint_center.domain.deadlines import FINDING_DAYS
from complaint_center.domain.ladder import Ladder
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.services.moves import finding_deadline

LONGEST_DAYS = 14
"""A case a month overdue is drawn with its marks at the right edge, so that the seven days stay readable."""

WIDTH = 700
"""Units of the drawing between its first and its last day."""


@dataclass(frozen=True)
class Mark:
    """Something that happened or will. `is_past` fills the mark; `x` is in units of the drawing."""

    kind: str
    at: datetime
    x: int
    is_past: bool
    day: int = 0


@dataclass(frozen=True)
class Timeline:
    """`days` is the length drawn; `marks` are in order of time."""

    days: int
    marks: tuple[Mark, ...]
    now_x: int
    due_x: int
    width: int = WIDTH

    def day_x(self, day: int) -> int:
        return round(WIDTH * day / self.days)


def draw_timeline(case: Case, ladder: Ladder, now: datetime) -> Timeline | None:
    """None for a case that owes no finding."""
    deadline = finding_deadline(case)
    if deadline is None:
        return None
    moments = _moments(case, deadline, ladder)
    days = _days_drawn(deadline, [deadline.met_at or now, *(at for _, at, _ in moments)])

    def place(at: datetime) -> int:
        share = (at - deadline.started_at) / timedelta(days=days)
        return round(WIDTH * min(max(share, 0.0), 1.0))

    marks = [Mark(kind, at, place(at), at <= now, day) for kind, at, day in moments]
    return Timeline(days, tuple(sorted(marks, key=lambda mark: mark.at)), place(now), place(deadline.due_at))


def _days_drawn(deadline: Deadline, instants: list[datetime]) -> int:
    passed = -((deadline.started_at - max(instants)) // timedelta(days=1))
    return min(max(FINDING_DAYS, passed), LONGEST_DAYS)


def _moments(case: Case, deadline: Deadline, ladder: Ladder) -> list[tuple[str, datetime, int]]:
    moments = [("received", case.received_at, 0), ("due", deadline.due_at, FINDING_DAYS)]
    if deadline.met_at:
        moments.append(("submitted", deadline.met_at, 0))
    recorded = {(row.day, row.tier) for row in deadline.escalations}
    for rung in ladder.rungs:
        if deadline.is_running or (rung.day, rung.tier) in recorded:
            kind = "escalated" if rung.is_escalation else "reminder"
            moments.append((kind, rung.comes_at(deadline.due_at), rung.day))
    return moments
