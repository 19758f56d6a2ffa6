"""Roles, the chain of command, and who is barred above both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from complaint_center.domain.access import (
    COMMANDING,
    AccusedFacts,
    Conflicts,
    Directory,
    FormerMember,
    Permission,
    Person,
    Role,
    UnitFacts,
)

ENGINEERING, PROCUREMENT = 1, 2
MAYOR, DEPUTY, HEAD, WORKER, BUYER, RETIRED = range(10, 16)
RECEIVED = datetime(2026, 11, 23, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEADING = {
    *(Permission.COMMAND, Permission.READ_ALL, Permission.UNLINK_ACCUSED, Permission.DISPOSE, Permission.REVIEW),
}


def person(person_id: int, *roles: Role, reports_to: int | None = None, unit: int | None = None) -> Person:
    return Person(person_id, f"p{person_id}", f"นาย {person_id}", frozenset(roles), unit, reports_to)


TOWN_HALL = Directory(
    people={
        MAYOR: person(MAYOR, Role.EXECUTIVE),
        DEPUTY: person(DEPUTY, Role.EXECUTIVE, reports_to=MAYOR),
        HEAD: person(HEAD, Role.SUPERVISOR, reports_to=DEPUTY),
        WORKER: person(WORKER, Role.OFFICER, reports_to=HEAD, unit=ENGINEERING),
        BUYER: person(BUYER, Role.OFFICER, reports_to=HEAD, unit=PROCUREMENT),
    },
    units={
        ENGINEERING: UnitFacts(ENGINEERING, "กองช่าง", head_id=HEAD),
        PROCUREMENT: UnitFacts(PROCUREMENT, "กองพัสดุ", head_id=DEPUTY, in_procurement=True),
    },
)


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        (Role.CLERK, {Permission.LOG_COMPLAINTS, Permission.DO_CALL_TASKS}),
        (Role.OFFICER, {Permission.EXAMINE}),
        (Role.SUPERVISOR, {Permission.COMMAND}),
        (Role.EXECUTIVE, LEADING),
        (Role.PALAD, LEADING | {Permission.READ_VOICES}),
        (Role.AUDITOR, {Permission.READ_ALL, Permission.READ_JOURNAL}),
        (Role.ADMIN, {Permission.ADMINISTER}),
    ],
)
def test_a_role_opens_what_the_office_gave_it_and_nothing_more(role: Role, granted: set[Permission]) -> None:
    holder = person(1, role)
    assert {permission for permission in Permission if holder.may(permission)} == granted


def test_several_roles_open_what_each_of_them_opens() -> None:
    both = person(1, Role.CLERK, Role.OFFICER)
    assert both.may(Permission.LOG_COMPLAINTS)
    assert both.may(Permission.EXAMINE)
    assert not both.commands


def test_supervisors_executives_and_the_municipal_clerk_command() -> None:
    assert {Role.SUPERVISOR, Role.EXECUTIVE, Role.PALAD} == COMMANDING


def test_the_chain_of_command_is_walked_from_the_nearest_up() -> None:
    assert [superior.id for superior in TOWN_HALL.above(WORKER)] == [HEAD, DEPUTY, MAYOR]
    assert TOWN_HALL.below(DEPUTY) == {HEAD, WORKER, BUYER}
    assert TOWN_HALL.below(WORKER) == frozenset()


def test_a_circle_in_the_chain_ends_the_walk() -> None:
    circle = Directory({1: person(1, reports_to=2), 2: person(2, reports_to=3), 3: person(3, reports_to=1)})
    assert [superior.id for superior in circle.above(1)] == [2, 3]


def test_a_superior_who_is_gone_ends_the_walk() -> None:
    assert list(Directory({1: person(1, reports_to=99)}).above(1)) == []


def test_an_accused_person_is_barred_and_a_unit_that_is_kept_out_beside_them() -> None:
    assert Conflicts(RECEIVED, accused=(AccusedFacts(staff_id=WORKER),)).barred(TOWN_HALL) == {WORKER}
    beside = Conflicts(RECEIVED, accused=(AccusedFacts(staff_id=BUYER, unit_id=ENGINEERING),))
    assert beside.barred(TOWN_HALL) == {BUYER, WORKER, HEAD}


def test_where_only_a_unit_is_known_its_members_and_its_head_are_barred() -> None:
    assert Conflicts(RECEIVED, accused=(AccusedFacts(unit_id=ENGINEERING),)).barred(TOWN_HALL) == {WORKER, HEAD}


@pytest.mark.parametrize(
    ("left_at", "is_barred"), [(RECEIVED - SECOND, False), (RECEIVED, True), (RECEIVED + SECOND, True)]
)
def test_whoever_left_the_unit_after_the_receipt_stays_barred(left_at: datetime, is_barred: bool) -> None:
    gone = tuple(FormerMember(BUYER, unit, left_at) for unit in (ENGINEERING, PROCUREMENT))
    town_hall = replace(TOWN_HALL, former_members=gone)
    about_unit = Conflicts(RECEIVED, accused=(AccusedFacts(unit_id=ENGINEERING),))
    assert (BUYER in about_unit.barred(town_hall)) is is_barred
    moved = replace(TOWN_HALL.people[BUYER], unit_id=None)
    procurement = Conflicts(RECEIVED, is_procurement=True)
    assert (BUYER in procurement.barred(replace(town_hall, people={BUYER: moved}))) is is_barred


def test_a_stranger_bars_nobody_but_the_unit_that_was_named() -> None:
    assert Conflicts(RECEIVED, accused=(AccusedFacts(is_stranger=True, is_elected=True),)).barred(TOWN_HALL) == set()
    of_unit = Conflicts(RECEIVED, accused=(AccusedFacts(unit_id=ENGINEERING, is_stranger=True),))
    assert of_unit.barred(TOWN_HALL) == {WORKER, HEAD}


def test_whoever_may_be_meant_is_barred() -> None:
    assert Conflicts(RECEIVED, accused=(AccusedFacts(nearly_ids=frozenset({BUYER})),)).barred(TOWN_HALL) == {BUYER}


def test_an_elected_office_bars_all_who_hold_one_until_one_of_them_is_named() -> None:
    of_mayor, of_nobody = AccusedFacts(staff_id=MAYOR, is_elected=True), AccusedFacts(is_elected=True)
    of_worker = AccusedFacts(staff_id=WORKER, is_elected=True)
    assert Conflicts(RECEIVED, accused=(of_nobody,)).barred(TOWN_HALL) == {MAYOR, DEPUTY}
    assert Conflicts(RECEIVED, accused=(of_mayor,)).barred(TOWN_HALL) == {MAYOR}
    assert Conflicts(RECEIVED, accused=(of_worker,)).barred(TOWN_HALL) == {MAYOR, DEPUTY, WORKER}


def test_an_accused_nobody_has_linked_yet_bars_nobody() -> None:
    assert Conflicts(RECEIVED, accused=(AccusedFacts(),)).barred(TOWN_HALL) == frozenset()


def test_procurement_and_finance_are_kept_out_of_procurement_cases() -> None:
    assert Conflicts(RECEIVED, is_procurement=True).barred(TOWN_HALL) == {BUYER, DEPUTY}


def test_whoever_stepped_back_stays_barred_beside_all_the_accused() -> None:
    accused = (AccusedFacts(staff_id=WORKER), AccusedFacts(staff_id=MAYOR))
    assert Conflicts(RECEIVED, accused, recused_ids=frozenset({HEAD})).barred(TOWN_HALL) == {WORKER, MAYOR, HEAD}


def test_a_unit_that_is_gone_bars_nobody() -> None:
    assert Conflicts(RECEIVED, accused=(AccusedFacts(unit_id=99),)).barred(TOWN_HALL) == frozenset()
