"""Median, nine tenths and mean of days, by the plainest way of working them out."""

from __future__ import annotations

from collections import Counter
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.reports import Spread


def test_nothing_has_neither_a_middle_nor_a_mean() -> None:
    nothing = Spread()
    assert (nothing.median, nothing.ninth_tenth, nothing.mean) == (None, None, None)


@given(st.lists(st.integers(0, 400), min_size=1))
def test_they_are_those_of_the_days_written_out(days: list[int]) -> None:
    spread = Spread(Counter(days))
    assert spread.median == median(days)
    assert spread.mean == round(sum(days) / len(days), 1)
    within = [one for one in sorted(set(days)) if 10 * sum(day <= one for day in days) >= 9 * len(days)]
    assert spread.ninth_tenth == within[0]
    assert sum(spread.bands) == len(days)


def test_a_band_ends_with_its_last_day() -> None:
    spread = Spread(Counter({0: 1, 3: 2, 4: 4, 7: 8, 8: 16, 60: 32, 61: 64}))
    assert spread.bands == [3, 12, 16, 0, 32, 64]
