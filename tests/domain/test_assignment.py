"""Who is given a case, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.assignment import Workload, choose_officer, eligible_officers
from complaint_center.domain.categories import Category

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def officer(person_id: int, handles: str = "ABCD") -> Person:
    return Person(person_id, f"o{person_id}", f"นาย {person_id}", frozenset({Role.OFFICER}), handles=frozenset(handles))


ONE, TWO, THREE = officer(1), officer(2), officer(3)


def test_the_lightest_load_is_chosen() -> None:
    workloads = {1: Workload(3, LONG_AGO), 2: Workload(1, LONG_AGO + timedelta(days=9)), 3: Workload(2)}
    choice = choose_officer([ONE, TWO, THREE], workloads)
    assert choice
    assert choice.as_detail() == {"officer_id": 2, "load": 1, "eligible": 3, "tied": 1}


def test_among_equal_loads_the_longest_idle_is_chosen() -> None:
    workloads = {1: Workload(1, LONG_AGO + timedelta(seconds=1)), 2: Workload(1, LONG_AGO), 3: Workload(2)}
    choice = choose_officer([ONE, TWO, THREE], workloads)
    assert choice
    assert (choice.officer_id, choice.tied) == (2, 2)


def test_who_never_had_a_case_has_been_idle_longest() -> None:
    choice = choose_officer([ONE, TWO], {1: Workload(0, LONG_AGO)})
    assert choice
    assert choice.officer_id == 2


def test_without_candidates_nobody_is_chosen() -> None:
    assert choose_officer([], {}) is None


def test_only_active_unconflicted_officers_who_handle_the_group_are_eligible() -> None:
    people = [
        ONE,
        officer(2, handles="BC"),
        replace(officer(3), is_active=False),
        officer(4),
        replace(officer(5), roles=frozenset({Role.CLERK})),
        replace(officer(6), roles=frozenset({Role.CLERK, Role.OFFICER})),
    ]
    directory = Directory({person.id: person for person in people})
    eligible = eligible_officers(directory, Category.BRIBERY, barred={4})
    assert [person.id for person in eligible] == [1, 6]


WORKLOADS = st.builds(
    Workload, st.integers(0, 5), st.none() | st.integers(0, 5).map(lambda days: LONG_AGO + timedelta(days=days))
)


@given(st.dictionaries(st.integers(1, 8), WORKLOADS, min_size=1), st.randoms())
def test_nobody_who_was_passed_over_had_less_to_do(workloads: dict[int, Workload], order: object) -> None:
    candidates = [officer(person_id) for person_id in workloads]
    order.shuffle(candidates)  # type: ignore[attr-defined]
    choice = choose_officer(candidates, workloads)
    assert choice
    assert choice.load == workloads[choice.officer_id].open_cases == min(w.open_cases for w in workloads.values())
    assert choice == choose_officer(candidates[::-1], workloads)
