from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.sampling import draw, possible_reviewers, size

DECISIONS = st.dictionaries(st.integers(1, 10**9), st.sampled_from(Discretion), max_size=400)
SEEDS = st.text("0123456789abcdef", min_size=8, max_size=32)


@pytest.mark.parametrize(
    ("decisions", "kinds", "drawn"),
    [(0, 0, 0), (1, 1, 1), (4, 2, 4), (5, 1, 5), (50, 3, 5), (51, 3, 6), (60, 9, 9), (290, 9, 29), (300, 9, 30),
     (9_000, 9, 30)],
)  # fmt: skip
def test_a_tenth_is_drawn_at_least_five_at_most_thirty_and_never_fewer_than_there_are_kinds(
    decisions: int, kinds: int, drawn: int
) -> None:
    assert size(decisions, kinds) == drawn


@given(DECISIONS, SEEDS)
def test_a_draw_holds_every_kind_and_comes_out_the_same_in_whatever_order_it_is_read(
    decisions: dict[int, Discretion], seed: str
) -> None:
    drawn = draw(decisions, seed)
    assert drawn == sorted(set(drawn))
    assert set(drawn) <= set(decisions)
    assert len(drawn) == size(len(decisions), len(set(decisions.values())))
    assert {decisions[number] for number in drawn} == set(decisions.values())
    assert draw(dict(reversed(decisions.items())), seed) == drawn


def test_whoever_has_the_seed_needs_no_more_than_a_digest_to_draw_again() -> None:
    numbers = range(1, 101)
    ranked = sorted(numbers, key=lambda number: sha256(f"5eed:{number}".encode()).hexdigest())
    assert draw(dict.fromkeys(numbers, Discretion.CLOSED), "5eed") == sorted(ranked[:10])


def test_every_decision_is_as_likely_as_any_other_of_its_kind() -> None:
    decisions = dict.fromkeys(range(100), Discretion.CLOSED)
    drawn = Counter(number for seed in range(2000) for number in draw(decisions, str(seed)))
    # Ten of a hundred in two thousand draws: 200 each, give or take five standard deviations.
    assert all(130 < drawn[number] < 270 for number in decisions)


def test_nobody_looks_at_what_they_decided_nor_where_they_are_barred() -> None:
    people = {
        number: Person(number, f"p{number}", "", frozenset({role}), is_active=number != 4)
        for number, role in enumerate((Role.EXECUTIVE, Role.PALAD, Role.SUPERVISOR, Role.EXECUTIVE), start=1)
    }
    directory = Directory(people)
    assert possible_reviewers(directory, 3, frozenset()) == {1, 2}
    assert possible_reviewers(directory, 1, frozenset()) == {2}
    assert possible_reviewers(directory, 1, frozenset({2})) == frozenset()
