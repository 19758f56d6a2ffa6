"""Accounts of staff, and what moves when somebody goes."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.errors import InvalidInput, LastOneStays, NotAllowed, NotVisible, Problem
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services import journal
from complaint_center.services.directory import load_directory, person
from complaint_center.services.findings import submit_finding
from complaint_center.services.orders import withdraw
from complaint_center.services.staff import (
    StaffDraft,
    add_staff,
    change_staff,
    deactivate_staff,
    name_centre_head,
    reactivate_staff,
)
from tests.crowd import in_threads
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    Chain,
    case_of,
    make_case,
    make_chain,
    make_finding,
    make_staff,
    make_unit,
    submit,
)

WHY = "เกษียณอายุราชการ"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def told_last() -> dict[str, object]:
    last = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    detail: dict[str, object] = json.loads(last.detail)
    return detail


def draft_of(member: Person, *roles: Role, reports_to: str = "") -> StaffDraft:
    return StaffDraft(member.username, member.name, frozenset(roles or member.roles), reports_to=reports_to)


def add(**changes: object) -> int:
    told = {"username": "somchai", "name": "สมชาย", "roles": frozenset({Role.CLERK})}
    return add_staff(None, StaffDraft(**told | changes), "secret", str, NOW)  # type: ignore[arg-type]


def test_a_username_is_kept_in_small_letters_and_given_once(app: Flask) -> None:
    assert person(add(username=" SomChai ")).username == "somchai"
    with pytest.raises(InvalidInput) as refusal:
        add(username="SOMCHAI")
    assert (refusal.value.field, refusal.value.problem) == ("username", Problem.TAKEN)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": " "}, "username"),
        ({"name": " "}, "name"),
        ({"roles": frozenset()}, "roles"),
        ({"phone": "12"}, "phone"),
        ({"reports_to": "nobody"}, "reports_to"),
    ],
)
def test_a_person_who_cannot_be_added_is_not_added_at_all(app: Flask, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add(**changes)
    db.session.rollback()
    assert refusal.value.field == field
    assert db.session.scalars(sa.select(StaffMember)).all() == []


def test_the_journal_keeps_roles_unit_and_superior_before_and_after(chain: Chain) -> None:
    unit, officer = make_unit("กองช่าง"), chain.officer
    draft = StaffDraft(officer.username, officer.name, frozenset({Role.AUDITOR}), unit="กองช่าง")
    change_staff(chain.admin, officer.id, draft, NOW)
    before = {"roles": ["officer"], "unit": None, "reports_to": chain.supervisor.id}
    after = {"roles": ["auditor"], "unit": unit, "reports_to": None}
    assert told_last() == {"staff": officer.id, "roles": ["auditor"], "from": before, "to": after}
    deactivate_staff(OFFICE, chain.admin, chain.palad.id, WHY, NOW)
    moved = sa.select(JournalEntry.detail).where(JournalEntry.what == "staff_deactivated")
    told = {"staff": chain.palad.id, "promoted": [chain.supervisor.id], "below": chain.executive.id}
    assert json.loads(db.session.scalars(moved).one()) == told


@pytest.mark.parametrize("field", ["roles", "unit", "reports_to"])
def test_nobody_changes_what_decides_over_their_own_sight(chain: Chain, field: str) -> None:
    changes = {"roles": frozenset({Role.ADMIN, Role.EXECUTIVE}), "unit": "กองใหม่", "reports_to": chain.palad.username}
    draft = replace(draft_of(chain.admin), **{field: changes[field]})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        change_staff(chain.admin, chain.admin.id, draft, NOW)
    assert (refused.value.field, refused.value.problem) == (field, Problem.OWN_ACCOUNT)
    db.session.rollback()
    change_staff(chain.admin, chain.admin.id, replace(draft_of(chain.admin), name="นางชื่อใหม่"), NOW)


def test_only_an_administrator_changes_staff(chain: Chain) -> None:
    for actor in (chain.officer, chain.supervisor, chain.executive, chain.clerk):
        with pytest.raises(NotAllowed):
            deactivate_staff(OFFICE, actor, chain.officer.id, WHY, NOW)
        with pytest.raises(NotAllowed):
            change_staff(actor, actor.id, draft_of(actor, Role.ADMIN), NOW)
    with pytest.raises(NotVisible):
        deactivate_staff(OFFICE, chain.admin, 999_999, WHY, NOW)
    with pytest.raises(InvalidInput):
        deactivate_staff(OFFICE, chain.admin, chain.officer.id, " ", NOW)


def test_nobody_reports_to_themselves_or_to_somebody_below(chain: Chain) -> None:
    for superior in (chain.supervisor, chain.officer):
        with pytest.raises(InvalidInput) as refusal:
            change_staff(
                chain.admin, chain.supervisor.id, draft_of(chain.supervisor, reports_to=superior.username), NOW
            )
        assert refusal.value.field == "reports_to"
        db.session.rollback()


def test_every_open_case_of_somebody_who_goes_moves_and_ended_ones_stay(chain: Chain) -> None:
    open_one, awaiting, ended = (make_case(now=NOW + minute * SECOND) for minute in range(3))
    submit(awaiting, NOW + DAY)
    withdraw(OFFICE, chain.supervisor, ended.register_number, "ขอถอน", NOW + DAY)
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    deactivate_staff(OFFICE, chain.admin, chain.officer.id, WHY, NOW + 2 * DAY)
    holders = [case_of(case.register_number).officer_id for case in (open_one, awaiting, ended)]
    assert holders == [second.id, second.id, chain.officer.id]
    assert case_of(open_one.register_number).deadlines[0].due_at == NOW + 7 * DAY
    assert case_of(awaiting.register_number).status is CaseStatus.AWAITING_ORDER
    assert not person(chain.officer.id).is_active
    assert journal.verify().is_whole


def test_with_nobody_else_the_cases_of_somebody_who_goes_are_unassigned_and_told(chain: Chain) -> None:
    case = make_case()
    deactivate_staff(OFFICE, chain.admin, chain.officer.id, WHY, NOW)
    case = case_of(case.register_number)
    assert (case.officer_id, case.status) == (None, CaseStatus.RECEIVED)


def test_who_reported_to_somebody_who_goes_reports_one_step_up(chain: Chain) -> None:
    make_staff(Role.SUPERVISOR)
    unit = make_unit(head=chain.supervisor)
    deactivate_staff(OFFICE, chain.admin, chain.supervisor.id, WHY, NOW)
    assert person(chain.officer.id).reports_to_id == chain.palad.id
    assert load_directory().centre_head_id == chain.palad.id
    assert db.session.get_one(Unit, unit).head_id == chain.palad.id


def test_somebody_who_goes_is_signed_out_and_may_come_back(chain: Chain) -> None:
    before = db.session.get_one(StaffMember, chain.officer.id).fs_uniquifier
    deactivate_staff(OFFICE, chain.admin, chain.officer.id, WHY, NOW)
    assert db.session.get_one(StaffMember, chain.officer.id).fs_uniquifier != before
    reactivate_staff(chain.admin, chain.officer.id, NOW)
    assert person(chain.officer.id).is_active


def test_the_last_administrator_and_the_last_supervisor_stay(chain: Chain) -> None:
    for last, role in ((chain.admin, Role.CLERK), (chain.supervisor, Role.OFFICER)):
        with pytest.raises(LastOneStays):
            deactivate_staff(OFFICE, chain.admin, last.id, WHY, NOW)
        db.session.rollback()
        with pytest.raises(LastOneStays):
            change_staff(chain.admin, last.id, draft_of(last, role), NOW)
        db.session.rollback()
        assert person(last.id) == last


def test_an_inactive_colleague_does_not_count_as_another_one(chain: Chain) -> None:
    second = make_staff(Role.ADMIN)
    deactivate_staff(OFFICE, chain.admin, second.id, WHY, NOW)
    with pytest.raises(LastOneStays):
        deactivate_staff(OFFICE, chain.admin, chain.admin.id, WHY, NOW)


def test_two_administrators_who_deactivate_each_other_leave_one(app: Flask) -> None:
    one, two = make_staff(Role.ADMIN), make_staff(Role.ADMIN)
    both_signed_in = Barrier(2)

    def deactivate(actor: Person, other: Person) -> None:
        signed_in = db.session.get_one(StaffMember, actor.id)
        # SQLite lets one request write at a time, and takes the second in only when the first has ended.
        if db.engine.dialect.name == "postgresql":
            both_signed_in.wait(10)
        deactivate_staff(OFFICE, signed_in.person(), other.id, WHY, NOW)

    outcomes = in_threads(app, [partial(deactivate, one, two), partial(deactivate, two, one)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastOneStays", "NoneType"]
    assert sum(member.is_active for member in load_directory().people.values()) == 1


def test_somebody_may_go_while_they_submit_a_finding(app: Flask, chain: Chain) -> None:
    make_staff(Role.OFFICER, reports_to=chain.supervisor)
    for round_ in range(8):
        assert_goes_in_peace(app, chain.admin, make_case(now=NOW + round_ * SECOND))
    assert journal.verify().is_whole


def assert_goes_in_peace(app: Flask, admin: Person, case: Case) -> None:
    number, holder = case.register_number, person(case.officer_id or 0)
    calls = [
        partial(deactivate_staff, OFFICE, admin, holder.id, WHY, NOW),
        partial(submit_finding, OFFICE, holder, number, make_finding(), NOW),
    ]
    went, submitted = in_threads(app, calls)
    assert not isinstance(went, Exception)
    assert submitted is None or isinstance(submitted, NotAllowed | NotVisible)
    assert case_of(number).officer_id != holder.id
    reactivate_staff(admin, holder.id, NOW)


def test_a_complaint_that_comes_while_somebody_goes_is_not_lost(app: Flask, chain: Chain) -> None:
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    goes = partial(deactivate_staff, OFFICE, chain.admin, chain.officer.id, WHY, NOW)
    outcomes = in_threads(app, [goes, *[partial(make_case, actor=chain.clerk) for _ in range(7)]])
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert sum(1 for _ in db.session.scalars(sa.select(Case.id))) == 7
    holders = set(db.session.scalars(sa.select(Case.officer_id)))
    # One assigned in the same instant is found by the next tick.
    assert holders <= {second.id, chain.officer.id}
    assert db.session.scalars(sa.select(Assignment.id)).all()


def test_the_head_of_the_centre_is_an_active_commander(chain: Chain) -> None:
    for unfit in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(InvalidInput):
            name_centre_head(chain.admin, unfit.id, NOW)
    name_centre_head(chain.admin, chain.palad.id, NOW)
    assert load_directory().centre_head_id == chain.palad.id
