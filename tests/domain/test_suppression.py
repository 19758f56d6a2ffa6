from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.suppression import SMALLEST_SHOWN, suppress

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=10).map(lambda counts: dict(enumerate(counts)))


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_no_hidden_count_can_be_reckoned_even_by_who_knows_the_rule(cells: int) -> None:
    """All numbers that the hidden ones can be are tried: each of them is at least two numbers in what looks alike."""
    for counts in combinations_with_replacement(range(12), cells):
        assert all(len(numbers) > 1 for numbers in _could_be(counts).values()), counts


def _could_be(counts: tuple[int, ...]) -> dict[int, set[int]]:
    """For each hidden count what it might be, to somebody who sees what is published and the total."""
    published = _published(counts)
    hidden = [place for place, count in enumerate(published or ()) if count is None]
    could_be: dict[int, set[int]] = {place: set() for place in hidden}
    ways = _sums_of(sum(counts[place] for place in hidden), len(hidden)) if hidden else ()
    for told in ways:
        other = list(counts)
        for place, count in zip(hidden, told, strict=True):
            other[place] = count
        if _published(tuple(other)) == published:
            for place, count in zip(hidden, told, strict=True):
                could_be[place].add(count)
    return could_be


@cache
def _published(counts: tuple[int, ...]) -> tuple[int | None, ...] | None:
    published = suppress(dict(enumerate(counts)))
    return published and tuple(published.values())


def _sums_of(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to make the whole of so many numbers."""
    for borders in combinations_with_replacement(range(whole + 1), parts - 1):
        edges = (0, *borders, whole)
        yield tuple(after - before for before, after in pairwise(edges))


@given(COUNTS)
def test_what_is_shown_is_true_and_never_small(counts: dict[int, int]) -> None:
    for key, count in (suppress(counts) or {}).items():
        assert count is None or (count == counts[key] and not 0 < count < SMALLEST_SHOWN)


@given(COUNTS)
def test_nothing_is_hidden_where_nothing_is_small_and_all_are_not_alike(counts: dict[int, int]) -> None:
    large = {key: count * SMALLEST_SHOWN for key, count in counts.items()}
    assert suppress(large) == (None if sum(map(bool, counts.values())) == 1 else large)


def test_a_lone_small_count_takes_the_next_larger_with_it() -> None:
    assert suppress({"a": 3, "b": 8, "c": 20, "d": 0}) == {"a": None, "b": None, "c": 20, "d": 0}


def test_as_many_as_can_be_of_the_largest_that_is_hidden_take_another_with_them() -> None:
    assert suppress({"a": 4, "b": 4, "c": 4, "d": 9, "e": 20}) == dict.fromkeys("abcd") | {"e": 20}


def test_what_cannot_be_hidden_is_not_broken_down_at_all() -> None:
    assert suppress({"a": 3, "b": 0}) is None
    assert suppress({"a": 1, "b": 1}) is None
    assert suppress({"a": 3, "b": 2, "c": 0}) is None


def test_that_all_are_of_one_kind_is_not_told() -> None:
    assert suppress({"a": 17, "b": 0, "c": 0}) is None
    assert suppress({"a": 0, "b": 0}) == {"a": 0, "b": 0}


def test_what_is_as_large_as_the_count_taken_along_is_hidden_too() -> None:
    assert suppress({"a": 5, "b": 4, "c": 5, "d": 20}) == dict.fromkeys("abc") | {"d": 20}
