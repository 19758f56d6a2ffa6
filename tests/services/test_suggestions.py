"""A suggestion is answered to whoever made it, and published only while they agree."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import (
    AlreadyDecided,
    InvalidInput,
    NotAllowed,
    NotAsShown,
    NotVisible,
    Problem,
    TellsWho,
)
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import ComplainantDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import case_lists, suggestion_publication
from complaint_center.services.corrections import recategorise
from complaint_center.services.directory import load_directory
from complaint_center.services.orders import close_answered, withdraw
from complaint_center.services.suggestion_publication import (
    Consent,
    agree_to_publication,
    list_published,
    publish_suggestion,
    take_down_suggestion,
    withdraw_consent,
)
from complaint_center.services.suggestions import AnswerDraft, answer_suggestion, list_suggestions
from complaint_center.services.tracking import follow_up
from tests.make import DAY, NOW, OFFICE, Chain, case_of, make_case, make_chain, make_complainant, make_staff
from tests.services.test_query_plans import overheard

YEAR = FiscalYear.of(NOW)
ANSWER = AnswerDraft("อยากให้มีที่นั่งรอที่ป้ายรถ", "จะติดตั้งภายในเดือนหน้า")


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def suggested(may_publish: bool = True) -> str:
    return make_case(category=Category.SUGGESTION, may_publish=may_publish).register_number


def published_texts() -> list[str]:
    return [one.answer for one in list_published(YEAR).rows]


def test_the_answer_is_read_with_the_code_and_told_by_message(chain: Chain) -> None:
    number = suggested()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    case = case_of(number)
    seen = follow_up(case.tracking_code_hash, NOW)
    assert seen is not None
    assert [told.text for told in seen.conversation] == [ANSWER.answer]
    assert (seen.consent, published_texts()) == (Consent(is_given=True, is_published=False), [])


def test_it_is_published_by_a_superior_as_they_read_it(chain: Chain) -> None:
    number = suggested()
    with pytest.raises(AlreadyDecided):
        publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    db.session.rollback()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    with pytest.raises(NotAllowed):
        publish_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    db.session.rollback()
    with pytest.raises(NotAsShown):
        publish_suggestion(OFFICE, chain.supervisor, number, AnswerDraft(ANSWER.suggestion, "คำตอบอื่น"), NOW)
    db.session.rollback()
    publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    [row] = list_published(YEAR).rows
    assert (row.suggestion, row.answer, row.published_at) == (ANSWER.suggestion, ANSWER.answer, NOW)
    take_down_suggestion(chain.palad, number, NOW)
    assert published_texts() == []


VILLAGE = "ซ่อมไฟหน้าบ้าน 99 หมู่ 9"


@pytest.mark.parametrize("name", ["suggestion", "answer"])
def test_words_of_their_address_are_published_only_by_who_is_sure(chain: Chain, name: str) -> None:
    number, draft = suggested(), AnswerDraft(**{**vars(ANSWER), name: VILLAGE})
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    assert refused(chain.supervisor, number, draft) == {name: Problem.TELLS_WHO}
    publish_suggestion(OFFICE, chain.supervisor, number, draft, NOW, is_sure=True)
    assert published_texts() == [draft.answer]
    assert [(entry.what, entry.actor_id) for entry in journalled(number)] == [
        ("publication_doubted", chain.supervisor.id),
        ("suggestion_published", chain.supervisor.id),
    ]
    assert journalled(number)[-1].detail == '{"doubted": true}'


@pytest.mark.parametrize(
    "words", ["ดิฉัน สมศรี ใจกล้า ขอเสนอ", "โทร 081-234-5678", "somsri@example.com", "บัตร 1-1017-00203-45-1"]
)
@pytest.mark.parametrize("name", ["suggestion", "answer"])
def test_their_name_and_numbers_are_published_by_nobody_however_sure(chain: Chain, name: str, words: str) -> None:
    whole = make_complainant(national_id="1101700203451")
    number = make_case(category=Category.SUGGESTION, may_publish=True, complainant=whole).register_number
    other = "answer" if name == "suggestion" else "suggestion"
    draft = AnswerDraft(**{name: words, other: VILLAGE})
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    for is_sure in (False, True):
        found = refused(chain.supervisor, number, draft, is_sure)
        assert found == {name: Problem.NAMES_WHO, other: Problem.TELLS_WHO}
    assert published_texts() == []


def test_a_word_that_only_holds_their_name_is_published_by_who_is_sure(chain: Chain) -> None:
    named = make_complainant(first_name="สว่าง")
    number = make_case(category=Category.SUGGESTION, may_publish=True, complainant=named).register_number
    draft = AnswerDraft("ขอให้ติดไฟส่องสว่างหน้าตลาด", "ติดตั้งแล้ว")
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    assert refused(chain.supervisor, number, draft) == {"suggestion": Problem.TELLS_WHO}
    publish_suggestion(OFFICE, chain.supervisor, number, draft, NOW, is_sure=True)
    assert published_texts() == ["ติดตั้งแล้ว"]


def anonymous(narrative: str = "ขอม้านั่งที่ป้ายรถ") -> str:
    nobody = ComplainantDraft(anonymous=True)
    case = make_case(category=Category.SUGGESTION, may_publish=True, complainant=nobody, narrative=narrative)
    return case.register_number


@pytest.mark.parametrize("words", ["โทร ๐๘๑-๒๓๔-๕๖๗๘", "บัตร 1-1000-00000-00-8", "bunmi@example.com"])
@pytest.mark.parametrize("name", ["suggestion", "answer"])
def test_numbers_of_a_writer_of_whom_nothing_is_known_are_published_by_nobody(
    chain: Chain, name: str, words: str
) -> None:
    number, draft = anonymous(), AnswerDraft(**{**vars(ANSWER), name: words})
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    assert refused(chain.supervisor, number, draft, is_sure=True) == {name: Problem.HOLDS_NUMBER}
    assert published_texts() == []


@pytest.mark.parametrize("words", ["ไฟหน้าบ้านเลขที่ 12", "ผมชื่อบุญมี", "ขอม้านั่ง  ที่ป้ายรถ"])
def test_what_may_show_them_or_is_still_theirs_is_published_only_by_who_is_sure(chain: Chain, words: str) -> None:
    number, draft = anonymous("ขอม้านั่ง ที่ป้ายรถ"), AnswerDraft(words, f"โทร {OFFICE.phone}")
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    assert refused(chain.supervisor, number, draft) == {"suggestion": Problem.TELLS_WHO}
    publish_suggestion(OFFICE, chain.supervisor, number, draft, NOW, is_sure=True)
    assert published_texts() == [draft.answer]


def test_the_family_of_the_writer_is_published_by_nobody(chain: Chain) -> None:
    named = make_complainant(first_name="บุญมี", last_name="ศรีสุข")
    number = make_case(category=Category.SUGGESTION, may_publish=True, complainant=named).register_number
    draft = AnswerDraft("ครอบครัวศรีสุขขอม้านั่ง", "ติดตั้งแล้ว")
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    assert refused(chain.supervisor, number, draft, is_sure=True) == {"suggestion": Problem.NAMES_WHO}


@pytest.mark.parametrize("words", ["คุณสว่างเสนอไว้", "ตามที่ สว่าง เสนอ", "สว่างใจกล้าเป็นผู้เสนอ", "นาง สว่าง"])
def test_somebody_called_by_their_name_is_published_by_nobody(chain: Chain, words: str) -> None:
    named = make_complainant(first_name="สว่าง")
    number = make_case(category=Category.SUGGESTION, may_publish=True, complainant=named).register_number
    draft = AnswerDraft(words, "ติดตั้งแล้ว")
    answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
    assert refused(chain.supervisor, number, draft, True) == {"suggestion": Problem.NAMES_WHO}


def test_a_refusal_is_noted_once_for_a_text_and_a_person(chain: Chain) -> None:
    number, first, second = suggested(), AnswerDraft("สมศรี", "ก"), AnswerDraft("ใจกล้า", "ก")
    answer_suggestion(OFFICE, chain.officer, number, first, NOW)
    for actor in (chain.supervisor, chain.supervisor, chain.palad):
        refused(actor, number, first)
    answer_suggestion(OFFICE, chain.officer, number, second, NOW)
    for _ in range(2):
        refused(chain.supervisor, number, second)
    told = journalled(number)
    assert [entry.actor_id for entry in told] == [chain.supervisor.id, chain.palad.id, chain.supervisor.id]
    assert not any("สมศรี" in entry.detail for entry in told)


def refused(actor: Person, number: str, draft: AnswerDraft, is_sure: bool = False) -> Mapping[str, Problem]:
    with pytest.raises(TellsWho) as refusal:
        publish_suggestion(OFFICE, actor, number, draft, NOW, is_sure)
    db.session.rollback()
    return refusal.value.found


def journalled(number: str) -> list[JournalEntry]:
    of_case = (JournalEntry.case_id == case_of(number).id, JournalEntry.what.like("%publ%"))
    return list(db.session.scalars(sa.select(JournalEntry).where(*of_case).order_by(JournalEntry.seq)))


def test_what_is_changed_comes_off_the_page_and_only_another_answer_is_told_again(chain: Chain) -> None:
    number = suggested()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    answer_suggestion(OFFICE, chain.officer, number, AnswerDraft("อยากให้มีที่นั่งรอ", ANSWER.answer), NOW + DAY)
    assert published_texts() == []
    assert len(case_of(number).conversation) == 1
    answer_suggestion(OFFICE, chain.supervisor, number, AnswerDraft("อยากให้มีที่นั่งรอ", "ติดตั้งแล้ว"), NOW + DAY)
    assert [entry.text for entry in case_of(number).conversation] == [ANSWER.answer, "ติดตั้งแล้ว"]


def test_without_consent_nothing_is_published_and_it_may_be_given_later(chain: Chain) -> None:
    number = suggested(may_publish=False)
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    with pytest.raises(AlreadyDecided):
        publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    db.session.rollback()
    agree_to_publication(case_of(number).tracking_code_hash, True, NOW)
    publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    assert published_texts() == [ANSWER.answer]


def test_a_clerk_notes_that_they_agree_no_more_and_is_not_told_what_a_case_is(chain: Chain) -> None:
    number = suggested()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    withdraw_consent(chain.clerk, number, NOW)
    assert published_texts() == []
    withdraw_consent(chain.clerk, make_case(category=Category.BRIBERY).register_number, NOW)
    with pytest.raises(NotAllowed):
        withdraw_consent(make_staff(Role.AUDITOR), number, NOW)
    with pytest.raises(NotVisible):
        withdraw_consent(make_staff(Role.OFFICER), number, NOW)


def test_what_is_no_suggestion_is_neither_answered_nor_shown_as_one(chain: Chain) -> None:
    other = make_case(category=Category.GENERAL, may_publish=True)
    with pytest.raises(AlreadyDecided):
        answer_suggestion(OFFICE, chain.supervisor, other.register_number, ANSWER, NOW)
    db.session.rollback()
    with pytest.raises(AlreadyDecided):
        agree_to_publication(case_of(other.register_number).tracking_code_hash, True, NOW)
    db.session.rollback()
    number = suggested()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    recategorise(OFFICE, chain.supervisor, number, Category.SERVICE, "เป็นการร้องเรียน", NOW)
    assert published_texts() == []


def test_what_leaves_the_suggestions_or_is_withdrawn_comes_off_the_page_and_back_only_when_published_anew(
    chain: Chain,
) -> None:
    first, second = suggested(), suggested()
    for number in (first, second):
        answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
        publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
    for category in (Category.SERVICE, Category.SUGGESTION):
        recategorise(OFFICE, chain.supervisor, first, category, "จัดประเภทใหม่", NOW)
    withdraw(OFFICE, chain.supervisor, second, "ผู้เสนอขอถอน", NOW)
    assert published_texts() == []
    for number in (first, second):
        assert [entry.what for entry in journalled(number)] == ["suggestion_published"]
        assert "suggestion_taken_down" in all_journalled(number)
    publish_suggestion(OFFICE, chain.supervisor, first, ANSWER, NOW)
    assert published_texts() == [ANSWER.answer]


def all_journalled(number: str) -> list[str]:
    of_case = JournalEntry.case_id == case_of(number).id
    return list(db.session.scalars(sa.select(JournalEntry.what).where(of_case)))


def test_whoever_made_it_is_shown_the_words_that_they_agree_to_once_there_is_an_answer(chain: Chain) -> None:
    number, other = suggested(), make_case(category=Category.GENERAL)
    code = case_of(number).tracking_code_hash
    shown = [follow_up(one, NOW) for one in (code, other.tracking_code_hash)]
    assert [one and one.texts for one in shown] == [None, None]
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    seen = follow_up(code, NOW)
    assert seen
    assert seen.texts == ANSWER


@pytest.mark.parametrize("name", ["suggestion", "answer"])
@pytest.mark.parametrize("text", [" ", "ก" * 5001])
def test_both_texts_are_needed_and_have_an_end(chain: Chain, name: str, text: str) -> None:
    draft = AnswerDraft(**{**vars(ANSWER), name: text})
    with pytest.raises(InvalidInput) as refusal:
        answer_suggestion(OFFICE, chain.officer, suggested(), draft, NOW)
    assert refusal.value.field == name


def test_of_a_case_that_has_ended_the_wording_is_changed_for_the_page_and_nobody_is_told(chain: Chain) -> None:
    number, unanswered = suggested(), suggested()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    for one in (number, unanswered):
        withdraw(OFFICE, chain.supervisor, one, "ผู้เสนอขอถอน", NOW)
    with pytest.raises(AlreadyDecided):
        answer_suggestion(OFFICE, chain.supervisor, unanswered, ANSWER, NOW)
    db.session.rollback()
    reworded = AnswerDraft(ANSWER.suggestion, "ติดตั้งม้านั่งแล้ว")
    answer_suggestion(OFFICE, chain.supervisor, number, reworded, NOW + DAY)
    assert [entry.text for entry in case_of(number).conversation] == [ANSWER.answer]
    publish_suggestion(OFFICE, chain.supervisor, number, reworded, NOW + DAY)
    assert published_texts() == [reworded.answer]


def test_the_page_is_the_newest_first_and_costs_two_statements(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestion_publication, "PAGE", 2)
    for nth in range(5):
        number, draft = suggested(), AnswerDraft("ข้อเสนอ", f"คำตอบที่ {nth}")
        answer_suggestion(OFFICE, chain.officer, number, draft, NOW)
        publish_suggestion(OFFICE, chain.supervisor, number, draft, NOW + nth * DAY)
    suggested()
    with overheard() as sent:
        pages = [list_published(YEAR, page) for page in (1, 2, 3)]
    assert len(sent) == 6
    assert [[row.answer[-1] for row in page.rows] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    assert [page.has_more for page in pages] == [True, True, False]
    assert {(page.received, page.answered) for page in pages} == {(6, 5)}
    assert list_published(FiscalYear(YEAR.number - 1)).rows == []


def test_the_list_of_a_year_is_for_those_above(chain: Chain) -> None:
    number = suggested()
    make_case(category=Category.GENERAL)
    for reader in (chain.supervisor, chain.palad):
        assert [one.register_number for one in list_suggestions(reader, load_directory(), YEAR).cases] == [number]
    for reader in (chain.officer, chain.clerk, chain.admin):
        with pytest.raises(NotAllowed):
            list_suggestions(reader, load_directory(), YEAR)


def test_the_list_of_a_year_comes_a_page_at_a_time(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_lists, "PAGE", 2)
    numbers = [suggested() for _ in range(3)]
    first = list_suggestions(chain.supervisor, load_directory(), YEAR)
    second = list_suggestions(chain.supervisor, load_directory(), YEAR, first.after)
    assert [[one.register_number for one in page.cases] for page in (first, second)] == [numbers[:0:-1], numbers[:1]]
    assert second.after is None


def test_an_answered_suggestion_is_closed_by_one_act_of_a_superior(chain: Chain) -> None:
    number = suggested()
    with pytest.raises(AlreadyDecided):
        close_answered(OFFICE, chain.supervisor, number, NOW)
    db.session.rollback()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    with pytest.raises(NotAllowed):
        close_answered(OFFICE, chain.officer, number, NOW)
    db.session.rollback()
    close_answered(OFFICE, chain.supervisor, number, NOW + DAY)
    case = case_of(number)
    assert (case.status, [one for one in case.deadlines if one.is_running]) == (CaseStatus.CLOSED, [])
    assert "closed_answered" in all_journalled(number)
    kinds = db.session.scalars(sa.select(OutboxMessage.kind).where(OutboxMessage.case_id == case.id)).all()
    assert {MessageKind.RESULT_READY, MessageKind.CASE_ENDED} <= set(kinds)
    seen = follow_up(case.tracking_code_hash, NOW + DAY)
    assert seen
    assert seen.survey.may_say
    with pytest.raises(AlreadyDecided):
        close_answered(OFFICE, chain.supervisor, number, NOW + DAY)


def test_what_is_no_suggestion_any_more_is_not_closed_by_its_answer(chain: Chain) -> None:
    number = suggested()
    answer_suggestion(OFFICE, chain.officer, number, ANSWER, NOW)
    recategorise(OFFICE, chain.supervisor, number, Category.SERVICE, "เป็นการร้องเรียน", NOW)
    with pytest.raises(AlreadyDecided):
        close_answered(OFFICE, chain.supervisor, number, NOW)


ACTS = ("answer", "publish", "take down", "agree", "disagree", "clerk", "category", "back")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_happens_nothing_is_public_without_consent(chain: Chain, acts: list[str]) -> None:
    number = suggested(may_publish=False)
    code = case_of(number).tracking_code_hash
    agrees = False
    for act in acts:
        try:
            _do(act, chain, number, code)
        except (AlreadyDecided, NotAsShown):
            db.session.rollback()
            continue
        agrees = {"agree": True, "disagree": False, "clerk": False}.get(act, agrees)
        case = case_of(number)
        is_public = bool(case.suggestion_answer and case.suggestion_answer.answer in published_texts())
        assert not is_public or (agrees and case.category is Category.SUGGESTION)
    withdraw_consent(chain.clerk, number, NOW)
    assert published_texts() == []


def _do(act: str, chain: Chain, number: str, code: str) -> None:
    match act:
        case "answer":
            answer_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
        case "publish":
            publish_suggestion(OFFICE, chain.supervisor, number, ANSWER, NOW)
        case "take down":
            take_down_suggestion(chain.supervisor, number, NOW)
        case "agree" | "disagree":
            agree_to_publication(code, act == "agree", NOW)
        case "clerk":
            withdraw_consent(chain.clerk, number, NOW)
        case "category" | "back":
            category = Category.GENERAL if act == "category" else Category.SUGGESTION
            recategorise(OFFICE, chain.supervisor, number, category, "จัดประเภทใหม่", NOW)
