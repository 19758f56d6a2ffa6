"""Correcting the time of receipt and the category, and what that does to the clock."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.categories import Category
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.errors import InvalidInput, NotAllowed, Problem
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.corrections import correct_received_at, recategorise
from complaint_center.services.escalation import Counts, escalate_due
from complaint_center.services.orders import give_order, reopen, withdraw
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    SECOND,
    Chain,
    case_of,
    make_case,
    make_chain,
    make_order,
    submit,
)


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def running(case: Case) -> dict[str, Deadline]:
    """All but the notices, which have tests of their own."""
    fresh = db.session.get_one(Case, case.id)
    others = (deadline for deadline in fresh.deadlines if deadline.kind is not DeadlineKind.NOTICE)
    return {deadline.kind: deadline for deadline in others if deadline.is_running}


def days(case: Case) -> list[int]:
    query = sa.select(Escalation.day).join(Escalation.deadline).where(Deadline.case_id == case.id)
    return sorted(db.session.scalars(query))


def test_an_earlier_receipt_brings_the_supervisor_at_the_next_tick(chain: Chain) -> None:
    case = make_case()
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - 7 * DAY, "จดหมายถึงก่อน", NOW)
    assert running(case)["finding"].due_at == NOW
    assert escalate_due(OFFICE, NOW) == Counts(escalated=1, reminded=1)


def test_a_later_receipt_moves_what_is_still_to_come_and_not_what_was_sent(chain: Chain) -> None:
    case = make_case(received_at=NOW - 7 * DAY)
    escalate_due(OFFICE, NOW)
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - DAY, "ประทับตราผิด", NOW)
    assert escalate_due(OFFICE, NOW + 6 * DAY) == Counts()
    assert escalate_due(OFFICE, NOW + 9 * DAY) == Counts(escalated=1)
    assert days(case) == [3, 5, 6, 7, 10]


def test_the_journal_keeps_both_times_and_the_reason(chain: Chain) -> None:
    case = make_case()
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - DAY, "จดหมายถึงก่อน", NOW)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "received_at_corrected")).one()
    assert NOW.isoformat() in entry.detail
    assert (NOW - DAY).isoformat() in entry.detail
    assert entry.reason
    assert entry.reason.text == "จดหมายถึงก่อน"
    assert journal.verify().is_whole


@pytest.mark.parametrize(("received_at", "reason"), [(NOW + SECOND, "เพราะ"), (NOW - DAY, " ")])
def test_a_receipt_in_the_future_and_one_without_a_reason_are_refused(
    chain: Chain, received_at: object, reason: str
) -> None:
    case = make_case()
    with pytest.raises(InvalidInput):
        correct_received_at(OFFICE, chain.supervisor, case.register_number, received_at, reason, NOW)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        correct_received_at(OFFICE, chain.officer, case.register_number, NOW - DAY, "เพราะ", NOW)


def test_nothing_is_received_after_it_was_registered(chain: Chain) -> None:
    case = make_case()
    with pytest.raises(InvalidInput) as refusal:
        correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW + DAY, "ประทับตราผิด", NOW + 8 * DAY)
    assert (refusal.value.field, refusal.value.problem) == ("received_at", Problem.AFTER_REGISTRATION)


def test_lateness_is_judged_by_the_corrected_receipt(chain: Chain) -> None:
    case = make_case()
    submit(case, NOW + 6 * DAY)
    assert not case_of(case.register_number).is_late
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - 3 * DAY, "จดหมายถึงก่อน", NOW + 7 * DAY)
    case = case_of(case.register_number)
    assert case.is_late
    assert case.deadlines[0].met_at == NOW + 6 * DAY


def test_correcting_a_reopened_case_wakes_no_deadline_that_is_over(chain: Chain) -> None:
    case = make_case()
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    reopen(OFFICE, chain.supervisor, case.register_number, "มีหลักฐานใหม่", NOW + 20 * DAY)
    correct_received_at(OFFICE, chain.supervisor, case.register_number, NOW - DAY, "จดหมายถึงก่อน", NOW + 20 * DAY)
    assert escalate_due(OFFICE, NOW + 20 * DAY) == Counts()
    assert list(running(case)) == ["resubmission"]


def test_a_case_found_to_be_a_suggestion_owes_nothing_any_more(chain: Chain) -> None:
    case = make_case()
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.SUGGESTION, "เป็นข้อเสนอแนะ", NOW)
    assert running(case) == {}
    assert escalate_due(OFFICE, NOW + 30 * DAY) == Counts()


def test_a_suggestion_found_to_be_a_complaint_is_due_seven_days_after_receipt(chain: Chain) -> None:
    case = make_case(category=Category.SUGGESTION)
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.GENERAL, "เป็นเรื่องร้องเรียน", NOW + 8 * DAY)
    assert running(case)["finding"].due_at == NOW + 7 * DAY
    assert escalate_due(OFFICE, NOW + 8 * DAY) == Counts(escalated=1, reminded=1)


def test_there_and_back_again_owes_what_was_owed_before(chain: Chain) -> None:
    case = make_case()
    for category in (Category.SUGGESTION, Category.SERVICE):
        recategorise(OFFICE, chain.supervisor, case.register_number, category, "จัดประเภทใหม่", NOW + 3 * DAY)
    assert running(case)["finding"].due_at == NOW + 7 * DAY


@pytest.mark.parametrize("kind", [DeadlineKind.ORDER, DeadlineKind.RESUBMISSION])
def test_there_and_back_again_a_later_deadline_runs_on_too(chain: Chain, kind: DeadlineKind) -> None:
    case = make_case()
    submit(case, NOW)
    if kind is DeadlineKind.RESUBMISSION:
        give_order(OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.RETURN), NOW)
    for category in (Category.SUGGESTION, Category.SERVICE):
        recategorise(OFFICE, chain.supervisor, case.register_number, category, "จัดประเภทใหม่", NOW + DAY)
    assert {running.kind: running.due_at for running in running(case).values()} == {kind: NOW + 7 * DAY}
    assert escalate_due(OFFICE, NOW + 7 * DAY) == Counts(escalated=1, reminded=1)


def test_a_suggestion_that_awaits_an_order_begins_to_owe_it_as_a_complaint(chain: Chain) -> None:
    case = make_case(category=Category.SUGGESTION)
    submit(case, NOW)
    assert running(case) == {}
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.SERVICE, "เป็นเรื่องร้องเรียน", NOW + DAY)
    assert list(running(case)) == ["order"]


@pytest.mark.parametrize("sent_back_by", ["return", "reopening"])
def test_a_suggestion_that_was_sent_back_begins_to_owe_its_finding_as_a_complaint(
    chain: Chain, sent_back_by: str
) -> None:
    case = make_case(category=Category.SUGGESTION)
    submit(case, NOW)
    if sent_back_by == "return":
        give_order(OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.RETURN), NOW)
    else:
        withdraw(OFFICE, chain.supervisor, case.register_number, "ผู้ร้องขอถอน", NOW)
        reopen(OFFICE, chain.supervisor, case.register_number, "มีหลักฐานใหม่", NOW)
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.SERVICE, "เป็นเรื่องร้องเรียน", NOW + DAY)
    assert {owed.kind: owed.due_at for owed in running(case).values()} == {DeadlineKind.RESUBMISSION: NOW + 8 * DAY}


def test_an_officer_refines_the_kind_of_corruption_but_does_not_stop_the_clock(chain: Chain) -> None:
    case = make_case(category=Category.SERVICE)
    recategorise(OFFICE, chain.officer, case.register_number, Category.GENERAL, "ตรวจแล้ว", NOW)
    with pytest.raises(NotAllowed):
        recategorise(OFFICE, chain.officer, case.register_number, Category.SUGGESTION, "ตรวจแล้ว", NOW)
    assert case_of(case.register_number).category is Category.GENERAL


def test_who_does_not_handle_the_new_category_loses_the_case_at_once(chain: Chain) -> None:
    db.session.execute(sa.text("UPDATE staff SET handles = 'BC'"))
    db.session.commit()
    case = make_case()
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.BRIBERY, "พบการเรียกเงิน", NOW)
    assert case_of(case.register_number).officer_id is None


def test_the_category_of_an_ended_case_changes_without_moving_it(chain: Chain) -> None:
    db.session.execute(sa.text("UPDATE staff SET handles = 'BC'"))
    db.session.commit()
    case = make_case()
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.BRIBERY, "เพื่อสถิติ", NOW)
    case = case_of(case.register_number)
    assert (case.category, case.officer_id) == (Category.BRIBERY, chain.officer.id)
