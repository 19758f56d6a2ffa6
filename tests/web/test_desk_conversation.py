"""The staff's side of the conversation: new answers on the officer's desk, and who reads what."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.conversation import ComplainantMessage
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.survey import SurveyDraft
from complaint_center.extensions import db
from complaint_center.services import survey
from complaint_center.services.conversation import write_as_complainant
from complaint_center.services.orders import withdraw
from tests.make import OFFICE
from tests.web.desk import Centre, case_now, make_case_received
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

SAID = "มีพยานอีกคน"
RATED = {"handling": "1", "result": "2", "comment": "ช้ามาก"}


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def write(number: str, text: str = SAID) -> int:
    """The complainant writes; the number of the entry."""
    write_as_complainant(OFFICE, case_now(number).tracking_code_hash, ComplainantMessage(text, text), now())
    entry = case_now(number).conversation[-1].id
    db.session.rollback()
    return entry


def close(centre: Centre, number: str) -> None:
    withdraw(OFFICE, centre.people["supervisor"], number, "ขอถอน", now())
    db.session.rollback()


def test_what_is_new_is_on_the_officers_desk_until_it_is_noted_as_read(centre: Centre) -> None:
    number = make_case_received(1)
    first, second = write(number), write(number, "และอีกเรื่อง")
    officer, path = centre.visit("officer"), f"/desk/cases/{number}/conversation"
    assert path in officer.get("/desk/").text
    page = officer.get(path).text
    assert SAID in page
    assert f'name="last" value="{second}"' in page
    assert officer.post(f"{path}/read", form_at=path, last=first).status_code == 303
    assert path in officer.get("/desk/").text
    assert officer.post(f"{path}/read", form_at=path, last=second).status_code == 303
    assert path not in officer.get("/desk/").text


def test_a_message_is_written_beside_questions(centre: Centre) -> None:
    number = make_case_received(1)
    officer, path = centre.visit("officer"), f"/desk/cases/{number}/conversation"
    assert officer.post(path, text="ได้รับแล้ว", message="1").status_code == 303
    case = case_now(number)
    assert (case.status, case.conversation[0].text) == (CaseStatus.PRELIMINARY_CHECK, "ได้รับแล้ว")
    refused = officer.post(path, text="", message="1")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"text"})


def test_a_corruption_case_on_the_desk_opens_to_its_declaration_first(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY)
    write(number)
    officer = centre.visit("officer")
    page = officer.get("/desk/").text
    assert f"/desk/cases/{number}/conversation" not in page
    assert SAID not in officer.get(f"/desk/cases/{number}").text


def test_those_above_read_it_on_the_case_and_write_nothing(centre: Centre) -> None:
    number = make_case_received(1)
    write(number)
    path = f"/desk/cases/{number}/conversation"
    for username in ("supervisor", "palad", "executive"):
        visitor = centre.visit(username)
        assert SAID in visitor.get(f"/desk/cases/{number}").text
        assert SAID in visitor.get(path).text
        assert visitor.post(path, form_at="/desk/", text="x", message="1").status_code == 403
        assert visitor.post(f"{path}/read", form_at="/desk/", last="99").status_code == 403
    clerk = centre.visit("clerk")
    assert clerk.get(path).status_code == 404


def test_the_journal_tells_that_the_complainant_wrote(centre: Centre) -> None:
    number = make_case_received(1)
    write(number)
    assert "ได้รับข้อความจากผู้ร้องเรียน" in centre.visit("supervisor").get(f"/desk/cases/{number}").text


def test_of_the_survey_the_officer_sees_nothing_and_those_above_see_it_all(centre: Centre) -> None:
    number = make_case_received(1)
    close(centre, number)
    survey.say(case_now(number).tracking_code_hash, SurveyDraft(1, 2, "ช้ามาก"), now())
    db.session.rollback()
    centre.add_person(Role.AUDITOR, "auditor")
    for username in ("supervisor", "palad", "executive", "auditor"):
        page = centre.visit(username).get(f"/desk/cases/{number}").text
        assert 'data-handling="1" data-result="2"' in page
        assert "ช้ามาก" in page
    page = centre.visit("officer").get(f"/desk/cases/{number}").text
    assert "data-handling" not in page
    assert "ช้ามาก" not in page


def test_a_clerk_writes_the_survey_down_and_reads_none(centre: Centre) -> None:
    number = make_case_received(1)
    clerk, path = centre.visit("clerk"), f"/desk/cases/{number}/survey"
    assert 'name="handling"' not in clerk.get(path).text
    assert clerk.post(path, form_at=f"/desk/cases/{number}/code", **RATED).status_code == 409
    close(centre, number)
    assert path in clerk.get(f"/desk/cases/{number}").text
    assert set(problems_beside(clerk.post(path, handling="1").text)) == {"result"}
    assert clerk.post(path, **RATED).status_code == 303
    page = clerk.get(path).text
    assert "ช้ามาก" not in page
    assert "checked" not in page
    said = case_now(number).survey
    assert said
    assert (said.handling, said.recorded_by_id) == (1, centre.people["clerk"].id)
    assert centre.visit("officer").get(path).status_code == 403


def test_the_question_of_an_order_is_not_its_reason(centre: Centre) -> None:
    page = centre.visit("supervisor").get(f"/desk/cases/{_awaiting(centre)}/order").text
    assert 'name="question"' in page


def _awaiting(centre: Centre) -> str:
    number = make_case_received(1)
    told = {"facts": "ก", "evidence_summary": "ข", "opinion": "substantiated", "opinion_reason": "ค", "submit": "1"}
    assert centre.visit("officer").post(f"/desk/cases/{number}/finding", **told).status_code == 303
    return number
