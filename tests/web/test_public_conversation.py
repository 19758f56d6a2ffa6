"""With the tracking code, and nothing else: questions read, answers sent, and the case closed on a shared device."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.clock import now
from complaint_center.domain.conversation import EntryKind
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.conversation import ConversationEntry
from complaint_center.models.evidence import Evidence
from complaint_center.services.conversation import ask_complainant
from complaint_center.services.orders import withdraw
from complaint_center.services.tracking import reissue_code
from complaint_center.web.public.following import COOKIE, FOLLOWED_SECONDS, seal, unseal
from tests.files import PDF
from tests.make import OFFICE, Chain, make_chain
from tests.web.residents import Resident, attribute, hidden, problems_of
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

SAID = "เมื่อวันจันทร์ตอนเช้า"
HTML = "<script>alert(1)</script>"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


@pytest.fixture
def resident(chain: Chain, client: FlaskClient) -> Resident:
    db.session.rollback()
    return Resident(client)


@pytest.fixture
def code(resident: Resident) -> str:
    """A complaint without a name, filed on the web and followed."""
    code = attribute(resident.receipt("general", category="C"), "data-tracking-code")
    assert resident.follow(code).status_code == 200
    return code


def the_case() -> Case:
    db.session.rollback()
    return db.session.scalars(sa.select(Case)).one()


def texts() -> list[str]:
    db.session.rollback()
    written = list(db.session.scalars(sa.select(ConversationEntry.text).order_by(ConversationEntry.id)))
    db.session.rollback()
    return written


def ask(chain: Chain, text: str = "เกิดขึ้นเมื่อใด") -> str:
    """The number of the question, as the button of the page has it."""
    ask_complainant(OFFICE, chain.officer, the_case().register_number, text, now())
    question = str(the_case().conversation[-1].id)
    db.session.rollback()
    return question


def close(chain: Chain) -> None:
    withdraw(OFFICE, chain.supervisor, the_case().register_number, "ขอถอน", now())
    db.session.rollback()


def test_the_code_once_given_is_in_no_address_and_sealed_in_the_cookie(resident: Resident) -> None:
    code = attribute(resident.receipt(), "data-tracking-code")
    answer = resident.post("/track", code=code)
    assert (answer.status_code, answer.location) == (303, "/track")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{COOKIE}="))
    assert code not in cookie
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/track", "Max-Age=900"))
    page = resident.get("/track")
    assert attribute(page.text, "data-state") == "checking"
    assert page.headers["Cache-Control"] == "no-store"
    assert any(c.startswith(f"{COOKIE}=") for c in page.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize(("seconds", "is_known"), [(FOLLOWED_SECONDS, True), (FOLLOWED_SECONDS + 1, False)])
def test_a_code_is_remembered_for_a_quarter_of_an_hour_after_the_last_page(
    app: Flask, seconds: int, is_known: bool
) -> None:
    at = now()
    assert unseal(seal("digest", at), at + timedelta(seconds=seconds)) == ("digest" if is_known else None)
    assert unseal("gAAAAABmadeup", at) is None


def test_a_question_is_read_and_answered_and_its_asker_has_no_name(resident: Resident, chain: Chain, code: str) -> None:
    question = ask(chain, f"เกิดเมื่อใด {HTML}")
    page = resident.get("/track").text
    assert "เกิดเมื่อใด &lt;script&gt;" in page
    assert HTML not in page
    assert chain.officer.name not in page
    assert f'name="question" value="{question}"' in page
    answer = resident.post("/track/message", text=SAID, question=question)
    assert (answer.status_code, answer.location) == (303, "/track")
    page = resident.get("/track").text
    assert SAID in page
    assert 'name="question"' not in page
    assert the_case().status is CaseStatus.PRELIMINARY_CHECK


def test_another_code_takes_the_place_of_the_first(resident: Resident, code: str) -> None:
    first = attribute(resident.get("/track").text, "data-register-number")
    other = attribute(resident.receipt("general", category="C"), "data-tracking-code")
    page = resident.follow(other).text
    assert attribute(page, "data-register-number") != first
    assert 'name="code"' in page


def test_a_message_sent_twice_from_one_page_is_one(resident: Resident, chain: Chain, code: str) -> None:
    page = resident.get("/track").text
    form = {name: hidden(page, name) for name in ("csrf_token", "submission_id")}
    for _ in range(2):
        assert resident.client.post("/track/message", data={**form, "text": SAID}).status_code == 303
    assert texts() == [SAID]


@pytest.mark.parametrize("text", ["", "  ", "ก" * 5_001])
def test_what_cannot_be_sent_comes_back_with_what_was_typed(resident: Resident, code: str, text: str) -> None:
    answer = resident.post("/track/message", text=text)
    assert answer.status_code == 422
    assert set(problems_beside(answer.text)) == set(problems_of(answer.text)) == {"text"}
    assert text.strip() in answer.text
    assert texts() == []


def test_whoever_wrote_for_too_long_gives_the_code_again_and_loses_nothing(
    resident: Resident, chain: Chain, code: str
) -> None:
    question = ask(chain)
    page = resident.get("/track").text
    form = {name: hidden(page, name) for name in ("csrf_token", "submission_id")} | {"text": SAID, "question": question}
    resident.client.delete_cookie(COOKIE, path="/track")
    answer = resident.client.post("/track/message", data=form)
    assert answer.status_code == 422
    assert SAID in answer.text
    assert f'name="question" value="{question}"' in answer.text
    assert "data-state" not in answer.text
    assert resident.client.post("/track/message", data={**form, "code": "1234"}).status_code == 422
    assert texts() == ["เกิดขึ้นเมื่อใด"]
    assert resident.client.post("/track/message", data={**form, "code": code}).status_code == 303
    assert texts() == ["เกิดขึ้นเมื่อใด", SAID]
    assert attribute(resident.get("/track").text, "data-state") == "checking"


def test_a_lost_token_costs_no_words(resident: Resident, code: str) -> None:
    resident.client.delete_cookie("session")
    db.session.rollback()
    answer = resident.client.post("/track/message", data={"csrf_token": "old", "text": SAID})
    assert answer.status_code == 400
    assert SAID in answer.text
    assert texts() == []


def test_a_new_code_ends_what_the_old_one_opened(resident: Resident, chain: Chain, code: str) -> None:
    reissue_code(chain.clerk, the_case().register_number, PersonCheck.KNEW_THE_CASE, "วันเกิดเหตุ", "ทำหาย", now())
    page = resident.get("/track").text
    assert "data-state" not in page
    token = hidden(page, "csrf_token")
    answer = resident.client.post("/track/message", data={"csrf_token": token, "text": SAID})
    assert answer.status_code == 422
    assert texts() == []


@pytest.mark.parametrize("way", ["close", "quick exit"])
def test_whoever_leaves_leaves_nothing_behind(resident: Resident, code: str, way: str) -> None:
    if way == "close":
        assert resident.post("/track/leave").location == "/track"
    else:
        assert resident.get("/leave").status_code == 303
    assert "data-state" not in resident.get("/track").text


def test_an_ended_case_is_read_and_says_that_nobody_writes_to_it(resident: Resident, chain: Chain, code: str) -> None:
    resident.post("/track/message", text=SAID)
    close(chain)
    page = resident.get("/track").text
    assert attribute(page, "data-state") == "closed"
    assert SAID in page
    assert "/track/message" not in page
    late = resident.post("/track/message", text="เพิ่งนึกออก", submission_id="late")
    assert late.status_code == 409
    assert "เพิ่งนึกออก" in late.text
    assert "จึงไม่ได้รับสิ่งที่ท่านส่ง" in late.text
    assert texts() == [SAID]


def test_the_survey_is_asked_once_and_may_be_changed(resident: Resident, chain: Chain, code: str) -> None:
    assert 'name="handling"' not in resident.get("/track").text
    close(chain)
    assert "หากยังไม่มีผู้ใดแจ้งผล โปรดโทรสอบถามก่อน" in resident.get("/track").text
    refused = resident.post("/track/survey", handling="5", comment="ดี")
    assert refused.status_code == 422
    assert set(problems_beside(refused.text)) == {"result"}
    assert "ดี</textarea>" in refused.text
    assert re.search(r'<input[^>]*checked[^>]*name="handling"[^>]*value="5"', refused.text)
    assert resident.post("/track/survey", handling="5", result="2", comment="ดี").status_code == 303
    page = resident.get("/track").text
    assert "<details>" in page
    assert resident.post("/track/survey", handling="4", result="2").status_code == 303
    said = the_case().survey
    assert said
    assert (said.handling, said.result, said.comment, said.recorded_by_id) == (4, 2, "", None)


@pytest.mark.parametrize("answers", [{"handling": "6", "result": "1"}, {"handling": "x", "result": "1"}, {}])
def test_a_rating_that_is_none_is_refused(resident: Resident, chain: Chain, code: str, answers: dict[str, str]) -> None:
    close(chain)
    assert resident.post("/track/survey", **answers).status_code == 422
    assert the_case().survey is None


def test_an_open_case_takes_no_survey(resident: Resident, code: str) -> None:
    assert resident.post("/track/survey", handling="5", result="5").status_code == 409


def send_file(resident: Resident, name: str = "สลิป.pdf", content: bytes = PDF, **fields: str) -> TestResponse:
    return resident.post("/track/evidence", evidence=(io.BytesIO(content), name), **fields)


def files_kept() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Evidence)) or 0


def test_files_are_added_and_stand_in_the_conversation(resident: Resident, code: str) -> None:
    for told in ("ได้รับ 1 ไฟล์แล้ว", "เรื่องนี้มีไฟล์เหล่านี้อยู่แล้ว"):
        answer = send_file(resident)
        assert (answer.status_code, answer.location) == (303, "/track")
        assert told in resident.get("/track").text
    assert files_kept() == 1
    two = [(io.BytesIO(content), name) for content, name in ((PDF, "สลิป.pdf"), (PDF + b"\n", "สัญญา.pdf"))]
    resident.post("/track/evidence", evidence=two)
    told = resident.get("/track").text
    assert "ได้รับ 1 ไฟล์แล้ว" in told
    assert "อีก 1 ไฟล์มีอยู่ในเรื่องนี้แล้ว" in told
    assert "สลิป.pdf" not in resident.get("/track").text
    assert [(entry.kind, entry.text) for entry in the_case().conversation] == [(EntryKind.FILES, "1")] * 2


def test_a_file_that_is_not_taken_is_named_with_the_reason(resident: Resident, code: str) -> None:
    refused = send_file(resident, "virus.exe", b"MZ\x90\x00")
    assert refused.status_code == 422
    assert "virus.exe" in problems_beside(refused.text)["evidence"]
    assert files_kept() == 0
    db.session.rollback()
    assert set(problems_beside(resident.post("/track/evidence").text)) == {"evidence"}


def test_files_need_a_living_code_and_an_open_case(resident: Resident, chain: Chain, code: str) -> None:
    resident.client.delete_cookie(COOKIE, path="/track")
    unheard = send_file(resident, code=code)
    assert (unheard.status_code, files_kept()) == (422, 0)
    assert "ไฟล์" in problems_beside(unheard.text)["code"]
    resident.follow(code)
    assert send_file(resident).status_code == 303
    close(chain)
    assert send_file(resident, "อีกไฟล์.pdf", PDF + b"\n").status_code == 409
    assert files_kept() == 1


@pytest.mark.parametrize("path", ["/track/message", "/track/evidence", "/track/survey"])
def test_the_page_of_a_refusal_may_be_loaded_anew(resident: Resident, path: str) -> None:
    assert resident.get(path).location == "/track"


def test_messages_and_codes_typed_beside_them_have_their_limits(chain: Chain, make_app: Callable[..., Flask]) -> None:
    db.session.rollback()
    writer = Resident(make_app(LIMIT_WRITE="2/hour", LIMIT_TRACK="3/minute").test_client())
    assert writer.follow(attribute(writer.receipt(), "data-tracking-code")).status_code == 200
    statuses = [writer.post("/track/message", text=f"ข้อความ {number}").status_code for number in range(3)]
    assert statuses == [303, 303, 429]
    guesser = Resident(make_app(LIMIT_TRACK="3/minute").test_client())
    tried = [guesser.post("/track/message", text="x", code="1234").status_code for _ in range(3)]
    assert tried == [422, 422, 429]
