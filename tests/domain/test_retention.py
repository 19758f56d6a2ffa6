"""How long things are kept, to the instant, and who may have them destroyed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.retention import Terms, begun_before, possible_approvers, term_ends_at

SECOND = timedelta(seconds=1)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def bangkok(*when: int) -> datetime:
    return datetime(*when, tzinfo=BANGKOK)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("ended_at", "years", "over_at"),
    [
        (bangkok(2026, 11, 23, 10, 0), 10, bangkok(2036, 11, 24)),
        (bangkok(2026, 11, 23, 0, 0), 10, bangkok(2036, 11, 24)),
        (bangkok(2026, 11, 23, 23, 59, 59), 10, bangkok(2036, 11, 24)),
        (bangkok(2026, 12, 31, 9, 0), 10, bangkok(2037, 1, 1)),
        (bangkok(2028, 2, 29, 12, 0), 10, bangkok(2038, 3, 1)),
        (bangkok(2028, 2, 28, 12, 0), 10, bangkok(2038, 3, 1)),
        (bangkok(2028, 2, 29, 12, 0), 12, bangkok(2040, 3, 1)),
        (bangkok(2028, 2, 28, 12, 0), 12, bangkok(2040, 2, 29)),
        (bangkok(2026, 2, 28, 12, 0), 2, bangkok(2028, 2, 29)),
    ],
)
def test_the_last_day_counts_whole_and_not_a_second_more(ended_at: datetime, years: int, over_at: datetime) -> None:
    assert term_ends_at(ended_at, years) == over_at
    assert ended_at < begun_before(over_at, years)
    assert not ended_at < begun_before(over_at - SECOND, years)


@given(begun_at=INSTANTS, now=INSTANTS, years=st.integers(1, 12))
def test_the_bound_that_the_database_is_asked_for_is_the_term_read_backwards(
    begun_at: datetime, now: datetime, years: int
) -> None:
    assert (begun_at < begun_before(now, years)) == (term_ends_at(begun_at, years) <= now)


def test_each_group_has_a_term_of_its_own() -> None:
    terms, ended_at = Terms({Category.BRIBERY: 20, Category.GENERAL: 10}), bangkok(2026, 11, 23, 10, 0)
    assert terms.ends_at(Category.BRIBERY, ended_at) == bangkok(2046, 11, 24)
    assert terms.ends_at(Category.GENERAL, ended_at) == bangkok(2036, 11, 24)
    assert ended_at < terms.ended_before(Category.GENERAL, bangkok(2036, 11, 24))
    assert not ended_at < terms.ended_before(Category.BRIBERY, bangkok(2036, 11, 24))


def test_the_second_word_is_an_unbarred_leaders_and_never_the_proposers_own() -> None:
    def person(person_id: int, role: Role, is_active: bool = True) -> Person:
        return Person(person_id, f"p{person_id}", "x", frozenset({role}), is_active=is_active)

    people = [
        *(person(1, Role.EXECUTIVE), person(2, Role.PALAD), person(3, Role.EXECUTIVE)),
        *(person(4, Role.SUPERVISOR), person(5, Role.ADMIN), person(6, Role.PALAD, is_active=False)),
    ]
    directory = Directory({one.id: one for one in people})
    assert [one.id for one in possible_approvers(directory, 1, [])] == [2, 3]
    assert [one.id for one in possible_approvers(directory, 1, [frozenset({2}), frozenset({9})])] == [3]
    assert possible_approvers(directory, 1, [frozenset({2}), frozenset({3})]) == ()
