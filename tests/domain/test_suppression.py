from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from complaint_center.domain.suppression import SMALLEST_SHOWN, suppress

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=10).map(lambda counts: dict(enumerate(counts)))


@given(COUNTS)
@example({0: 3})
@example({0: 1, 1: 1})
@example({0: 1, 1: 7})
@example({0: 4, 1: 20, 2: 30})
def test_no_hidden_count_can_be_reckoned_from_what_is_published(counts: dict[int, int]) -> None:
    """Whoever knows the total and that what is hidden is no zero finds at least two numbers for each hidden count."""
    published = suppress(counts)
    if published is None:
        return
    hidden = [key for key, count in published.items() if count is None]
    left = sum(counts.values()) - sum(count for count in published.values() if count is not None)
    for _ in hidden:
        largest = left - (len(hidden) - 1)
        assert largest >= 2


@given(COUNTS)
def test_what_is_shown_is_true_and_never_small(counts: dict[int, int]) -> None:
    for key, count in (suppress(counts) or {}).items():
        assert count is None or (count == counts[key] and not 0 < count < SMALLEST_SHOWN)


@given(COUNTS)
def test_nothing_is_hidden_where_nothing_is_small(counts: dict[int, int]) -> None:
    large = {key: count * SMALLEST_SHOWN for key, count in counts.items()}
    assert suppress(large) == large


def test_a_lone_small_count_takes_the_next_larger_with_it() -> None:
    assert suppress({"a": 3, "b": 8, "c": 20, "d": 0}) == {"a": None, "b": None, "c": 20, "d": 0}


def test_what_cannot_be_hidden_is_not_broken_down_at_all() -> None:
    assert suppress({"a": 3, "b": 0}) is None
    assert suppress({"a": 1, "b": 1}) is None
    assert suppress({"a": 3, "b": 2, "c": 0}) is None
