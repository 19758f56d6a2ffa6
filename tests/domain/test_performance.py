from __future__ import annotations

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.performance import Outcome, Tally, median, owed, share, together

DAYS = st.lists(st.integers(-3, 400))
OUTCOMES = st.lists(st.sampled_from(Outcome))


@given(DAYS)
def test_the_median_of_counts_is_that_of_what_was_counted(days: list[int]) -> None:
    assert median(Counter(days)) == (statistics.median(days) if days else None)


@given(OUTCOMES)
def test_the_share_is_of_what_was_done_or_is_overdue(outcomes: list[Outcome]) -> None:
    counts = Counter(outcomes)
    decided = [one for one in outcomes if one not in (Outcome.RUNNING, Outcome.ENDED)]
    assert owed(counts) == len([one for one in outcomes if one is not Outcome.ENDED])
    if decided:
        assert share(counts) == pytest.approx(100 * counts[Outcome.IN_TIME] / len(decided), abs=0.051)
    else:
        assert share(counts) is None


@given(st.lists(st.tuples(OUTCOMES, OUTCOMES, OUTCOMES, DAYS)))
def test_several_tallies_together_hold_all_that_each_holds(
    told: list[tuple[list[Outcome], list[Outcome], list[Outcome], list[int]]],
) -> None:
    tallies = [Tally(*map(Counter, one)) for one in told]
    whole = together(tallies)
    assert whole.findings == Counter(one for findings, *_ in told for one in findings)
    assert whole.first_notices == Counter(one for _, notices, *_ in told for one in notices)
    assert whole.later_notices == Counter(one for *_, notices, _ in told for one in notices)
    assert whole.days == Counter(one for *_, days in told for one in days)
    assert whole.is_empty == (not any(outcomes for *kinds, _ in told for outcomes in kinds))
