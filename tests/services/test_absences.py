"""Work moves to the stand-in at once, and back again; no deadline moves with it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.models.deadline import Escalation
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services.absences import AbsenceDraft, arrange_absence, end_absence, keep_absences, list_absences
from complaint_center.services.accused import add_accused
from complaint_center.services.assignment import officers_for, reassign
from complaint_center.services.case_queries import find_case
from complaint_center.services.digest import send_digests
from complaint_center.services.directory import load_directory
from complaint_center.services.escalation import escalate_due, sweep
from complaint_center.services.orders import give_order, reopen, withdraw
from complaint_center.services.recusals import step_back
from complaint_center.services.staff import deactivate_staff
from complaint_center.services.stand_ins import Moved
from tests.crowd import in_threads
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, case_of, make_case, make_chain, make_order, make_staff, submit

TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
BACK = NOW + 5 * DAY
"""Saturday 10.00 in Bangkok; the last day away ended at its midnight."""


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def second(chain: Chain) -> Person:
    return make_staff(Role.OFFICER, reports_to=chain.supervisor)


def go(
    staff: Person, stand_in: Person, first: date = TODAY, last: date | None = FRIDAY, actor: Person | None = None
) -> Absence:
    arrange_absence(OFFICE, actor or staff, AbsenceDraft(staff.id, stand_in.id, first, last), NOW)
    return db.session.scalars(sa.select(Absence).order_by(Absence.id.desc())).first() or pytest.fail("none")


def holder(case: Case) -> int | None:
    return case_of(case.register_number).officer_id


def held_by(officer: Person, **more: object) -> Case:
    """A case in the hands of one of two officers."""
    case = make_case(**more)  # type: ignore[arg-type]
    if case.officer_id != officer.id:
        directory = load_directory()
        supervisor = next(directory.above(officer.id))
        reassign(OFFICE, supervisor, case.register_number, officer.id, "แบ่งงาน", NOW)
    return case_of(case.register_number)


# An officer


def test_open_work_moves_at_once_and_back_again_and_no_deadline_with_it(chain: Chain, second: Person) -> None:
    cases = [held_by(chain.officer) for _ in range(3)]
    due = [[deadline.due_at for deadline in case.deadlines] for case in cases]
    told = sa.select(OutboxMessage.staff_id).where(OutboxMessage.kind == MessageKind.ASSIGNED)
    before = list(db.session.scalars(told)).count(second.id)
    go(chain.officer, second)
    assert list(db.session.scalars(told)).count(second.id) == before + 3 * 2
    assert {holder(case) for case in cases} == {second.id}
    assert keep_absences(OFFICE, BACK - timedelta(hours=10, seconds=1)) == 0
    assert {holder(case) for case in cases} == {second.id}
    assert keep_absences(OFFICE, BACK - timedelta(hours=10)) == 1
    assert {holder(case) for case in cases} == {chain.officer.id}
    assert [[deadline.due_at for deadline in case_of(case.register_number).deadlines] for case in cases] == due


def test_every_state_that_is_open_moves_and_what_has_ended_stays(chain: Chain, second: Person) -> None:
    submitted, ordered, ended = (held_by(chain.officer) for _ in range(3))
    for case in (submitted, ordered):
        submit(case)
    give_order(OFFICE, chain.supervisor, ordered.register_number, make_order(OrderKind.FACT_FINDING), NOW)
    withdraw(OFFICE, chain.supervisor, ended.register_number, "ขอถอน", NOW)
    absence = go(chain.officer, second)
    assert [holder(case) for case in (submitted, ordered, ended)] == [second.id, second.id, chain.officer.id]
    assert case_of(submitted.register_number).status is CaseStatus.AWAITING_ORDER
    end_absence(OFFICE, chain.officer, absence.id, NOW + DAY)
    assert {holder(case) for case in (submitted, ordered)} == {chain.officer.id}


def test_new_cases_go_to_who_is_there_and_nobody_can_give_one_to_who_is_not(chain: Chain, second: Person) -> None:
    go(chain.officer, second)
    case = make_case()
    assert holder(case) == second.id
    assert chain.officer.id not in {person.id for person in officers_for(case, load_directory())}
    with pytest.raises(InvalidInput) as refusal:
        reassign(OFFICE, chain.supervisor, case.register_number, chain.officer.id, "ให้กลับมาทำ", NOW)
    assert refusal.value.problem is Problem.NOT_ELIGIBLE
    db.session.rollback()
    sweep(OFFICE, BACK)
    assert holder(case) == second.id


def test_a_case_of_which_the_stand_in_is_barred_goes_to_somebody_else(chain: Chain, second: Person) -> None:
    third = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    accused = AccusedDraft(name=second.name)
    case = held_by(chain.officer, category=Category.BRIBERY, accused=(accused,))
    absence = go(chain.officer, second)
    assert holder(case) == third.id
    end_absence(OFFICE, chain.officer, absence.id, NOW)
    assert holder(case) == chain.officer.id


@pytest.mark.parametrize("first_back", ["officer", "stand_in"])
def test_what_went_on_because_the_stand_in_was_away_too_comes_back_in_either_order(
    chain: Chain, second: Person, first_back: str
) -> None:
    third = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    lent, own = held_by(chain.officer), held_by(second)
    absence = go(chain.officer, second)
    later = go(second, third)
    assert {holder(case) for case in (lent, own)} == {third.id}
    if first_back == "officer":
        end_absence(OFFICE, chain.officer, absence.id, NOW)
        assert [holder(lent), holder(own)] == [chain.officer.id, third.id]
        end_absence(OFFICE, second, later.id, NOW)
    else:
        end_absence(OFFICE, second, later.id, NOW)
        assert {holder(case) for case in (lent, own)} == {second.id}
        end_absence(OFFICE, chain.officer, absence.id, NOW)
    assert [holder(lent), holder(own)] == [chain.officer.id, second.id]


def test_what_nobody_may_take_waits_with_the_supervisor_and_comes_back(chain: Chain, second: Person) -> None:
    case = held_by(chain.officer, category=Category.BRIBERY, accused=(AccusedDraft(name=second.name),))
    absence = go(chain.officer, second)
    assert (holder(case), case_of(case.register_number).status) == (None, CaseStatus.RECEIVED)
    end_absence(OFFICE, chain.officer, absence.id, NOW)
    sweep(OFFICE, NOW + SECOND)
    assert holder(case) == chain.officer.id


def test_what_was_given_to_somebody_else_meanwhile_stays_there(chain: Chain, second: Person) -> None:
    third = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    given, stepped, kept = (held_by(chain.officer) for _ in range(3))
    absence = go(chain.officer, second)
    reassign(OFFICE, chain.supervisor, given.register_number, third.id, "เร่งด่วน", NOW)
    step_back(OFFICE, second, stepped.register_number, "เป็นญาติ", NOW)
    end_absence(OFFICE, chain.officer, absence.id, NOW)
    assert [holder(case) for case in (given, stepped, kept)] == [third.id, third.id, chain.officer.id]


def test_who_has_become_barred_while_away_does_not_get_the_case_back(chain: Chain, second: Person) -> None:
    case = held_by(chain.officer)
    absence = go(chain.officer, second)
    accused = AccusedDraft(name=chain.officer.name)
    add_accused(OFFICE, chain.supervisor, case.register_number, accused, "พบภายหลัง", NOW)
    end_absence(OFFICE, chain.officer, absence.id, NOW)
    assert holder(case) == second.id


def test_a_reopened_case_does_not_go_to_who_is_away(chain: Chain, second: Person) -> None:
    case = held_by(chain.officer)
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    go(chain.officer, second)
    reopen(OFFICE, chain.supervisor, case.register_number, "มีหลักฐานใหม่", NOW)
    assert holder(case) == second.id


def test_a_case_that_ended_with_the_stand_in_is_reopened_with_its_own_officer(chain: Chain, second: Person) -> None:
    case, other = held_by(chain.officer), held_by(chain.officer)
    absence = go(chain.officer, second)
    for one in (case, other):
        withdraw(OFFICE, chain.supervisor, one.register_number, "ขอถอน", NOW)
    reopen(OFFICE, chain.supervisor, other.register_number, "มีหลักฐานใหม่", NOW)
    end_absence(OFFICE, chain.officer, absence.id, BACK)
    reopen(OFFICE, chain.supervisor, case.register_number, "มีหลักฐานใหม่", BACK)
    assert holder(case) == holder(other) == chain.officer.id


# A superior


def test_who_commands_and_examines_is_stood_in_for_by_who_commands_and_the_examining_goes_to_officers(
    chain: Chain, second: Person
) -> None:
    both = make_staff(Role.SUPERVISOR, Role.OFFICER, reports_to=chain.palad)
    case = held_by(both)
    absence = go(both, chain.supervisor)
    assert holder(case) in {chain.officer.id, second.id}
    end_absence(OFFICE, both, absence.id, NOW)
    assert holder(case) == both.id


def below_palad(chain: Chain) -> Person:
    """Another supervisor, who has nobody below."""
    return make_staff(Role.SUPERVISOR, reports_to=chain.palad)


def alerted() -> list[int | None]:
    return list(db.session.scalars(sa.select(Escalation.recipient_id).order_by(Escalation.id)))


def test_alerts_go_to_who_stands_in_for_the_superior_and_then_strictly_above(chain: Chain) -> None:
    other = below_palad(chain)
    make_case()
    go(chain.supervisor, other, last=None)
    escalate_due(OFFICE, NOW + 10 * DAY)
    assert alerted() == [*[chain.officer.id] * 3, other.id, chain.palad.id]


def test_a_subordinate_who_stands_in_is_not_their_own_next_superior(chain: Chain) -> None:
    deputy = make_staff(Role.SUPERVISOR, reports_to=chain.supervisor)
    make_case()
    go(chain.supervisor, deputy, last=None)
    escalate_due(OFFICE, NOW + 10 * DAY)
    assert alerted()[3:] == [deputy.id, chain.palad.id]


def test_the_stand_in_sees_and_orders_what_the_superior_did_until_they_are_back(chain: Chain) -> None:
    other = below_palad(chain)
    case = make_case()
    submit(case)
    with pytest.raises(NotVisible):
        find_case(case.register_number, other, load_directory())
    absence = go(chain.supervisor, other)
    give_order(OFFICE, other, case.register_number, make_order(OrderKind.FACT_FINDING), NOW)
    assert find_case(case.register_number, chain.supervisor, load_directory())
    end_absence(OFFICE, chain.supervisor, absence.id, NOW)
    with pytest.raises(NotVisible):
        find_case(case.register_number, other, load_directory())


def test_who_is_barred_from_a_case_opens_it_to_no_stand_in_and_the_ladder_passes_over_both(chain: Chain) -> None:
    other = below_palad(chain)
    case = make_case(category=Category.BRIBERY, accused=(AccusedDraft(name=chain.supervisor.name),))
    go(chain.supervisor, other, last=None)
    with pytest.raises(NotVisible):
        find_case(case.register_number, other, load_directory())
    escalate_due(OFFICE, NOW + 7 * DAY)
    assert alerted()[-1] == chain.palad.id


def test_a_stand_in_who_goes_away_is_stood_in_for(chain: Chain) -> None:
    first, next_ = below_palad(chain), below_palad(chain)
    make_case()
    go(chain.supervisor, first, first=TODAY, last=TODAY)
    db.session.execute(sa.update(Absence).values(ends_at=NOW + 30 * DAY))
    db.session.commit()
    go(first, next_, first=TODAY, last=None, actor=chain.palad)
    escalate_due(OFFICE, NOW + 7 * DAY)
    assert alerted()[-1] == next_.id


def test_a_stand_in_who_left_for_good_leaves_it_to_the_next_superior(chain: Chain) -> None:
    other = below_palad(chain)
    case = make_case(received_at=NOW - 8 * DAY)
    go(chain.supervisor, other, last=None)
    deactivate_staff(OFFICE, chain.admin, other.id, "ย้าย", NOW)
    escalate_due(OFFICE, NOW)
    assert alerted()[-1] == chain.palad.id
    send_digests(OFFICE, NOW + DAY)
    told = sa.select(OutboxMessage.staff_id).where(OutboxMessage.kind == MessageKind.DIGEST)
    assert chain.supervisor.id not in set(db.session.scalars(told))
    assert case.officer_id == chain.officer.id


def test_who_left_for_good_is_away_no_more(chain: Chain, second: Person) -> None:
    go(chain.officer, second, last=None)
    deactivate_staff(OFFICE, chain.admin, chain.officer.id, "เกษียณ", NOW)
    assert load_directory().stand_ins == {}


# What is noted


def test_an_absence_to_come_begins_at_the_midnight_of_its_first_day(chain: Chain, second: Person) -> None:
    case = held_by(chain.officer)
    absence = go(chain.officer, second, first=date(2026, 11, 25), last=date(2026, 11, 25))
    midnight = NOW + timedelta(days=2, hours=-10)
    for at, officer in (
        (midnight - SECOND, chain.officer),
        (midnight, second),
        (midnight + DAY - SECOND, second),
        (midnight + DAY, chain.officer),
    ):
        sweep(OFFICE, at)
        assert holder(case) == officer.id, at
    assert (absence.began_at, absence.ended_at) == (midnight, midnight + DAY)


def test_after_a_week_without_a_worker_an_absence_that_is_over_moves_nothing(chain: Chain, second: Person) -> None:
    case = held_by(chain.officer)
    absence = go(chain.officer, second, first=date(2026, 11, 24), last=date(2026, 11, 25))
    sweep(OFFICE, NOW + 6 * DAY)
    assert (holder(case), absence.began_at) == (chain.officer.id, None)
    assert db.session.scalar(sa.select(sa.func.count()).where(Assignment.absence_id.is_not(None))) == 0


@pytest.mark.parametrize(
    ("first", "last", "field", "problem"),
    [
        (date(2026, 11, 22), FRIDAY, "first_day", Problem.IN_PAST),
        (date(2028, 11, 22), None, "first_day", Problem.FAR_AHEAD),
        (FRIDAY, TODAY, "last_day", Problem.ENDS_BEFORE),
    ],
)
def test_days_that_cannot_be_are_refused(
    chain: Chain, second: Person, first: date, last: date | None, field: str, problem: Problem
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        go(chain.officer, second, first, last)
    assert (refusal.value.field, refusal.value.problem) == (field, problem)


def test_two_absences_of_one_person_and_a_stand_in_who_is_away_are_refused(chain: Chain, second: Person) -> None:
    third = make_staff(Role.OFFICER, reports_to=chain.supervisor)
    go(chain.officer, second, first=date(2026, 11, 25), last=FRIDAY)
    for staff, stand_in, first, last, field in (
        (chain.officer, third, TODAY, date(2026, 11, 25), "first_day"),
        (chain.officer, third, FRIDAY, None, "first_day"),
        (third, chain.officer, date(2026, 11, 26), None, "stand_in"),
        (chain.officer, chain.officer, date(2026, 12, 1), None, "stand_in"),
        (chain.officer, chain.clerk, date(2026, 12, 1), None, "stand_in"),
        (chain.supervisor, second, date(2026, 12, 1), None, "stand_in"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            go(staff, stand_in, first, last, actor=chain.palad)
        assert refusal.value.field == field
        db.session.rollback()
    go(chain.officer, second, first=TODAY, last=date(2026, 11, 24))


def test_only_oneself_and_those_above_note_and_end_an_absence(chain: Chain, second: Person) -> None:
    for actor in (second, chain.clerk, chain.admin, below_palad(chain)):
        with pytest.raises(NotAllowed):
            go(chain.officer, second, actor=actor)
        db.session.rollback()
    absence = go(chain.officer, second, actor=chain.supervisor)
    with pytest.raises(NotAllowed):
        end_absence(OFFICE, second, absence.id, NOW)
    db.session.rollback()
    with pytest.raises(NotVisible):
        end_absence(OFFICE, chain.palad, absence.id + 1, NOW)
    db.session.rollback()
    end_absence(OFFICE, chain.palad, absence.id, NOW)
    end_absence(OFFICE, chain.palad, absence.id, NOW)
    acts = sa.select(JournalEntry.what).where(JournalEntry.what.like("absence_%")).order_by(JournalEntry.seq)
    assert list(db.session.scalars(acts)) == ["absence_arranged", "absence_began", "absence_ended"]


def test_two_sweeps_at_once_move_everything_once(app: Flask, chain: Chain, second: Person) -> None:
    cases = [held_by(chain.officer) for _ in range(3)]
    go(chain.officer, second, first=date(2026, 11, 24))
    numbers = [case.register_number for case in cases]
    db.session.rollback()
    assert sum(in_threads(app, [lambda: keep_absences(OFFICE, NOW + DAY)] * 2)) == 1  # type: ignore[arg-type]
    moved = sa.select(sa.func.count()).where(Assignment.absence_id.is_not(None))
    assert db.session.scalar(moved) == 3
    assert {case_of(number).officer_id for number in numbers} == {second.id}


def test_a_case_that_ends_while_its_officer_goes_stays_where_it_was(app: Flask, chain: Chain, second: Person) -> None:
    for round_ in range(8):
        at = NOW + round_ * SECOND
        case = held_by(chain.officer)
        goes = AbsenceDraft(chain.officer.id, second.id, TODAY)
        ended, moved = in_threads(
            app,
            [
                partial(withdraw, OFFICE, chain.supervisor, case.register_number, "ผู้ร้องขอถอน", at),
                partial(arrange_absence, OFFICE, chain.officer, goes, at),
            ],
        )
        assert (ended, isinstance(moved, Moved)) == (None, True)
        acts = sa.select(JournalEntry.what).where(JournalEntry.case_id == case.id).order_by(JournalEntry.seq)
        assert list(db.session.scalars(acts))[-1] == "withdrawn"
        [absence] = list_absences()
        db.session.rollback()
        end_absence(OFFICE, chain.officer, absence.id, at)


def test_of_two_who_arrange_one_absence_at_once_the_second_is_told(app: Flask, chain: Chain, second: Person) -> None:
    draft = AbsenceDraft(chain.officer.id, second.id, TODAY, FRIDAY)
    arrangers = (chain.officer, chain.supervisor)
    outcomes = in_threads(app, [partial(arrange_absence, OFFICE, actor, draft, NOW) for actor in arrangers])
    [refusal] = [outcome for outcome in outcomes if not isinstance(outcome, Moved)]
    assert isinstance(refusal, InvalidInput)
    assert refusal.problem is Problem.AWAY_THEN
    assert len(list_absences()) == 1
