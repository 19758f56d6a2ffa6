from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.fiscal_years import FiscalYear, HalfYear, Month


def test_the_fiscal_year_2570_runs_from_october_2569_to_september_2570() -> None:
    months = FiscalYear(2570).months
    assert [str(month) for month in months[:3]] == ["2026-10", "2026-11", "2026-12"]
    assert (str(months[3]), str(months[-1]), len(months)) == ("2027-01", "2027-09", 12)


def test_a_month_begins_at_midnight_in_bangkok() -> None:
    october = datetime(2026, 9, 30, 17, tzinfo=UTC)
    assert FiscalYear(2570).starts_at == october
    assert (Month.of(october), FiscalYear.of(october)) == (Month(2026, 10), FiscalYear(2570))
    before = october - timedelta(microseconds=1)
    assert (Month.of(before), FiscalYear.of(before)) == (Month(2026, 9), FiscalYear(2569))


def test_one_year_ends_where_the_next_begins() -> None:
    assert FiscalYear(2570).ends_at == FiscalYear(2571).starts_at
    assert Month(2026, 12).ends_at == Month(2027, 1).starts_at


@given(st.integers(0, 20 * 365 * 86_400))
def test_every_instant_lies_in_one_month_of_its_year(seconds: int) -> None:
    instant = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    inside = [month for month in FiscalYear.of(instant).months if month.starts_at <= instant < month.ends_at]
    assert inside == [Month.of(instant)]


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(-500, 500))
def test_going_so_many_months_on_and_back_ends_where_it_began(year: int, number: int, months: int) -> None:
    month = Month(year, number)
    assert month.after(months).after(-months) == month


def test_a_month_is_read_as_it_is_written() -> None:
    assert Month.parse("2026-10") == Month(2026, 10)
    for text in ("2026-13", "2569", "october", "2026-10-1"):
        with pytest.raises(ValueError, match="does not match|unconverted"):
            Month.parse(text)


def test_half_a_year_runs_from_october_to_march_and_from_april_to_september() -> None:
    first, second = FiscalYear(2570).halves
    assert [str(month) for month in (first.months[0], first.months[-1])] == ["2026-10", "2027-03"]
    assert [str(month) for month in (second.months[0], second.months[-1])] == ["2027-04", "2027-09"]
    assert (str(first), first.ends_at, second.ends_at) == ("2570-1", second.starts_at, FiscalYear(2570).ends_at)
    assert (second.before(), first.before()) == (first, HalfYear(2569, 2))


@given(st.integers(0, 20 * 365 * 86_400))
def test_every_instant_lies_in_one_half_of_its_year(seconds: int) -> None:
    instant = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    halves = FiscalYear.of(instant).halves
    assert [half for half in halves if half.starts_at <= instant < half.ends_at] == [HalfYear.of(instant)]
