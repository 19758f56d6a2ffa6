"""How satisfied the complainant was: said once, changeable for thirty days, and never the officer's to read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible
from complaint_center.domain.survey import CHANGEABLE_FOR, SurveyDraft
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.models.conversation import Survey
from complaint_center.models.journal import JournalEntry
from complaint_center.services import survey
from complaint_center.services.intake import record_complaint
from complaint_center.services.orders import reopen, withdraw
from complaint_center.services.tracking import follow_up
from tests.make import DAY, NOW, OFFICE, SECOND, Chain, make_chain, make_draft, make_staff

CLOSED = NOW + DAY
PLEASED = SurveyDraft(5, 4, "รวดเร็วดี")


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def code_hash(chain: Chain) -> str:
    return keyring.hash_tracking_code(record_complaint(OFFICE, make_draft(), None, NOW).tracking_code)


def case_behind(code_hash: str) -> Case:
    db.session.rollback()
    return db.session.scalars(sa.select(Case).where(Case.tracking_code_hash == code_hash)).one()


def close(chain: Chain, code_hash: str) -> str:
    number = case_behind(code_hash).register_number
    withdraw(OFFICE, chain.supervisor, number, "ขอถอน", CLOSED)
    return number


def kept(code_hash: str) -> tuple[int, int, str]:
    said = case_behind(code_hash).survey
    assert said
    return said.handling, said.result, said.comment


def test_nothing_is_asked_before_the_end(chain: Chain, code_hash: str) -> None:
    seen = follow_up(code_hash, NOW)
    assert seen
    assert not seen.survey.may_say
    with pytest.raises(AlreadyDecided):
        survey.say(code_hash, PLEASED, NOW)


def test_it_is_said_once_and_may_be_changed_until_the_thirtieth_day_to_the_instant(
    chain: Chain, code_hash: str
) -> None:
    close(chain, code_hash)
    survey.say(code_hash, PLEASED, CLOSED)
    survey.say(code_hash, SurveyDraft(1, 1), CLOSED + CHANGEABLE_FOR - SECOND)
    assert kept(code_hash) == (1, 1, "")
    with pytest.raises(AlreadyDecided):
        survey.say(code_hash, PLEASED, CLOSED + CHANGEABLE_FOR)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Survey)) == 1


def test_whoever_comes_late_may_still_say_it_once(chain: Chain, code_hash: str) -> None:
    close(chain, code_hash)
    late = CLOSED + 2 * CHANGEABLE_FOR
    survey.say(code_hash, PLEASED, late)
    with pytest.raises(AlreadyDecided):
        survey.say(code_hash, SurveyDraft(1, 1), late)


def test_of_a_reopened_case_nothing_is_asked(chain: Chain, code_hash: str) -> None:
    number = close(chain, code_hash)
    survey.say(code_hash, PLEASED, CLOSED)
    reopen(OFFICE, chain.supervisor, number, "มีหลักฐานใหม่", CLOSED + DAY)
    with pytest.raises(AlreadyDecided):
        survey.say(code_hash, SurveyDraft(1, 1), CLOSED + DAY)
    assert kept(code_hash) == (5, 4, "รวดเร็วดี")


@pytest.mark.parametrize(
    ("draft", "field"),
    [(SurveyDraft(0, 3), "handling"), (SurveyDraft(3, 6), "result"), (SurveyDraft(3, 3, "ก" * 1_001), "comment")],
)
def test_what_is_no_answer_is_refused_at_its_field(
    chain: Chain, code_hash: str, draft: SurveyDraft, field: str
) -> None:
    close(chain, code_hash)
    with pytest.raises(InvalidInput) as refusal:
        survey.say(code_hash, draft, CLOSED)
    assert refusal.value.field == field


def test_a_clerk_writes_down_what_was_told_by_telephone(chain: Chain, code_hash: str) -> None:
    number = close(chain, code_hash)
    survey.record(chain.clerk, number, PLEASED, CLOSED)
    said = case_behind(code_hash).survey
    assert said
    assert said.recorded_by_id == chain.clerk.id
    with pytest.raises(NotVisible):
        survey.record(chain.officer, number, PLEASED, CLOSED)


def test_a_clerk_writes_nothing_over_what_the_complainant_said(chain: Chain, code_hash: str) -> None:
    number = close(chain, code_hash)
    survey.record(chain.clerk, number, SurveyDraft(2, 2), CLOSED)
    survey.record(chain.clerk, number, SurveyDraft(3, 3), CLOSED)
    survey.say(code_hash, PLEASED, CLOSED)
    assert not survey.state_of(case_behind(code_hash), CLOSED, chain.clerk).may_say
    with pytest.raises(AlreadyDecided):
        survey.record(chain.clerk, number, SurveyDraft(5, 5), CLOSED)
    assert kept(code_hash) == (5, 4, "รวดเร็วดี")


def test_the_journal_that_the_officer_reads_has_no_figures(chain: Chain, code_hash: str) -> None:
    close(chain, code_hash)
    survey.say(code_hash, PLEASED, CLOSED)
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "survey_answered")).one()
    assert (entry.actor_id, entry.detail, entry.reason_id) == (None, "{}", None)


def test_those_above_and_the_auditor_read_it_and_the_officer_never_also_as_a_clerk(
    chain: Chain, code_hash: str
) -> None:
    number = close(chain, code_hash)
    case = case_behind(code_hash)
    auditor = make_staff(Role.AUDITOR)
    readers = (chain.supervisor, chain.palad, chain.executive, auditor)
    assert [survey.may_read(person, case) for person in readers] == [True] * 4
    assert not survey.may_read(chain.officer, case)
    assert not survey.may_read(chain.clerk, case)
    both = make_staff(Role.OFFICER, Role.CLERK, Role.SUPERVISOR)
    case.officer_id = both.id
    db.session.commit()
    assert not survey.may_read(both, case)
    with pytest.raises(NotAllowed):
        survey.record(both, number, PLEASED, CLOSED)
