"""Whom each rung reaches, in a town hall of one officer, a supervisor, the municipal clerk and a mayor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.hierarchy import ChainOfCommand
from complaint_center.domain.ladder import Tier

MAYOR, PALAD, HEAD, SECRETARY, OFFICER = 1, 2, 3, 4, 5
EVERYONE_IN_COMMAND = frozenset({MAYOR, PALAD, HEAD})


def person(person_id: int, role: Role, reports_to: int | None = None) -> Person:
    return Person(person_id, f"p{person_id}", f"นาย {person_id}", frozenset({role}), reports_to_id=reports_to)


TOWN_HALL = Directory(
    people={
        MAYOR: person(MAYOR, Role.EXECUTIVE),
        PALAD: person(PALAD, Role.PALAD, MAYOR),
        HEAD: person(HEAD, Role.SUPERVISOR, PALAD),
        # Stands in the chain between officer and head, and commands nobody.
        SECRETARY: person(SECRETARY, Role.CLERK, HEAD),
        OFFICER: person(OFFICER, Role.OFFICER, SECRETARY),
    },
    centre_head_id=HEAD,
)


def without(*inactive: int) -> Directory:
    people = {**TOWN_HALL.people, **{i: replace(TOWN_HALL.people[i], is_active=False) for i in inactive}}
    return replace(TOWN_HALL, people=people)


def id_of(person: Person | None) -> int | None:
    return person.id if person else None


@pytest.mark.parametrize(
    ("barred", "supervisor"),
    [
        (set(), HEAD),
        ({HEAD}, PALAD),
        ({HEAD, PALAD}, MAYOR),
        (EVERYONE_IN_COMMAND, None),
        ({OFFICER}, HEAD),
    ],
)
def test_the_supervisor_is_the_first_commander_above_whom_no_conflict_bars(
    barred: set[int], supervisor: int | None
) -> None:
    assert id_of(ChainOfCommand(TOWN_HALL, OFFICER, frozenset(barred)).supervisor()) == supervisor


def test_a_deactivated_superior_is_passed_over() -> None:
    assert id_of(ChainOfCommand(without(HEAD), OFFICER).supervisor()) == PALAD


def test_an_unassigned_case_answers_to_the_centres_head_and_upward() -> None:
    assert id_of(ChainOfCommand(TOWN_HALL, None).supervisor()) == HEAD
    assert id_of(ChainOfCommand(TOWN_HALL, None, frozenset({HEAD})).supervisor()) == PALAD
    assert id_of(ChainOfCommand(without(HEAD), None).supervisor()) == PALAD


def test_an_unassigned_case_of_a_centre_without_a_head_has_no_supervisor() -> None:
    assert ChainOfCommand(replace(TOWN_HALL, centre_head_id=None), None).supervisor() is None


@pytest.mark.parametrize(
    ("kind", "owes"),
    [
        (DeadlineKind.FINDING, OFFICER),
        (DeadlineKind.RESUBMISSION, OFFICER),
        (DeadlineKind.ACTION, OFFICER),
        (DeadlineKind.ORDER, HEAD),
    ],
)
def test_the_officer_owes_the_work_and_the_supervisor_the_order(kind: DeadlineKind, owes: int) -> None:
    chain = ChainOfCommand(TOWN_HALL, OFFICER)
    assert id_of(chain.responsible(kind)) == owes
    assert id_of(chain.recipient(Tier.OFFICER, kind, None)) == owes


@pytest.mark.parametrize("chain", [ChainOfCommand(TOWN_HALL, None), ChainOfCommand(without(OFFICER), OFFICER)])
def test_without_an_active_officer_the_supervisor_gets_the_officers_rungs(chain: ChainOfCommand) -> None:
    assert id_of(chain.recipient(Tier.OFFICER, DeadlineKind.FINDING, None)) == HEAD


def test_an_officer_barred_since_is_reminded_of_nothing() -> None:
    chain = ChainOfCommand(TOWN_HALL, OFFICER, frozenset({OFFICER}))
    assert id_of(chain.recipient(Tier.OFFICER, DeadlineKind.FINDING, None)) == HEAD


def climb(chain: ChainOfCommand, kind: DeadlineKind = DeadlineKind.FINDING) -> list[int | None]:
    """Whom the seventh day and four more rungs above it reach, one after the other."""
    reached: list[int | None] = []
    for tier in (Tier.SUPERVISOR, *[Tier.NEXT_SUPERIOR] * 4):
        alerted = [person_id for person_id in reached if person_id]
        reached.append(id_of(chain.recipient(tier, kind, alerted[-1] if alerted else None)))
    return reached


def test_each_rung_goes_strictly_above_the_last_and_the_top_repeats() -> None:
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER)) == [HEAD, PALAD, MAYOR, MAYOR, MAYOR]


def test_an_accused_superior_is_bypassed_at_every_rung() -> None:
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER, frozenset({HEAD})))[:3] == [PALAD, MAYOR, MAYOR]
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER, frozenset({PALAD})))[:3] == [HEAD, MAYOR, MAYOR]


def test_a_late_order_goes_above_the_supervisor_who_owes_it() -> None:
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER), DeadlineKind.ORDER)[:3] == [PALAD, MAYOR, MAYOR]


def test_a_late_order_of_the_top_comes_back_to_the_top() -> None:
    barred = frozenset({HEAD, PALAD})
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER, barred), DeadlineKind.ORDER)[:2] == [MAYOR, MAYOR]


def test_where_nobody_is_left_no_rung_finds_anybody() -> None:
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER, EVERYONE_IN_COMMAND)) == [None] * 5
    assert climb(ChainOfCommand(TOWN_HALL, OFFICER, EVERYONE_IN_COMMAND), DeadlineKind.ORDER) == [None] * 5


def test_after_the_person_last_alerted_has_left_the_next_one_above_is_reached() -> None:
    chain = ChainOfCommand(without(HEAD), OFFICER)
    assert id_of(chain.recipient(Tier.NEXT_SUPERIOR, DeadlineKind.FINDING, HEAD)) == PALAD


def test_when_the_top_has_left_the_rung_comes_back_down_to_the_supervisor() -> None:
    chain = ChainOfCommand(without(MAYOR), OFFICER)
    assert id_of(chain.recipient(Tier.NEXT_SUPERIOR, DeadlineKind.FINDING, MAYOR)) == HEAD
