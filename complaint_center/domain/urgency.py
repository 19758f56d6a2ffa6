"""How near a due instant is, in the office's words.

The superior is alerted at the due instant itself; the day on which it falls is still lawful to its end, so
"overdue" is said from the next Bangkok midnight only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from complaint_center.domain.calendar import BANGKOK, next_bangkok_midnight

NEAR = timedelta(days=2)
"""Before the due instant: the last two days are near."""


class Urgency(StrEnum):
    """`today`: later today. `passed_today`: the instant has passed and superiors know, its day has not ended."""

    RUNNING = "running"
    NEAR = "near"
    TODAY = "today"
    PASSED_TODAY = "passed_today"
    OVERDUE = "overdue"


def urgency(due_at: datetime, now: datetime) -> Urgency:
    """Where a running deadline stands."""
    if now >= next_bangkok_midnight(due_at):
        return Urgency.OVERDUE
    if now >= due_at:
        return Urgency.PASSED_TODAY
    if due_at < next_bangkok_midnight(now):
        return Urgency.TODAY
    return Urgency.NEAR if now >= due_at - NEAR else Urgency.RUNNING


def days_overdue(due_at: datetime, now: datetime) -> int:
    """Bangkok days since the due day; 0 on it."""
    return max(0, (now.astimezone(BANGKOK).date() - due_at.astimezone(BANGKOK).date()).days)
