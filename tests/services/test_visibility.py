"""The one filter of the database, held against the rules for every person and case of random town halls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import NotVisible
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.references import format_register_number
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.models.near_names import NearlyNamed
from complaint_center.models.staff import FormerMember, StaffMember, StaffRole, Unit
from complaint_center.services.case_lists import Filters, list_cases, list_logged
from complaint_center.services.case_queries import find_case, find_coarse, logged_by, not_barred, visible_to
from complaint_center.services.directory import load_directory
from tests.make import DAY, NOW, make_case, make_chain, make_staff

PEOPLE, UNITS, CASES = 6, 3, 3
_numbers = count(1)


@dataclass(frozen=True)
class AccusedOf:
    """Places of people and of a unit in the lists above; None: not linked."""

    person: int | None
    unit: int | None
    stranger: bool
    elected: bool
    answered: bool
    nearly: frozenset[int]


@dataclass(frozen=True)
class World:
    """Everything by its place in a list, for the ids are given by the database."""

    roles: list[frozenset[Role]]
    superiors: list[int | None]
    units_of: list[int | None]
    heads: list[int | None]
    procurement: list[bool]
    left_procurement: list[int | None]
    officers: list[int | None]
    loggers: list[int | None]
    corrected: list[int | None]
    were_procurement: list[bool]
    categories: list[Category]
    accused: list[list[AccusedOf]]
    recused: list[frozenset[int]]
    left: list[tuple[int, int, int]]
    """Person, unit, and how many days after the receipt of every case they left it; so for the units above."""
    away: dict[int, int]
    """Who is away, and who stands in."""


def some(strategy: st.SearchStrategy[object], size: int) -> st.SearchStrategy[list[object]]:
    return st.lists(strategy, min_size=size, max_size=size)


def maybe(limit: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, limit - 1)


ACCUSED = st.builds(
    AccusedOf,
    person=maybe(PEOPLE),
    unit=maybe(UNITS),
    stranger=st.booleans(),
    elected=st.booleans(),
    answered=st.booleans(),
    nearly=st.frozensets(st.integers(0, PEOPLE - 1), max_size=2),
)
WORLDS = st.builds(
    World,
    roles=some(st.frozensets(st.sampled_from(Role), max_size=2), PEOPLE),
    superiors=some(maybe(PEOPLE), PEOPLE),
    units_of=some(maybe(UNITS), PEOPLE),
    heads=some(maybe(PEOPLE), UNITS),
    procurement=some(st.booleans(), UNITS),
    left_procurement=some(st.none() | st.integers(-1, 1), UNITS),
    officers=some(maybe(PEOPLE), CASES),
    loggers=some(maybe(PEOPLE), CASES),
    corrected=some(st.none() | st.integers(-2, 0), CASES),
    were_procurement=some(st.booleans(), CASES),
    categories=some(st.sampled_from([Category.PROCUREMENT, Category.BRIBERY, Category.GENERAL]), CASES),
    accused=some(st.lists(ACCUSED, max_size=2), CASES),
    recused=some(st.frozensets(st.integers(0, PEOPLE - 1), max_size=2), CASES),
    left=st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, UNITS - 1), st.integers(-1, 1)), max_size=3),
    away=st.dictionaries(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), max_size=2),
)


def build(world: World) -> tuple[list[StaffMember], list[Case]]:
    staff = [_member(roles) for roles in world.roles]
    units = [_unit(*facts) for facts in zip(world.procurement, world.left_procurement, strict=True)]
    db.session.add_all([*staff, *units])
    db.session.flush()
    for member, superior, unit in zip(staff, world.superiors, world.units_of, strict=True):
        member.reports_to_id = None if superior is None else staff[superior].id
        member.unit_id = None if unit is None else units[unit].id
    for unit_row, head in zip(units, world.heads, strict=True):
        unit_row.head_id = None if head is None else staff[head].id
    for person, unit, days in world.left:
        db.session.add(FormerMember(staff_id=staff[person].id, unit_id=units[unit].id, left_at=NOW + days * DAY))
    for absent, stand_in in world.away.items():
        db.session.add(_absence(staff[absent].id, staff[stand_in].id))
    cases = [_case(world, place, staff, units) for place in range(CASES)]
    db.session.add_all(cases)
    db.session.flush()
    return staff, cases


def _member(roles: frozenset[Role]) -> StaffMember:
    number = next(_numbers)
    return StaffMember(
        username=f"w{number}",
        password="",
        fs_uniquifier=f"w{number}",
        name="ใครคนหนึ่ง",
        name_key="ใครคนหนึ่ง",
        created_at=NOW,
        roles=[StaffRole(name=role) for role in roles],
    )


def _absence(staff_id: int, stand_in_id: int) -> Absence:
    return Absence(staff_id=staff_id, stand_in_id=stand_in_id, starts_at=NOW, began_at=NOW, arranged_by_id=staff_id)


def _unit(in_procurement: bool, left_days: int | None) -> Unit:
    number, left_at = next(_numbers), None if left_days is None else NOW + left_days * DAY
    name = f"กอง w{number}"
    return Unit(name=name, name_key=name, in_procurement=in_procurement, left_procurement_at=left_at)


def _case(world: World, place: int, staff: list[StaffMember], units: list[Unit]) -> Case:
    number = next(_numbers)
    officer, logger = world.officers[place], world.loggers[place]
    return Case(
        register_number=format_register_number(2599, number),
        fiscal_year=2599,
        sequence=number,
        tracking_code_hash=f"w{number}",
        submission_hash=f"w{number}",
        content_hash="",
        channel=Channel.WEB,
        category=world.categories[place],
        subject="เรื่อง",
        narrative="ความ",
        received_at=NOW,
        earliest_received_at=None if world.corrected[place] is None else NOW + world.corrected[place] * DAY,
        was_procurement=world.were_procurement[place],
        registered_at=NOW,
        status_changed_at=NOW,
        status=CaseStatus.PRELIMINARY_CHECK if officer is not None else CaseStatus.RECEIVED,
        officer_id=None if officer is None else staff[officer].id,
        logged_by_id=None if logger is None else staff[logger].id,
        accused=[
            Accused(
                staff_id=None if accused.person is None else staff[accused.person].id,
                unit_id=None if accused.unit is None else units[accused.unit].id,
                is_stranger=accused.stranger,
                is_elected=accused.elected,
                linked_at=NOW if accused.answered else None,
                nearly_named=[NearlyNamed(staff_id=staff[person].id) for person in accused.nearly],
            )
            for accused in world.accused[place]
        ],
        recusals=[Recusal(staff_id=staff[person].id, at=NOW) for person in world.recused[place]],
    )


def opens(person: Person, case: Case, directory: Directory) -> bool:
    """What each role opens by the office's table of roles, and what it opens to who stands in for a superior."""
    commanders = set()
    people = directory.people
    member = people.get(case.officer_id or 0)
    while member and member.reports_to_id and member.reports_to_id not in commanders:
        commanders.add(member.reports_to_id)
        member = people[member.reports_to_id]
    unassigned = case.officer_id is None
    barred = case.conflicts.barred(directory)
    stands_in = any(
        acts_for(absent, directory.stand_ins) == person.id
        for absent in directory.stand_ins
        if absent in commanders - {case.officer_id} - barred
    )
    return bool(
        (person.roles & {Role.SUPERVISOR, Role.EXECUTIVE, Role.PALAD} and stands_in)
        or person.roles & {Role.EXECUTIVE, Role.PALAD, Role.AUDITOR}
        or (Role.SUPERVISOR in person.roles and (unassigned or person.id in commanders - {case.officer_id}))
        or (Role.OFFICER in person.roles and case.officer_id == person.id)
        or (Role.CLERK in person.roles and unassigned and case.logged_by_id == person.id)
    )


