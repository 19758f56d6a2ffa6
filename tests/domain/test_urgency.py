"""From the due instant to the end of its day superiors know, and overdue is said from midnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaint_center.domain.urgency import Urgency, days_overdue, urgency

DUE = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
"""14.30 in Bangkok, whose day ends at 17.00 UTC."""
MIDNIGHT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (DUE - timedelta(days=2) - SECOND, Urgency.RUNNING),
        (DUE - timedelta(days=2), Urgency.NEAR),
        (MIDNIGHT - timedelta(days=1) - SECOND, Urgency.NEAR),
        (MIDNIGHT - timedelta(days=1), Urgency.TODAY),
        (DUE - SECOND, Urgency.TODAY),
        (DUE, Urgency.PASSED_TODAY),
        (MIDNIGHT - SECOND, Urgency.PASSED_TODAY),
        (MIDNIGHT, Urgency.OVERDUE),
    ],
)
def test_urgency_changes_at_its_instants(now: datetime, expected: Urgency) -> None:
    assert urgency(DUE, now) is expected


@pytest.mark.parametrize(
    ("now", "days"), [(DUE, 0), (MIDNIGHT - SECOND, 0), (MIDNIGHT, 1), (MIDNIGHT + timedelta(days=2), 3)]
)
def test_days_overdue_are_days_of_the_calendar(now: datetime, days: int) -> None:
    assert days_overdue(DUE, now) == days
