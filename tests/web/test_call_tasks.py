"""Calls at the clerk's desk: what came of one leads on to the next, or to the two questions of measure 7."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.survey import ASKED_AFTER
from complaint_center.services.orders import withdraw
from complaint_center.services.survey_calls import ask_due
from tests.make import DAY, OFFICE, make_complainant
from tests.web.desk import Centre, case_now, days_ago, make_case_received

LANDLINE = make_complainant(phone=parse_phone("042 970107"))


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def record(centre: Centre, number: str, outcome: CallOutcome, note: str = "") -> str:
    answer = centre.visit("clerk").post(
        f"/desk/call-tasks/{number}/call", f"/desk/call-tasks/{number}", outcome=outcome.value, note=note
    )
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_after_a_call_comes_the_list_of_calls(centre: Centre) -> None:
    number = make_case_received(1, complainant=LANDLINE)
    assert record(centre, number, CallOutcome.TOLD) == "/desk/call-tasks"
    assert number not in centre.visit("clerk").get("/desk/call-tasks").text


@pytest.mark.parametrize(
    ("outcome", "note", "then"),
    [
        (CallOutcome.TOLD, "", "/desk/cases/{number}/survey"),
        (CallOutcome.NO_ANSWER, "", "/desk/call-tasks"),
        (CallOutcome.NOT_WANTED, "ไม่สะดวก", "/desk/call-tasks"),
    ],
)
def test_who_agrees_to_two_questions_is_asked_them_on_the_next_page(
    centre: Centre, outcome: CallOutcome, note: str, then: str
) -> None:
    ended = days_ago(1) - ASKED_AFTER
    number = make_case_received((now() - ended) / DAY + 1)
    withdraw(OFFICE, centre.people["supervisor"], number, "ขอถอน", ended)
    assert ask_due(now()) == 1
    clerk = centre.visit("clerk")
    assert "ถามความพึงพอใจ" in clerk.get("/desk/call-tasks").text
    assert "พึงพอใจเพียงใด" in clerk.get(f"/desk/call-tasks/{number}").text
    assert record(centre, number, outcome, note) == then.format(number=number)
    if outcome is CallOutcome.TOLD:
        answer = clerk.post(f"/desk/cases/{number}/survey", handling="5", result="4", comment="")
        assert answer.status_code == 303
        said = case_now(number).survey
        assert said is not None
        assert (said.handling, said.result, said.recorded_by_id) == (5, 4, centre.people["clerk"].id)
