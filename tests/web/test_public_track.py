"""Following a case with its code: the way it has come, and nothing for who has no code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.references import format_tracking_code
from complaint_center.domain.status import CaseStatus, CoarseState
from complaint_center.domain.thai import to_thai_digits
from complaint_center.extensions import db
from complaint_center.models.case import Case
from tests.web.residents import Resident, attribute

pytestmark = pytest.mark.one_database

STATES = {
    CaseStatus.RECEIVED: CoarseState.RECEIVED,
    CaseStatus.PRELIMINARY_CHECK: CoarseState.CHECKING,
    CaseStatus.RETURNED: CoarseState.CHECKING,
    CaseStatus.AWAITING_ORDER: CoarseState.DECIDING,
    CaseStatus.INVESTIGATING: CoarseState.DECIDING,
    CaseStatus.REFERRED: CoarseState.CLOSED,
    CaseStatus.CLOSED: CoarseState.CLOSED,
    CaseStatus.NOT_ACCEPTED: CoarseState.CLOSED,
    CaseStatus.WITHDRAWN: CoarseState.CLOSED,
}


@pytest.fixture
def resident(app: Flask, client: FlaskClient) -> Resident:
    return Resident(client)


@pytest.fixture
def code(resident: Resident) -> str:
    return attribute(resident.receipt(), "data-tracking-code")


def move_to(status: CaseStatus) -> None:
    db.session.execute(sa.update(Case).values(status=status))
    db.session.commit()


@pytest.mark.parametrize(("status", "state"), STATES.items())
def test_a_code_shows_the_coarse_state_and_the_dates(
    resident: Resident, code: str, status: CaseStatus, state: CoarseState
) -> None:
    move_to(status)
    answer = resident.follow(code)
    received_at = datetime.fromisoformat(attribute(answer.text, "data-received-at"))
    assert answer.status_code == 200
    assert attribute(answer.text, "data-state") == state
    assert datetime.fromisoformat(attribute(answer.text, "data-due-at")) == received_at + timedelta(days=7)
    officer_is_to_report = state in (CoarseState.RECEIVED, CoarseState.CHECKING)
    assert ("เจ้าหน้าที่จะเสนอผลต่อผู้บังคับบัญชา" in answer.text) == officer_is_to_report


def test_the_way_is_drawn_in_four_steps_with_the_present_one_marked(resident: Resident, code: str) -> None:
    move_to(CaseStatus.AWAITING_ORDER)
    page = resident.follow(code).text
    steps = re.findall(r'<li class="(done|current|to-come)"( aria-current="step")?>', page)
    assert steps == [("done", ""), ("done", ""), ("current", ' aria-current="step"'), ("to-come", "")]


def test_when_it_is_closed_all_four_steps_are_done(resident: Resident, code: str) -> None:
    move_to(CaseStatus.CLOSED)
    assert resident.follow(code).text.count('<li class="done"') == 4


@pytest.mark.parametrize("write", [format_tracking_code, to_thai_digits, lambda code: f"  {code}  "])
def test_the_code_may_be_spaced_and_in_thai_digits(resident: Resident, code: str, write: Callable[[str], str]) -> None:
    assert resident.follow(write(code)).status_code == 200


def test_nothing_of_the_matter_is_shown(resident: Resident, code: str) -> None:
    page = resident.follow(code).text
    assert "เรียกรับ" not in page
    assert "ทุจริต" not in page


def test_the_code_is_not_on_the_page_that_it_opened(resident: Resident, code: str) -> None:
    page = resident.follow(code).text
    assert code not in page
    assert format_tracking_code(code) not in page


def test_every_wrong_code_gets_one_and_the_same_answer(resident: Resident, code: str) -> None:
    nearly_right = code[:-2] + str((int(code[-2]) + 1) % 10) + code[-1]
    wrong = ("1234", "not a code", nearly_right, "1111111111111111", "<b>" * 1000)
    answers = [resident.follow(text) for text in wrong]
    assert {answer.status_code for answer in answers} == {422}
    assert len({_without_what_was_typed(answer.text) for answer in answers}) == 1


def test_whoever_typed_no_code_is_asked_for_one(resident: Resident) -> None:
    answer = resident.follow(" ")
    assert answer.status_code == 422
    assert "กรุณากรอกช่องนี้" in answer.text


def test_a_code_that_was_typed_wrongly_stays_in_its_field(resident: Resident) -> None:
    assert 'value="1234 5678"' in resident.follow("1234 5678").text


def test_only_trying_codes_is_limited_and_the_answer_says_when_to_come_back(
    app: Flask, make_app: Callable[..., Flask]
) -> None:
    guesser = Resident(make_app(LIMIT_TRACK="3/minute").test_client())
    assert [guesser.follow("1234").status_code for _ in range(4)] == [422, 422, 422, 429]
    answer = guesser.follow("1234")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "ลองหลายครั้งเกินไป" in answer.text
    assert guesser.get("/track").status_code == 200


def _without_what_was_typed(page: str) -> str:
    return re.sub(r'<input[^>]*name="(code|csrf_token)"[^>]*>', "", page)
