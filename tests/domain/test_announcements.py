"""When the announcements of a fiscal year are owed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaint_center.domain.announcements import are_owed, fiscal_years

JANUARY = datetime(2026, 12, 31, 17, tzinfo=UTC)
"""Midnight in Bangkok: three months of the fiscal year 2570 are over."""
OCTOBER = datetime(2027, 9, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "owed"),
    [
        (JANUARY - timedelta(seconds=1), False),
        (JANUARY, True),
        (OCTOBER - timedelta(seconds=1), True),
        (OCTOBER, False),
    ],
)
def test_they_are_owed_once_three_months_of_the_fiscal_year_are_over(now: datetime, owed: bool) -> None:
    assert are_owed(now) is owed


def test_they_are_posted_for_the_present_fiscal_year_the_next_and_the_last() -> None:
    assert fiscal_years(OCTOBER - timedelta(seconds=1)) == (2570, 2571, 2569)
    assert fiscal_years(OCTOBER) == (2571, 2572, 2570)
