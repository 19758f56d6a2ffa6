"""Some days after the end a clerk asks by telephone how satisfied somebody is who has not said so; once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.calls import CallOutcome, CallReport
from complaint_center.domain.errors import AlreadyDecided
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.survey import ASKED_AFTER, ASKED_UNTIL, SurveyDraft
from complaint_center.extensions import db
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from complaint_center.services import survey
from complaint_center.services.assignment import reassign
from complaint_center.services.call_tasks import find_waiting, list_waiting, record_call, reveal_phone
from complaint_center.services.directory import load_directory
from complaint_center.services.orders import reopen, withdraw
from complaint_center.services.survey_calls import ask_due
from tests.crowd import in_threads
from tests.make import NOW, OFFICE, SECOND, Chain, make_case, make_chain, make_complainant, make_staff

CLOSED = NOW
DUE = CLOSED + ASKED_AFTER
PLEASED = SurveyDraft(5, 5)
TOLD = CallReport(CallOutcome.TOLD)
MOBILE = make_complainant(phone=parse_phone("081 234 5678"))
LANDLINE = make_complainant(phone=parse_phone("042 970107"))


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def closed(chain: Chain, **about: object) -> str:
    case = make_case(complainant=about.pop("complainant", MOBILE), **about)
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", CLOSED)
    return case.register_number


def to_ask(chain: Chain) -> list[str]:
    return [
        waiting.case.register_number
        for waiting in list_waiting(chain.clerk, load_directory())
        if MessageKind.SURVEY in [task.kind for task in waiting.tasks]
    ]


def test_a_clerk_asks_from_the_seventh_day_to_the_instant_and_once(chain: Chain) -> None:
    number = closed(chain)
    assert ask_due(DUE - SECOND) == 0
    assert (ask_due(DUE), ask_due(DUE)) == (1, 0)
    assert to_ask(chain) == [number]
    assert reveal_phone(chain.clerk, number, DUE) == "+66812345678"
    assert record_call(OFFICE, chain.clerk, number, TOLD, DUE) == [MessageKind.SURVEY]
    survey.record(chain.clerk, number, PLEASED, DUE)
    assert to_ask(chain) == []
    assert ask_due(DUE + timedelta(days=1)) == 0


def test_nobody_begins_to_ask_when_it_is_long_over(chain: Chain) -> None:
    closed(chain)
    assert ask_due(CLOSED + ASKED_UNTIL) == 0
    assert ask_due(CLOSED + ASKED_UNTIL - SECOND) == 1


def test_who_has_still_to_be_told_the_result_is_told_first(chain: Chain) -> None:
    number = closed(chain, complainant=LANDLINE)
    assert ask_due(DUE) == 0
    record_call(OFFICE, chain.clerk, number, TOLD, DUE)
    assert ask_due(DUE) == 1


@pytest.mark.parametrize(
    "complainant",
    [
        make_complainant(phone=parse_phone("081 234 5678"), sms_updates=False),
        make_complainant(phone=None, email=""),
    ],
    ids=["did_not_ask_to_be_told", "left_no_number"],
)
def test_who_did_not_ask_to_be_told_or_left_no_number_is_not_called(chain: Chain, complainant: object) -> None:
    number = closed(chain, complainant=complainant)
    waiting = list_waiting(chain.clerk, load_directory())
    if waiting:
        record_call(OFFICE, chain.clerk, number, TOLD, CLOSED)
    assert ask_due(DUE) == 0


def test_an_open_case_asks_nobody(chain: Chain) -> None:
    make_case(complainant=MOBILE)
    assert ask_due(DUE) == 0


def test_who_has_said_it_with_the_code_is_not_called(chain: Chain) -> None:
    before, after = closed(chain), closed(chain)
    survey.say(code_hash(before), PLEASED, CLOSED)
    assert ask_due(DUE) == 1
    survey.say(code_hash(after), PLEASED, DUE)
    assert to_ask(chain) == []
    with pytest.raises(AlreadyDecided):
        reveal_phone(chain.clerk, after, DUE)
    db.session.rollback()


def test_a_case_that_is_reopened_is_asked_about_anew_after_its_next_end(chain: Chain) -> None:
    number = closed(chain)
    ask_due(DUE)
    reopen(OFFICE, chain.supervisor, number, "มีหลักฐานใหม่", DUE)
    assert to_ask(chain) == []
    ended = DUE + timedelta(days=1)
    withdraw(OFFICE, chain.supervisor, number, "ขอถอน", ended)
    assert ask_due(ended + ASKED_AFTER - SECOND) == 0
    assert ask_due(ended + ASKED_AFTER) == 1


def test_who_wants_no_call_is_not_called_again(chain: Chain) -> None:
    number = closed(chain)
    ask_due(DUE)
    refused = CallReport(CallOutcome.NOT_WANTED, "ไม่สะดวกตอบ")
    assert record_call(OFFICE, chain.clerk, number, refused, DUE) == []
    assert (to_ask(chain), ask_due(DUE)) == ([], 0)


def test_whoever_examined_the_case_neither_sees_the_call_nor_makes_it(chain: Chain) -> None:
    both = make_staff(Role.OFFICER, Role.CLERK, reports_to=chain.supervisor)
    case = make_case(complainant=MOBILE)
    reassign(OFFICE, chain.supervisor, case.register_number, both.id, "ใกล้ที่เกิดเหตุ", NOW)
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", CLOSED)
    assert ask_due(DUE) == 1
    assert list_waiting(both, load_directory()) == []
    assert find_waiting(both, case.register_number).tasks == ()
    for act in (reveal_phone, lambda *told: record_call(OFFICE, *told[:2], TOLD, told[2])):
        with pytest.raises(AlreadyDecided):
            act(both, case.register_number, DUE)
        db.session.rollback()
    assert to_ask(chain) == [case.register_number]


def test_two_workers_ask_for_one_call(app: Flask, chain: Chain) -> None:
    closed(chain)
    assert sorted(in_threads(app, [lambda: ask_due(DUE)] * 4)) == [0, 0, 0, 1]
    assert db.session.scalar(sa.select(sa.func.count()).where(CallTask.kind == MessageKind.SURVEY)) == 1


def test_one_that_fails_stops_no_other(chain: Chain) -> None:
    first, second = closed(chain), closed(chain)
    taken = f"case:{case_of(first).id}:{MessageKind.SURVEY}:{CLOSED.isoformat()}"
    unfinished = CallTask(unique_key=taken, kind=MessageKind.RESULT_READY, case_id=case_of(first).id, created_at=NOW)
    unfinished.done_at = NOW
    db.session.add(unfinished)
    db.session.commit()
    assert ask_due(DUE) == 1
    assert to_ask(chain) == [second]


def case_of(number: str) -> Case:
    db.session.rollback()
    return db.session.scalars(sa.select(Case).where(Case.register_number == number)).one()


def code_hash(number: str) -> str:
    return case_of(number).tracking_code_hash
