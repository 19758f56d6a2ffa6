"""Who asked to be told and cannot be texted is called, once for all that waits, until somebody tells them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.calls import CallOutcome, CallReport
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import AlreadyDecided, NotAllowed, NotVisible
from complaint_center.domain.intake import AccusedDraft, ComplainantDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.calls import Call, CallTask
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.services.access_copy import print_access_copy
from complaint_center.services.call_tasks import (
    PAGE,
    Waiting,
    find_waiting,
    list_calls,
    list_waiting,
    record_call,
    reveal_phone,
)
from complaint_center.services.directory import load_directory
from complaint_center.services.orders import withdraw
from tests.crowd import in_threads
from tests.make import NOW, OFFICE, Chain, make_case, make_chain, make_complainant, make_staff, submit

TOLD = CallReport(CallOutcome.TOLD)
NO_ANSWER = CallReport(CallOutcome.NO_ANSWER)
LANDLINE = make_complainant(phone=parse_phone("042 970107"))


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def case(chain: Chain) -> Case:
    return make_case(complainant=LANDLINE)


def waiting_for(chain: Chain) -> list[Waiting]:
    return list_waiting(chain.clerk, load_directory())


def kinds(waiting: Waiting) -> list[MessageKind]:
    return [task.kind for task in waiting.tasks]


def test_one_call_tells_all_that_waits(chain: Chain, case: Case) -> None:
    submit(case)
    [waiting] = waiting_for(chain)
    assert kinds(waiting) == [MessageKind.COMPLAINT_RECEIVED, MessageKind.FINDING_SUBMITTED]
    record_call(OFFICE, chain.clerk, case.register_number, TOLD, NOW)
    assert waiting_for(chain) == []
    [call] = list_calls(case)
    assert [task.kind for task in call.tasks] == kinds(waiting)
    assert (call.by_id, call.at, call.outcome) == (chain.clerk.id, NOW, CallOutcome.TOLD)


def test_a_call_that_reached_nobody_is_noted_and_the_rest_still_waits(chain: Chain, case: Case) -> None:
    for minutes, outcome in enumerate((CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT)):
        record_call(OFFICE, chain.clerk, case.register_number, CallReport(outcome), NOW + timedelta(minutes=minutes))
    [waiting] = waiting_for(chain)
    assert [call.outcome for call in waiting.calls] == [CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT]
    assert len(waiting.tasks) == 1


def test_the_number_is_shown_for_a_call_and_to_nobody_who_has_none_to_make(chain: Chain, case: Case) -> None:
    assert reveal_phone(chain.clerk, case.register_number, NOW) == "+6642970107"
    assert journalled("call_number_shown") == 1
    record_call(OFFICE, chain.clerk, case.register_number, TOLD, NOW)
    for act in (
        lambda: reveal_phone(chain.clerk, case.register_number, NOW),
        lambda: record_call(OFFICE, chain.clerk, case.register_number, TOLD, NOW),
    ):
        with pytest.raises(AlreadyDecided):
            act()
    assert find_waiting(chain.clerk, case.register_number).tasks == ()


def test_only_clerks_call(chain: Chain, case: Case) -> None:
    number = case.register_number
    for act in (
        lambda: list_waiting(chain.officer, load_directory()),
        lambda: find_waiting(chain.officer, number),
        lambda: reveal_phone(chain.officer, number, NOW),
        lambda: record_call(OFFICE, chain.officer, number, TOLD, NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_asked_to_be_told_nothing_or_can_be_texted_is_not_called(chain: Chain) -> None:
    silent = make_case(complainant=ComplainantDraft())
    texted = make_case(complainant=make_complainant())
    assert waiting_for(chain) == []
    for case in (silent, texted):
        with pytest.raises(NotVisible):
            find_waiting(chain.clerk, case.register_number)


def test_who_left_no_number_waits_to_call(chain: Chain) -> None:
    case = make_case(complainant=ComplainantDraft(anonymous=True, sms_updates=True))
    [waiting] = waiting_for(chain)
    assert not waiting.has_number
    assert reveal_phone(chain.clerk, case.register_number, NOW) == ""


def test_who_wants_no_more_calls_gets_none_and_no_texts(chain: Chain, case: Case) -> None:
    record_call(OFFICE, chain.clerk, case.register_number, CallReport(CallOutcome.NOT_WANTED, "บอกว่าพอแล้ว"), NOW)
    submit(case)
    withdraw(OFFICE, chain.supervisor, case.register_number, "ขอถอน", NOW)
    assert waiting_for(chain) == []
    assert not case.complainant.can_be_texted


def test_a_clerk_who_is_accused_is_not_asked_to_call(chain: Chain) -> None:
    case = make_case(category=Category.BRIBERY, complainant=LANDLINE, accused=(AccusedDraft(name=chain.clerk.name),))
    assert waiting_for(chain) == []
    other = make_staff(*chain.clerk.roles)
    assert len(list_waiting(other, load_directory())) == 1
    for act in (
        lambda: find_waiting(chain.clerk, case.register_number),
        lambda: reveal_phone(chain.clerk, case.register_number, NOW),
        lambda: record_call(OFFICE, chain.clerk, case.register_number, TOLD, NOW),
    ):
        with pytest.raises(NotVisible):
            act()


def test_two_clerks_tell_once(app: Flask, chain: Chain, case: Case) -> None:
    number, clerk = case.register_number, chain.clerk
    db.session.rollback()
    came = in_threads(app, [lambda: record_call(OFFICE, clerk, number, TOLD, NOW)] * 2)
    assert sorted(type(one).__name__ for one in came) == ["AlreadyDecided", "list"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Call)) == 1


def test_the_list_goes_on_behind_its_last_case(chain: Chain) -> None:
    cases = [make_case(complainant=LANDLINE) for _ in range(3)]
    submit(cases[0])
    [first, *others] = waiting_for(chain)
    assert first.case.id == cases[0].id
    assert [waiting.case.id for waiting in list_waiting(chain.clerk, load_directory(), first.tasks[0].id)] == [
        waiting.case.id for waiting in others
    ]
    assert len(cases) <= PAGE


def test_the_complainant_s_copy_says_what_they_were_told_and_not_what_failed(chain: Chain, case: Case) -> None:
    record_call(OFFICE, chain.clerk, case.register_number, NO_ANSWER, NOW)
    submit(case)
    record_call(OFFICE, chain.clerk, case.register_number, TOLD, NOW)
    case_kinds = db.session.scalars(sa.select(CallTask.kind).order_by(CallTask.id)).all()
    copy = print_access_copy(chain.supervisor, case.register_number, "ขอสำเนา", NOW)
    assert [task.kind for task in copy.told] == case_kinds


def journalled(what: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(JournalEntry.what == what)) or 0