def acts_for(absent: int, stand_ins: Mapping[int, int]) -> int | None:
    """Who is there at the end of the row of stand-ins; None where it goes round."""
    for _ in range(PEOPLE):
        if absent not in stand_ins:
            return absent
        absent = stand_ins[absent]
    return None


def found(condition: sa.ColumnElement[bool]) -> set[int]:
    return set(db.session.scalars(sa.select(Case.id).where(condition)))


@settings(max_examples=60, deadline=timedelta(seconds=10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLDS)
def test_the_filter_of_the_database_is_the_rule_of_the_domain(app: Flask, world: World) -> None:
    db.session.rollback()
    staff, cases = build(world)
    directory = load_directory()
    for person in (directory.people[member.id] for member in staff):
        assert_agrees(person, cases, directory)


def assert_agrees(person: Person, cases: list[Case], directory: Directory) -> None:
    free = {case.id for case in cases if person.id not in case.conflicts.barred(directory)}
    assert found(not_barred(person, directory)) == free
    opened = {case.id for case in cases if opens(person, case, directory)}
    assert found(visible_to(person, directory)) == opened & free
    logged = {case.id for case in cases if case.logged_by_id == person.id}
    assert found(logged_by(person, directory)) == logged & free
    assert {case.id for case in list_cases(person, directory, Filters(), NOW).cases} == opened & free
    assert {case.id for case in list_logged(person, directory).cases} == logged & free
    for case in cases:
        assert _finds(person, case, directory) == (case.id in opened & free)


def _finds(person: Person, case: Case, directory: Directory) -> bool:
    try:
        return find_case(case.register_number, person, directory).id == case.id
    except NotVisible:
        return False


@pytest.mark.parametrize("number", ["70-0099", "", "ก", "70-0001; DROP TABLE cases", "๗๐-๙๙"])
def test_a_number_that_does_not_exist_is_told_as_one_that_may_not_be_seen(app: Flask, number: str) -> None:
    executive = make_chain().executive
    with pytest.raises(NotVisible):
        find_case(number, executive, load_directory())


def test_a_clerk_finds_the_coarse_state_of_any_case_that_does_not_accuse_them(app: Flask) -> None:
    chain = make_chain()
    accused = make_staff(Role.CLERK)
    other = make_staff(Role.CLERK)
    case = make_case(category=Category.BRIBERY, actor=chain.clerk, accused=(AccusedDraft(name=accused.name),))
    directory = load_directory()
    assert find_coarse("๗๐-๑", other, directory).id == case.id
    for person in (accused, chain.officer, chain.admin):
        with pytest.raises(NotVisible):
            find_coarse(case.register_number, person, directory)
    with pytest.raises(NotVisible):
        find_case(case.register_number, chain.clerk, directory)
