"""What is in the tables goes along when a migration is taken back and run again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from complaint_center.domain.access import Role
from complaint_center.domain.calls import CallOutcome, CallReport
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.intake import AccusedDraft, ComplainantDraft, OpeningDraft
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.conversation import Survey
from complaint_center.models.deadline import Deadline
from complaint_center.services.assignment import declare_no_interest
from complaint_center.services.call_tasks import list_calls, record_call
from complaint_center.services.conversation import ask_complainant, record_answer
from complaint_center.services.corrections import correct_received_at, recategorise
from complaint_center.services.directory import person
from complaint_center.services.escalation import escalate_due
from complaint_center.services.inquiries import InquiryDraft, record_inquiry
from complaint_center.services.orders import give_order, withdraw
from complaint_center.services.procurement import ProcurementDraft, note_procurement
from complaint_center.services.retention import change_terms, load_terms
from complaint_center.services.satisfaction import count_satisfaction
from tests.conftest import ROOT
from tests.make import (
    DAY,
    NOW,
    OFFICE,
    case_of,
    make_case,
    make_chain,
    make_complainant,
    make_order,
    make_staff,
    submit,
)

LANDLINE = make_complainant(phone=parse_phone("042 970107"))


def there_and_back(revision: str) -> None:
    """Down to before that revision and up again; nobody holds a row meanwhile."""
    db.session.remove()
    downgrade(str(ROOT / "migrations"), revision)
    upgrade(str(ROOT / "migrations"))


def rows(table: str) -> int:
    count = sa.select(sa.func.count()).select_from(sa.table(table))
    return db.session.scalar(count) or 0


def conversation(number: str) -> list[tuple[str, str, str]]:
    return [(entry.kind, entry.author, entry.text) for entry in case_of(number).conversation]


def test_questions_and_answers_are_a_conversation_on_the_way_there_and_back(app: Flask) -> None:
    make_chain()
    number = make_case().register_number
    holder = person(case_of(number).officer_id or 0)
    ask_complainant(OFFICE, holder, number, "เกิดขึ้นเมื่อใด", NOW)
    record_answer(OFFICE, holder, number, "เมื่อวานนี้", NOW)
    told = conversation(number)
    there_and_back("0011")
    assert conversation(number) == told
    ask_complainant(OFFICE, holder, number, "ที่ใด", NOW)
    assert len(conversation(number)) == len(told) + 1


def test_what_was_told_by_telephone_stays_told(app: Flask) -> None:
    clerk = make_chain().clerk
    told, waits = (make_case(complainant=LANDLINE).register_number for _ in range(2))
    record_call(OFFICE, clerk, told, CallReport(CallOutcome.NO_ANSWER), NOW)
    record_call(OFFICE, clerk, told, CallReport(CallOutcome.TOLD, "ทราบแล้ว"), NOW)
    there_and_back("0012")
    [call] = list_calls(case_of(told))
    assert (call.outcome, call.note, call.by_id, call.at) == (CallOutcome.TOLD, "ทราบแล้ว", clerk.id, NOW)
    assert [task.done_at for task in call.tasks] == [NOW]
    record_call(OFFICE, clerk, waits, CallReport(CallOutcome.TOLD), NOW)
    assert rows("calls") == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 2


def test_each_category_begins_with_the_term_of_its_group_and_no_term_is_shortened(app: Flask) -> None:
    admin = make_chain().admin
    change_terms(admin, {Category.BRIBERY: 20, Category.SUGGESTION: 12}, "อายุความ", NOW)
    there_and_back("0017")
    corruption = {category: 20 for category in Category if category.is_corruption}
    others = {Category.SERVICE: 10, Category.GENERAL: 10, Category.SUGGESTION: 12}
    assert load_terms().years == corruption | others


def test_bars_of_earlier_corrections_are_read_from_the_journal(app: Flask) -> None:
    chain = make_chain()
    case = make_case(category=Category.PROCUREMENT, received_at=NOW - 3 * DAY)
    number, untouched = case.register_number, make_case().register_number
    correct_received_at(OFFICE, chain.supervisor, number, NOW - DAY, "จดผิดวัน", NOW)
    recategorise(OFFICE, chain.supervisor, number, Category.BRIBERY, "จัดหมวดผิด", NOW)
    there_and_back("0020")
    assert (case_of(number).earliest_received_at, case_of(number).was_procurement) == (NOW - 3 * DAY, True)
    assert (case_of(untouched).earliest_received_at, case_of(untouched).was_procurement) == (None, False)


def test_of_an_officers_declarations_only_the_one_that_stands_goes_back(app: Flask) -> None:
    chain = make_chain()
    number = make_case(category=Category.PROCUREMENT).register_number
    declare_no_interest(chain.officer, number, NOW)
    note_procurement(chain.supervisor, number, ProcurementDraft("", "ร้านหนึ่ง"), NOW)
    declare_no_interest(chain.officer, number, NOW)
    there_and_back("0033")
    assert [(one.vendor, one.voided_at) for one in case_of(number).declarations] == [("ร้านหนึ่ง", None)]


def test_whoever_is_nearly_named_is_found_again(app: Flask) -> None:
    make_chain()
    meant = make_staff(Role.AUDITOR, name="นายสมชาย ใจดี")
    number = make_case(accused=(AccusedDraft(name="คุณสมชาย ใจดี และพวก"),)).register_number
    there_and_back("0018")
    assert [one.staff_id for one in case_of(number).accused[0].nearly_named] == [meant.id]


def test_letters_keep_the_opening_they_lay_in(app: Flask) -> None:
    make_chain()
    numbers = [make_case(Channel.BOX, box_opening=opening).register_number for opening in OPENINGS]
    before = [told_of(number) for number in numbers]
    there_and_back("0014")
    assert [told_of(number) for number in numbers] == before
    assert (rows("suggestion_boxes"), rows("box_openings")) == (2, 3)
    more = make_case(Channel.BOX, box_opening=OPENINGS[0])
    assert more.box_opening is not None
    assert more.box_opening.letters == 3


OPENINGS = [
    OpeningDraft("หน้าอาคาร", NOW - DAY, "นายเปิด", "นางเห็น"),
    OpeningDraft("หน้า อาคาร", NOW - DAY, "นายเปิด", "นางเห็น"),
    OpeningDraft("หน้าอาคาร", NOW - 2 * DAY, "นายเปิด"),
    OpeningDraft("ตลาด", NOW - DAY, "นายเปิด"),
]


def told_of(number: str) -> tuple[str, datetime, str, str, int]:
    opening = case_of(number).box_opening
    assert opening is not None
    return opening.box.name, opening.opened_at, opening.opened_by, opening.witness, opening.letters


def test_every_open_complaint_begins_to_owe_a_notice_and_an_unsigned_letter_does_not(app: Flask) -> None:
    supervisor = make_chain().supervisor
    open_, suggestion = make_case(), make_case(category=Category.SUGGESTION)
    ended = make_case()
    withdraw(OFFICE, supervisor, ended.register_number, "ขอถอน", NOW)
    letter = make_case(Channel.BOX, complainant=ComplainantDraft(anonymous=True))
    signed = make_case(Channel.BOX)
    numbers = [case.register_number for case in (open_, suggestion, ended, letter, signed)]
    db.session.execute(sa.delete(Deadline).where(Deadline.kind == DeadlineKind.NOTICE))
    db.session.commit()
    there_and_back("0021")
    before = datetime.now(UTC)
    owed = [[d for d in case_of(number).deadlines if d.kind is DeadlineKind.NOTICE] for number in numbers]
    assert [len(notices) for notices in owed] == [1, 0, 0, 0, 1]
    [[notice], [_]] = [notices for notices in owed if notices]
    assert before - timedelta(minutes=5) < notice.started_at <= before
    assert notice.due_at == notice.started_at + timedelta(days=15)
    escalate_due(OFFICE, before)
    db.session.refresh(notice)
    assert (notice.escalations, notice.next_rung_at) == ([], notice.due_at - timedelta(days=4))


def test_answers_that_were_published_by_now_stay_published(app: Flask) -> None:
    make_chain()
    year = FiscalYear.of(NOW)
    for at in [year.starts_at] * 6 + [year.starts_at - timedelta(seconds=1)] * 5 + [NOW] * 3:
        case = make_case()
        case.status, case.status_changed_at = CaseStatus.CLOSED, at
        case.survey = Survey(handling=4, result=4, at=at)
    case.status = CaseStatus.PRELIMINARY_CHECK
    db.session.commit()
    there_and_back("0032")
    counts = [count_satisfaction(FiscalYear(number), NOW).answers for number in (year.number - 1, year.number)]
    assert counts == [5, 5]


def test_a_deadline_that_ended_with_its_case_ended_when_the_case_did(app: Flask) -> None:
    supervisor = make_chain().supervisor
    withdrawn, open_ = make_case().register_number, make_case().register_number
    withdraw(OFFICE, supervisor, withdrawn, "ขอถอน", NOW + 9 * DAY)
    there_and_back("0036")
    assert {deadline.ended_at for deadline in case_of(withdrawn).deadlines} == {NOW + 9 * DAY}
    assert {deadline.ended_at for deadline in case_of(open_).deadlines} == {None}


def test_outcomes_of_inquiries_stay_and_forget_what_they_replaced(app: Flask) -> None:
    supervisor = make_chain().supervisor
    number = make_case().register_number
    submit(case_of(number), NOW)
    give_order(OFFICE, supervisor, number, make_order(OrderKind.DISCIPLINARY), NOW)
    draft = InquiryDraft(InquiryOutcome.WARNING, NOW.date(), "15/2570")
    record_inquiry(supervisor, number, draft, NOW)
    [first] = case_of(number).inquiries
    record_inquiry(supervisor, number, replace(draft, reference="16/2570", replaces_id=first.id), NOW)
    there_and_back("0035")
    told = [(inquiry.reference, inquiry.replaces_id) for inquiry in case_of(number).inquiries]
    assert told == [("15/2570", None), ("16/2570", None)]
