"""The conversation with a complainant whom nobody need know: asked, answered, read, and never lost or doubled."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.categories import Category
from complaint_center.domain.conversation import Author, ComplainantMessage, EntryKind
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.intake import ComplainantDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import db, keyring, store
from complaint_center.models.case import Case
from complaint_center.models.conversation import ConversationEntry
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import journal
from complaint_center.services.case_lists import list_answered
from complaint_center.services.conversation import (
    ask_complainant,
    hand_in,
    mark_read,
    record_answer,
    write_as_complainant,
    write_to_complainant,
)
from complaint_center.services.directory import load_directory
from complaint_center.services.intake import record_complaint
from complaint_center.services.orders import give_order, withdraw
from complaint_center.services.tracking import follow_up, reissue_code
from tests.crowd import in_threads
from tests.files import PDF, drafts
from tests.make import DAY, NOW, OFFICE, Chain, case_of, make_chain, make_draft, make_order, submit

LATER = NOW + DAY


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def code_hash(chain: Chain) -> str:
    return complain()


def complain(category: Category = Category.GENERAL) -> str:
    """The digest of the code that somebody without a name was given."""
    draft = make_draft(category=category, complainant=ComplainantDraft(anonymous=True))
    return keyring.hash_tracking_code(record_complaint(OFFICE, draft, None, NOW).tracking_code)


def case_behind(code_hash: str) -> Case:
    db.session.rollback()
    return db.session.scalars(sa.select(Case).where(Case.tracking_code_hash == code_hash)).one()


def number_of(code_hash: str) -> str:
    return case_behind(code_hash).register_number


def ask(chain: Chain, code_hash: str, text: str = "เกิดขึ้นเมื่อใด", now: datetime = LATER) -> int:
    ask_complainant(OFFICE, chain.officer, number_of(code_hash), text, now)
    return case_behind(code_hash).conversation[-1].id


def write(
    code_hash: str, text: str = "เมื่อวันจันทร์", question_id: int | None = None, submission_id: str = "first"
) -> None:
    write_as_complainant(OFFICE, code_hash, ComplainantMessage(text, submission_id, question_id), LATER)


def entries(code_hash: str) -> list[tuple[EntryKind, Author, str]]:
    return [(entry.kind, entry.author, entry.text) for entry in case_behind(code_hash).conversation]


def alerts(kind: MessageKind = MessageKind.ANSWER_RECEIVED) -> int:
    db.session.rollback()
    query = sa.select(sa.func.count(sa.distinct(OutboxMessage.staff_id))).where(OutboxMessage.kind == kind)
    return db.session.scalar(query) or 0


def texts_to(kind: MessageKind) -> int:
    db.session.rollback()
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == kind)) or 0
    )


def test_an_answer_takes_the_case_on_and_the_journal_names_nobody(chain: Chain, code_hash: str) -> None:
    question = ask(chain, code_hash)
    write(code_hash, question_id=question)
    case = case_behind(code_hash)
    assert case.status is CaseStatus.PRELIMINARY_CHECK
    assert case.conversation[1].question_id == question
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "info_received")).one()
    assert (entry.actor_id, entry.case_id) == (None, case.id)


def test_a_message_needs_no_question_and_moves_nothing(chain: Chain, code_hash: str) -> None:
    write(code_hash, "มีพยานอีกคน")
    assert entries(code_hash) == [(EntryKind.MESSAGE, Author.COMPLAINANT, "มีพยานอีกคน")]
    assert case_behind(code_hash).status is CaseStatus.PRELIMINARY_CHECK
    ask(chain, code_hash)
    write(code_hash, "ขอเวลาสองวัน", submission_id="second")
    assert case_behind(code_hash).status is CaseStatus.INFO_REQUESTED


def test_the_same_text_of_the_same_submission_is_one_message_and_a_corrected_one_is_another(
    chain: Chain, code_hash: str
) -> None:
    for text in ("หนึ่ง", "หนึ่ง", "หนึ่ง แก้ไข"):
        write(code_hash, text)
    assert [text for _, _, text in entries(code_hash)] == ["หนึ่ง", "หนึ่ง แก้ไข"]


@pytest.mark.parametrize("text", ["", " \n ", "ก" * 5_001])
def test_an_empty_text_and_a_too_long_one_are_refused(chain: Chain, code_hash: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        write(code_hash, text)
    assert entries(code_hash) == []


def test_a_question_that_the_case_waits_for_no_more_may_still_be_answered(chain: Chain, code_hash: str) -> None:
    question = ask(chain, code_hash)
    submit(case_behind(code_hash), LATER)
    write(code_hash, question_id=question)
    assert [kind for kind, _, _ in entries(code_hash)] == [EntryKind.QUESTION, EntryKind.ANSWER]
    assert case_behind(code_hash).status is CaseStatus.AWAITING_ORDER


def test_a_question_of_another_case_is_not_answered(chain: Chain, code_hash: str) -> None:
    other = complain()
    question = ask(chain, other)
    write(code_hash, question_id=question)
    assert [kind for kind, _, _ in entries(code_hash)] == [EntryKind.MESSAGE]
    assert case_behind(other).status is CaseStatus.INFO_REQUESTED


def test_nobody_writes_to_an_ended_case_and_everybody_reads_on(chain: Chain, code_hash: str) -> None:
    write(code_hash, "ก่อนสิ้นสุด")
    withdraw(OFFICE, chain.supervisor, number_of(code_hash), "ขอถอน", LATER)
    with pytest.raises(AlreadyDecided):
        write(code_hash, "หลังสิ้นสุด", submission_id="second")
    db.session.rollback()
    with pytest.raises(AlreadyDecided):
        write_to_complainant(OFFICE, chain.officer, number_of(code_hash), "สวัสดี", LATER)
    db.session.rollback()
    seen = follow_up(code_hash, LATER)
    assert seen
    assert ([told.text for told in seen.conversation], seen.may_write) == (["ก่อนสิ้นสุด"], False)


def test_files_alert_the_officer_as_a_message_does(chain: Chain, code_hash: str) -> None:
    hand_in(OFFICE, code_hash, drafts(store(), ("สลิป.pdf", PDF)), LATER)
    assert alerts() == 1
    assert entries(code_hash) == [(EntryKind.FILES, Author.COMPLAINANT, "1")]
    kept = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "evidence_received")).one()
    assert kept.actor_id is None


def test_a_dead_code_writes_nothing(chain: Chain, code_hash: str) -> None:
    reissue_code(chain.clerk, number_of(code_hash), PersonCheck.KNEW_THE_CASE, "วันเกิดเหตุ", "ทำหาย", LATER)
    with pytest.raises(NotVisible):
        write(code_hash)
    assert follow_up(code_hash, LATER) is None


def test_the_officer_is_alerted_once_until_what_is_new_has_been_read(chain: Chain, code_hash: str) -> None:
    directory = load_directory()
    for number in range(3):
        write(code_hash, f"ข้อความที่ {number}", submission_id=str(number))
    assert (alerts(), texts_to(MessageKind.ANSWER_RECEIVED)) == (1, 2)
    case = case_behind(code_hash)
    assert [one.id for one in list_answered(chain.officer, directory)] == [case.id]
    mark_read(chain.officer, case.register_number, case.conversation[1].id, LATER)
    assert [entry.is_unread for entry in case_behind(code_hash).conversation] == [False, False, True]
    mark_read(chain.officer, case.register_number, case_behind(code_hash).conversation[-1].id, LATER)
    assert list_answered(chain.officer, directory) == []
    write(code_hash, "อีกข้อความ", submission_id="after")
    assert texts_to(MessageKind.ANSWER_RECEIVED) == 4


def test_only_the_officer_reads_for_the_office_and_only_once_declared(chain: Chain) -> None:
    code_hash = complain(Category.BRIBERY)
    write(code_hash)
    number = number_of(code_hash)
    for person in (chain.officer, chain.supervisor):
        with pytest.raises(NotAllowed):
            mark_read(person, number, 10**6, LATER)
        db.session.rollback()
        with pytest.raises(NotAllowed):
            write_to_complainant(OFFICE, person, number, "สวัสดี", LATER)
        db.session.rollback()


def test_a_suggestion_is_answered_and_its_answer_read_with_the_code(chain: Chain) -> None:
    code_hash = complain(Category.SUGGESTION)
    write_to_complainant(OFFICE, chain.officer, number_of(code_hash), "จะนำไปพิจารณา", LATER)
    seen = follow_up(code_hash, LATER)
    assert seen
    assert [(told.author, told.text) for told in seen.conversation] == [(Author.OFFICE, "จะนำไปพิจารณา")]


def test_a_message_is_announced_and_its_words_are_not(chain: Chain) -> None:
    number = record_complaint(OFFICE, make_draft(), None, NOW).register_number
    write_to_complainant(OFFICE, chain.officer, number, "ข้อความลับ", LATER)
    case = case_of(number)
    kinds = [message.kind for message in db.session.scalars(sa.select(OutboxMessage)) if message.case_id == case.id]
    assert MessageKind.MESSAGE_AWAITS in kinds
    assert not any("ข้อความลับ" in str(vars(message)) for message in db.session.scalars(sa.select(OutboxMessage)))


def test_an_answer_by_telephone_says_so_and_is_not_new(chain: Chain, code_hash: str) -> None:
    ask(chain, code_hash)
    record_answer(OFFICE, chain.officer, number_of(code_hash), "เมื่อวาน", LATER)
    seen = follow_up(code_hash, LATER)
    assert seen
    assert [told.by_telephone for told in seen.conversation] == [False, True]
    assert list_answered(chain.officer, load_directory()) == []
    db.session.rollback()
    with pytest.raises(InvalidInput):
        record_answer(OFFICE, chain.officer, number_of(code_hash), "อีกครั้ง", LATER)


@pytest.mark.parametrize("asked", ["", "ขอสำเนาสลิป"])
def test_of_a_supervisors_order_the_complainant_reads_the_question_alone(
    chain: Chain, code_hash: str, asked: str
) -> None:
    submit(case_behind(code_hash), LATER)
    order = make_order(OrderKind.MORE_INFO, reason="สงสัยว่าผู้ถูกร้องรับเงินจริง", question=asked)
    give_order(OFFICE, chain.supervisor, number_of(code_hash), order, LATER)
    seen = follow_up(code_hash, LATER)
    assert seen
    assert [told.text for told in seen.conversation] == [asked]
    assert seen.question_id
    write(code_hash, question_id=seen.question_id)
    assert case_behind(code_hash).status is CaseStatus.INVESTIGATING


def test_two_answers_at_once_give_one_answer_and_lose_no_words(app: Flask, chain: Chain, code_hash: str) -> None:
    question = ask(chain, code_hash)
    outcomes = in_threads(app, [partial(write, code_hash, f"คำตอบ {n}", question, str(n)) for n in range(4)])
    assert outcomes == [None] * 4
    kinds = [kind for kind, _, _ in entries(code_hash)]
    assert sorted(kinds) == sorted([EntryKind.QUESTION, EntryKind.ANSWER] + [EntryKind.MESSAGE] * 3)
    assert case_behind(code_hash).status is CaseStatus.PRELIMINARY_CHECK
    assert journal.verify().is_whole


def test_one_press_taken_for_four_at_once_is_one_message(app: Flask, chain: Chain, code_hash: str) -> None:
    question = ask(chain, code_hash)
    assert in_threads(app, [partial(write, code_hash, question_id=question) for _ in range(4)]) == [None] * 4
    assert len(entries(code_hash)) == 2
    assert alerts() == 1


def test_a_message_and_the_order_that_closes_the_case_never_both_half_happen(
    app: Flask, chain: Chain, code_hash: str
) -> None:
    submit(case_behind(code_hash), LATER)
    number = number_of(code_hash)
    close = partial(give_order, OFFICE, chain.supervisor, number, make_order(), LATER)
    outcomes = in_threads(app, [partial(write, code_hash), close])
    assert case_behind(code_hash).status is CaseStatus.CLOSED
    assert outcomes[1] is None
    assert (outcomes[0] is None) == bool(entries(code_hash))
    assert outcomes[0] is None or isinstance(outcomes[0], AlreadyDecided)
    assert journal.verify().is_whole


def test_an_answer_and_a_withdrawal_at_once_leave_the_case_withdrawn(app: Flask, chain: Chain, code_hash: str) -> None:
    question = ask(chain, code_hash)
    number = number_of(code_hash)
    outcomes = in_threads(
        app,
        [
            partial(write, code_hash, question_id=question),
            partial(withdraw, OFFICE, chain.supervisor, number, "ขอถอน", LATER),
        ],
    )
    assert outcomes[1] is None
    assert case_behind(code_hash).status is CaseStatus.WITHDRAWN
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ConversationEntry)) == 1 + (outcomes[0] is None)
