"""Giving cases to officers, taking them back, and keeping the accused away from them."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.attention import Attention
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services.accused import add_accused, link_accused, unlink_accused
from complaint_center.services.assignment import (
    declare_no_interest,
    reassign,
    retry_unassigned,
)
from complaint_center.services.case_lists import list_needing
from complaint_center.services.case_queries import find_case
from complaint_center.services.directory import load_directory, person
from complaint_center.services.escalation import sweep
from complaint_center.services.findings import save_finding
from complaint_center.services.holding import may_read_narrative
from complaint_center.services.orders import give_order
from complaint_center.services.recusals import step_back
from complaint_center.services.staff import StaffDraft, change_staff
from complaint_center.services.units import change_unit
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
    make_order,
    make_staff,
    make_unit,
    submit,
)


def told(kind: MessageKind) -> set[int | None]:
    return set(db.session.scalars(sa.select(OutboxMessage.staff_id).where(OutboxMessage.kind == kind)))


def visible(case: Case, person: Person) -> bool:
    try:
        find_case(case.register_number, person, load_directory())
    except NotVisible:
        return False
    return True


def accuse(now: datetime = NOW, **words: str) -> Case:
    return make_case(category=Category.BRIBERY, now=now, accused=(AccusedDraft(**words),))


# The choice


def test_cases_go_round_by_lightest_load_and_longest_idle_and_the_reason_is_kept(app: Flask) -> None:
    chain = make_chain()
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    officers = [make_case(now=NOW + minute * SECOND).officer_id for minute in range(4)]
    assert officers == [chain.officer.id, second.id, chain.officer.id, second.id]
    choice = case_of("70-0004").assignments[0].choice
    assert choice == {"officer_id": second.id, "load": 1, "eligible": 2, "tied": 1}


def test_a_submitted_finding_lightens_the_load(app: Flask) -> None:
    chain = make_chain()
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    first = make_case()
    make_case(now=NOW + SECOND)
    submit(first, NOW + 2 * SECOND)
    assert make_case(now=NOW + 3 * SECOND).officer_id == chain.officer.id
    assert second.id != chain.officer.id


def test_only_who_handles_the_category_is_given_it(app: Flask) -> None:
    chain = make_chain()
    specialist = make_staff(Role.OFFICER, handles="A", reports_to=chain.supervisor)
    make_case(now=NOW)
    assert make_case(category=Category.GIFTS, now=NOW + SECOND).officer_id == specialist.id
    assert make_case(category=Category.SERVICE, now=NOW + 2 * SECOND).officer_id == chain.officer.id


def test_with_nobody_eligible_the_supervisor_is_told_at_once_and_every_tick_tries_again(app: Flask) -> None:
    supervisor = make_chain().supervisor
    _handle_nothing()
    case = make_case()
    assert (case.officer_id, case.status) == (None, CaseStatus.RECEIVED)
    assert told(MessageKind.UNASSIGNED) == {supervisor.id}
    assert retry_unassigned(OFFICE, NOW + SECOND) == 0
    officer = make_staff(Role.OFFICER, reports_to=supervisor)
    assert retry_unassigned(OFFICE, NOW + 2 * SECOND) == 1
    assert retry_unassigned(OFFICE, NOW + 3 * SECOND) == 0
    case = case_of(case.register_number)
    assert (case.officer_id, case.status) == (officer.id, CaseStatus.PRELIMINARY_CHECK)
    assert case.deadlines[0].due_at == NOW + 7 * DAY
    assert len(told(MessageKind.UNASSIGNED)) == 1


def test_a_tick_takes_a_case_from_whom_may_no_longer_examine(app: Flask) -> None:
    chain = make_chain()
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    case = make_case()
    draft = StaffDraft(chain.officer.username, chain.officer.name, frozenset({Role.CLERK}))
    change_staff(chain.admin, chain.officer.id, draft, NOW)
    sweep(OFFICE, NOW + SECOND)
    assert case_of(case.register_number).officer_id == second.id


def _handle_nothing() -> None:
    db.session.execute(sa.text("UPDATE staff SET handles = ''"))
    db.session.commit()


# By hand


def test_a_supervisor_reassigns_with_a_reason_and_the_clock_runs_on(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    reassign(OFFICE, chain.supervisor, case.register_number, second.id, "งานล้นมือ", NOW + 5 * DAY)
    case = case_of(case.register_number)
    assert case.officer_id == second.id
    assert {deadline.due_at for deadline in case.deadlines} == {NOW + 7 * DAY, NOW + 15 * DAY}
    last = case.assignments[-1]
    assert (last.by_id, last.reason, last.choice) == (chain.supervisor.id, "งานล้นมือ", None)
    assert second.id in told(MessageKind.ASSIGNED)


def test_reassigning_needs_a_reason_an_eligible_officer_and_command(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor, handles="D")
    number = case.register_number
    third = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    for actor, officer, reason, refusal in [
        (chain.supervisor, third, " ", InvalidInput),
        (chain.supervisor, second, "เพราะ", InvalidInput),
        (chain.supervisor, chain.clerk, "เพราะ", InvalidInput),
        (chain.supervisor, chain.officer, "เพราะ", InvalidInput),
        (chain.officer, third, "เพราะ", NotAllowed),
        (chain.clerk, third, "เพราะ", NotVisible),
        (chain.admin, third, "เพราะ", NotVisible),
        (third, third, "เพราะ", NotVisible),
    ]:
        with pytest.raises(refusal):
            reassign(OFFICE, actor, number, officer.id, reason, NOW)
        db.session.rollback()
    assert case_of(number).officer_id == chain.officer.id


def test_who_steps_back_is_barred_and_the_case_goes_on_with_another(app: Flask) -> None:
    chain = make_chain()
    second = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    case = make_case()
    step_back(OFFICE, chain.officer, case.register_number, "เป็นญาติ", NOW + DAY)
    assert case_of(case.register_number).officer_id == second.id
    assert not visible(case, chain.officer)
    assert visible(case, second)
    step_back(OFFICE, second, case.register_number, "เป็นเพื่อน", NOW + 2 * DAY)
    case = case_of(case.register_number)
    assert (case.officer_id, case.status) == (None, CaseStatus.RECEIVED)
    assert told(MessageKind.UNASSIGNED) == {chain.supervisor.id}
    with pytest.raises(InvalidInput):
        reassign(OFFICE, chain.supervisor, case.register_number, second.id, "ไม่มีใคร", NOW)


def test_a_corruption_case_stays_shut_until_its_officer_declares_no_interest(app: Flask) -> None:
    officer = make_chain().officer
    case = make_case(category=Category.BRIBERY)
    assert not may_read_narrative(officer, case)
    with pytest.raises(NotAllowed):
        save_finding(officer, case.register_number, make_finding(), NOW)
    db.session.rollback()
    for _ in range(2):
        declare_no_interest(officer, case.register_number, NOW)
    case = case_of(case.register_number)
    assert may_read_narrative(officer, case)
    assert len(case.declarations) == 1
    assert may_read_narrative(officer, make_case(category=Category.SERVICE))


# Conflicts


@pytest.fixture
def town(app: Flask) -> Chain:
    """A chain with a second officer, and the first one in the engineering unit as its engineer."""
    chain = make_chain()
    make_staff(Role.OFFICER, reports_to=chain.supervisor)
    engineering = make_unit("กองช่าง", head=chain.supervisor)
    engineer = make_staff(
        Role.OFFICER, name="นายสมชาย ช่างใหญ่", position="ผู้อำนวยการกองช่าง", unit=engineering, reports_to=chain.supervisor
    )
    return Chain(engineer, chain.supervisor, chain.palad, chain.executive, chain.clerk, chain.admin)


@pytest.mark.parametrize(
    "words",
    [
        {"name": "นายสมชาย ช่างใหญ่"},
        {"name": "สมชาย  ช่างใหญ่"},
        {"name": "นาย สมชาย ช่างใหญ่", "unit": "กองคลัง"},
        {"position": "ผู้อำนวยการกองช่าง"},
        {"name": "ใครก็ไม่รู้", "position": "ผู้อำนวยการ กองช่าง"},
    ],
)
def test_an_accused_named_exactly_is_linked_and_barred_at_intake(town: Chain, words: dict[str, str]) -> None:
    case = accuse(**words)
    accused = case.accused[0]
    assert (accused.staff_id, accused.link_due_at) == (town.officer.id, None)
    assert accused.linked_at == NOW
    assert not visible(case, town.officer)
    assert case.officer_id not in (None, town.officer.id)


def test_an_accused_not_named_exactly_leaves_a_task_of_one_working_day(town: Chain) -> None:
    case = accuse(name="สมชาย", unit="กองช่าง")
    accused = case.accused[0]
    assert (accused.staff_id, accused.linked_at) == (None, None)
    assert accused.unit.name == "กองช่าง" if accused.unit else False
    assert accused.link_due_at == NOW + DAY
    assert case.officer_id != town.officer.id
    # The supervisor heads the named unit, so the task is told to the one above.
    assert told(MessageKind.ACCUSED_UNLINKED) == {town.palad.id}
    assert not visible(case, town.supervisor)


def test_two_of_the_same_name_are_linked_by_nobody_but_a_supervisor(town: Chain) -> None:
    make_staff(Role.CLERK, name="สมชาย ช่างใหญ่")
    assert accuse(name="นายสมชาย ช่างใหญ่").accused[0].staff_id is None


def test_a_unit_alone_is_linked_whole_and_bars_its_members_and_its_head(town: Chain) -> None:
    case = accuse(unit="กองช่าง")
    assert case.accused[0].linked_at == NOW
    assert not visible(case, town.officer)
    assert not visible(case, town.supervisor)
    assert visible(case, town.palad)


def test_nobody_moves_out_of_the_bar_of_an_accused_unit(town: Chain) -> None:
    case = accuse(unit="กองช่าง")
    works, other = db.session.get_one(Unit, case.accused[0].unit_id), make_unit("กองคลัง")
    change_staff(town.admin, town.officer.id, _elsewhere(town.officer, other), NOW + DAY)
    change_unit(town.admin, works.id, works.name, None, works.in_procurement, NOW + DAY)
    assert not visible(case, person(town.officer.id))
    assert not visible(case, town.supervisor)
    newer = accuse(unit="กองช่าง", now=NOW + DAY + SECOND)
    assert visible(newer, town.supervisor)


def _elsewhere(member: Person, unit: int) -> StaffDraft:
    roles = frozenset({Role.EXECUTIVE})
    return StaffDraft(member.username, member.name, roles, unit=db.session.get_one(Unit, unit).name)


def test_a_linked_unit_is_narrowed_to_a_person_by_a_supervisor_but_let_go_by_an_executive_alone(town: Chain) -> None:
    case = accuse(unit="กองช่าง")
    accused_id, other = case.accused[0].id, make_unit("กองคลัง")
    for answer in ({}, {"unit_id": other}):
        with pytest.raises(NotAllowed):
            link_accused(OFFICE, town.palad, case.register_number, accused_id, "พยานยืนยัน", NOW, **answer)
        db.session.rollback()
    assert not visible(case, town.supervisor)
    link_accused(OFFICE, town.palad, case.register_number, accused_id, "พยานยืนยัน", NOW, staff_id=town.officer.id)
    assert visible(case, town.supervisor)
    assert not visible(case, town.officer)


def test_procurement_units_are_kept_out_of_procurement_cases(town: Chain) -> None:
    buyer = make_staff(Role.OFFICER, unit=make_unit("กองพัสดุ", in_procurement=True), reports_to=town.supervisor)
    cases = [make_case(category=Category.PROCUREMENT, now=NOW + second * SECOND) for second in range(4)]
    assert buyer.id not in {case.officer_id for case in cases}
    assert not visible(cases[0], buyer)


def test_a_link_that_bars_the_holder_reassigns_at_once_and_the_clock_runs_on(town: Chain) -> None:
    case = accuse(name="ช่างคนหนึ่ง")
    holder = case.officer_id
    link_accused(
        OFFICE, town.supervisor, case.register_number, case.accused[0].id, "พยานยืนยัน", NOW + DAY, staff_id=holder
    )
    case = case_of(case.register_number)
    assert case.officer_id not in (None, holder)
    assert case.deadlines[0].due_at == NOW + 7 * DAY
    accused = case.accused[0]
    assert (accused.staff_id, accused.linked_by_id, accused.link_due_at) == (holder, town.supervisor.id, None)


def test_an_accused_added_later_bars_the_holder_too(town: Chain) -> None:
    case = accuse(name="ช่างคนหนึ่ง")
    holder = case.officer
    assert holder
    add_accused(OFFICE, town.supervisor, case.register_number, AccusedDraft(name=holder.name), "พยานยืนยัน", NOW + DAY)
    assert case_of(case.register_number).officer_id not in (None, holder.id)


def test_a_case_of_an_elected_office_is_to_be_referred_outside_and_its_supervisor_is_told(town: Chain) -> None:
    by_words, by_link = accuse(position="รองนายกเทศมนตรี"), accuse(name="ไม่ทราบชื่อ")
    link_accused(
        OFFICE, town.supervisor, by_link.register_number, by_link.accused[0].id, "พยานยืนยัน", NOW, town.executive.id
    )
    directory = load_directory()
    assert {case.id for case in list_needing(Attention.REFER_OUTSIDE, town.palad, directory, NOW)} == {
        by_words.id,
        by_link.id,
    }
    # Whose office it is has still to be said: until then it may be anybody's who holds one.
    assert list_needing(Attention.REFER_OUTSIDE, town.executive, directory, NOW) == []
    assert told(MessageKind.ELECTED_ACCUSED) == {town.supervisor.id}
    unlink_accused(town.palad, by_link.register_number, by_link.accused[0].id, "คนละคน", NOW)
    link_accused(OFFICE, town.palad, by_words.register_number, by_words.accused[0].id, "พยานยืนยัน", NOW)
    assert list_needing(Attention.REFER_OUTSIDE, town.palad, load_directory(), NOW) == []


def test_whoever_holds_an_elected_office_is_kept_out_until_it_is_said_whose_is_meant(town: Chain) -> None:
    case = accuse(position="ท่านนายก")
    assert not visible(case, town.executive)
    assert town.executive.id in case.conflicts.barred(load_directory())
    assert visible(case, town.palad)
    link_accused(OFFICE, town.palad, case.register_number, case.accused[0].id, "พยานยืนยัน", NOW)
    assert visible(case, town.executive)


def test_none_of_ours_ends_the_task_and_bars_nobody(town: Chain) -> None:
    case = accuse(name="คุณสมชาย")
    assert not visible(case, town.officer)
    link_accused(OFFICE, town.palad, case.register_number, case.accused[0].id, "พยานยืนยัน", NOW)
    accused = case_of(case.register_number).accused[0]
    assert (accused.is_stranger, accused.link_due_at) == (True, None)
    assert town.officer.id not in case.conflicts.barred(load_directory())


def test_only_an_unconflicted_executive_takes_a_link_away_and_says_why(town: Chain) -> None:
    case = accuse(name=town.officer.name)
    accused_id = case.accused[0].id
    with pytest.raises(NotAllowed):
        link_accused(OFFICE, town.palad, case.register_number, accused_id, "พยานยืนยัน", NOW)
    with pytest.raises(NotAllowed):
        unlink_accused(town.supervisor, case.register_number, accused_id, "คนละคน", NOW)
    with pytest.raises(InvalidInput):
        unlink_accused(town.palad, case.register_number, accused_id, "", NOW)
    db.session.rollback()
    unlink_accused(town.executive, case.register_number, accused_id, "คนละคน", NOW)
    accused = case_of(case.register_number).accused[0]
    assert (accused.staff_id, accused.linked_at, accused.link_due_at) == (None, None, NOW + DAY)


def test_an_accused_executive_cannot_unlink_themselves(town: Chain) -> None:
    case = accuse(name=town.executive.name)
    with pytest.raises(NotVisible):
        unlink_accused(town.executive, case.register_number, case.accused[0].id, "ไม่ใช่ผม", NOW)


def test_where_everyone_is_barred_the_case_is_to_be_referred_outside(app: Flask) -> None:
    head = make_staff(Role.SUPERVISOR)
    unit = make_unit("สำนักปลัด", head=head)
    make_staff(Role.OFFICER, unit=unit, reports_to=head)
    admin = make_staff(Role.ADMIN)
    case = accuse(unit="สำนักปลัด")
    assert (case.officer_id, case.refer_outside) == (None, True)
    assert told(MessageKind.NOBODY_LEFT) == {admin.id}


def test_a_tick_takes_a_case_from_an_officer_who_was_moved_into_the_accused_unit(app: Flask) -> None:
    chain, works = make_chain(), make_unit("กองช่าง")
    case = make_case(accused=(AccusedDraft(unit="กองช่าง"),))
    other = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    db.session.execute(sa.update(StaffMember).where(StaffMember.id == chain.officer.id).values(unit_id=works))
    db.session.commit()
    assert not visible(case, chain.officer)
    assert retry_unassigned(OFFICE, NOW) == 1
    assert case.officer_id == other.id


def test_when_the_last_one_free_is_barred_the_next_tick_refers_the_case_outside(app: Flask) -> None:
    chain = make_chain()
    _handle_nothing()
    names = [chain.officer.name, chain.palad.name, chain.executive.name]
    case = make_case(category=Category.BRIBERY, accused=tuple(AccusedDraft(name=name) for name in [*names[:2], "ใคร"]))
    number, unlinked = case.register_number, case.accused[2].id
    link_accused(OFFICE, chain.executive, number, unlinked, "พยานยืนยัน", NOW, staff_id=chain.supervisor.id)
    sweep(OFFICE, NOW)
    assert not case_of(number).refer_outside
    add_accused(OFFICE, chain.executive, number, AccusedDraft(name=names[2]), "พยานยืนยัน", NOW)
    for _ in range(2):
        sweep(OFFICE, NOW)
    assert case_of(number).refer_outside
    assert told(MessageKind.NOBODY_LEFT) == {chain.admin.id}
    acts = sa.select(JournalEntry.what).where(JournalEntry.what == "nobody_eligible")
    assert len(db.session.scalars(acts).all()) == 2


def test_a_link_on_an_ended_case_bars_without_moving_it(town: Chain) -> None:
    case = accuse(name="ช่างคนหนึ่ง")
    holder, accused_id = case.officer_id, case.accused[0].id
    submit(case, NOW)
    give_order(OFFICE, town.supervisor, case.register_number, make_order(OrderKind.DISMISS), NOW)
    link_accused(OFFICE, town.supervisor, case.register_number, accused_id, "พยานยืนยัน", NOW, staff_id=holder)
    case = case_of(case.register_number)
    assert (case.status, case.officer_id) == (CaseStatus.CLOSED, holder)
    assert case.accused[0].staff_id == holder
