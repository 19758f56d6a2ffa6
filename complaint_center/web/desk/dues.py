"""The next thing owed on a case, and how near it is, for rows of lists and for the page of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.ladder import Tier
from complaint_center.domain.urgency import Urgency, days_overdue, urgency
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.services.moves import running_deadlines
from complaint_center.services.notices import running_notice


@dataclass(frozen=True)
class Due:
    """One running deadline as it stands now."""

    kind: DeadlineKind
    at: datetime
    urgency: Urgency
    days_overdue: int


def next_due(case: Case, now: datetime, since: datetime | None = None) -> Due | None:
    """The soonest of the running deadlines, of those that fall due from `since` on; None when nothing is owed."""
    running = [deadline for deadline in running_deadlines(case) if since is None or deadline.due_at >= since]
    return _due(min(running, key=lambda deadline: deadline.due_at), now) if running else None


def notice_due(case: Case, now: datetime) -> Due | None:
    """By when the complainant has to be told; None when nobody has to be."""
    notice = running_notice(case)
    return _due(notice, now) if notice else None


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether the day on which something was owed has ended; passed on its very day, it is not yet overdue."""
    due = next_due(case, now)
    return due is not None and due.urgency is Urgency.OVERDUE


def escalated_day(case: Case) -> int:
    """The largest day of a rung above the officer that has been recorded, on any of the deadlines; else 0."""
    rows = [row for deadline in case.deadlines for row in deadline.escalations]
    return max((row.day for row in rows if row.tier is not Tier.OFFICER), default=0)


def _due(deadline: Deadline, now: datetime) -> Due:
    return Due(deadline.kind, deadline.due_at, urgency(deadline.due_at, now), days_overdue(deadline.due_at, now))
