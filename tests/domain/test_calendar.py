"""Bangkok days and the office's working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.calendar import (
    BANGKOK,
    bangkok_midnight,
    is_working_day,
    last_working_day,
    next_bangkok_midnight,
    next_working_day,
    working_days_between,
)
from complaint_center.domain.holidays import GOVERNMENT_HOLIDAYS

INSTANTS = st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def bangkok(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 12, 7), False),  # substitutes Saturday 5 December
        (date(2026, 5, 13), False),  # Royal Ploughing Ceremony
        (date(2026, 5, 1), True),  # Labour Day closes no government office
    ],
)
def test_the_office_works_on_weekdays_that_are_no_holiday(day: date, works: bool) -> None:
    assert is_working_day(day, GOVERNMENT_HOLIDAYS) is works


def test_within_one_working_day_skips_a_weekend_and_the_holiday_after_it() -> None:
    friday = bangkok(12, 4, 16, 30)
    assert next_working_day(friday, GOVERNMENT_HOLIDAYS) == bangkok(12, 8, 16, 30)


def test_within_one_working_day_counts_bangkok_days_not_utc_days() -> None:
    monday_morning = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # Monday 01:00 in Bangkok
    assert next_working_day(monday_morning, ()) == bangkok(11, 24, 1)


def test_an_instant_in_utc_gives_an_instant_in_utc() -> None:
    at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert next_working_day(at, ()).tzinfo is UTC
    assert next_bangkok_midnight(at).tzinfo is UTC


def test_the_bangkok_day_ends_at_seventeen_hours_utc() -> None:
    last = datetime(2026, 11, 22, 16, 59, 59, 999999, tzinfo=UTC)
    midnight = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert next_bangkok_midnight(last) == midnight
    assert next_bangkok_midnight(midnight) == midnight + timedelta(days=1)
    assert (bangkok_midnight(last), bangkok_midnight(midnight)) == (midnight - timedelta(days=1), midnight)


@given(INSTANTS)
def test_the_next_working_day_is_later_and_works(instant: datetime) -> None:
    found = next_working_day(instant, GOVERNMENT_HOLIDAYS).astimezone(BANGKOK)
    assert found.date() > instant.astimezone(BANGKOK).date()
    assert is_working_day(found.date(), GOVERNMENT_HOLIDAYS)


def test_every_holiday_at_a_weekend_has_a_substitute() -> None:
    at_weekends = [name for day, name in GOVERNMENT_HOLIDAYS.items() if day.weekday() >= 5]
    assert at_weekends
    assert {f"ชดเชย{name}" for name in at_weekends} <= set(GOVERNMENT_HOLIDAYS.values())


def test_no_substitute_falls_on_a_weekend() -> None:
    substitutes = [day for day, name in GOVERNMENT_HOLIDAYS.items() if name.startswith("ชดเชย")]
    assert all(day.weekday() < 5 for day in substitutes)


def test_labour_day_and_childrens_day_are_not_listed() -> None:
    not_ours = {date(2026, 1, 10), date(2026, 5, 1), date(2027, 1, 9), date(2027, 5, 1), date(2027, 5, 3)}
    assert not not_ours & GOVERNMENT_HOLIDAYS.keys()


@given(INSTANTS)
def test_the_last_working_day_is_the_nearest_one_before(instant: datetime) -> None:
    before = last_working_day(instant, GOVERNMENT_HOLIDAYS)
    assert before < instant
    assert before.astimezone(BANGKOK).time() == instant.astimezone(BANGKOK).time()
    assert is_working_day(before.astimezone(BANGKOK).date(), GOVERNMENT_HOLIDAYS)
    assert working_days_between(before, instant, GOVERNMENT_HOLIDAYS) <= 1


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        (bangkok(11, 20, 9), bangkok(11, 20, 17), 0),
        (bangkok(11, 20, 9), bangkok(11, 22, 9), 0),
        (bangkok(11, 20, 17), bangkok(11, 23, 8), 1),
        (bangkok(12, 4, 9), bangkok(12, 8, 9), 1),  # Friday to Tuesday, a substitute between
        (bangkok(11, 23, 9), bangkok(11, 20, 9), 0),
    ],
)
def test_working_days_are_counted_after_the_first_and_with_the_last(
    earlier: datetime, later: datetime, days: int
) -> None:
    assert working_days_between(earlier, later, GOVERNMENT_HOLIDAYS) == days
