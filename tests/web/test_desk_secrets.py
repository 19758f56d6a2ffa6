"""What is shown once, for a reason: identities, telephone numbers, new tracking codes."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.intake import AccusedDraft, ComplainantDraft
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.services.tracking import follow_up, recognise
from tests.make import make_complainant
from tests.web.desk import Centre, make_case_received
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

TOLD = {"checked": "y", "check": "id_card", "proof": "บัตรประจำตัวประชาชน", "reason": "ทำใบรับหาย"}
CODE = r"(\d{4} ){3}\d{4}"
LANDLINE = "042 970107"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


@pytest.fixture
def call(centre: Centre) -> str:
    """The address of a call to somebody who has only a landline."""
    number = make_case_received(1, complainant=make_complainant(phone=parse_phone(LANDLINE)))
    return f"/desk/call-tasks/{number}"


def journalled(what: str) -> int:
    db.session.rollback()
    return db.session.query(JournalEntry).filter_by(what=what).count()


def test_an_identity_is_masked_until_a_reason_is_given_and_then_shown_once(centre: Centre) -> None:
    number = make_case_received(1)
    officer, path = centre.visit("officer"), f"/desk/cases/{number}/identity"
    assert "ใจกล้า" not in officer.get(f"/desk/cases/{number}").text
    assert officer.post(path, reason=" ").status_code == 422
    shown = officer.post(path, reason="ต้องโทรสอบถามเพิ่ม")
    assert "ใจกล้า" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert "ใจกล้า" not in officer.get(path).text
    assert journalled("identity_revealed") == 1


def test_those_above_see_who_revealed_an_identity_and_why(centre: Centre) -> None:
    number = make_case_received(1)
    centre.visit("officer").post(f"/desk/cases/{number}/identity", reason="ต้องโทรสอบถามเพิ่ม")
    for username, sees in [("supervisor", True), ("executive", True)]:
        assert ("ต้องโทรสอบถามเพิ่ม" in centre.visit(username).get("/desk/supervision").text) is sees
    centre.add_person(Role.AUDITOR, "auditor")
    assert "ต้องโทรสอบถามเพิ่ม" not in centre.visit("auditor").get("/desk/supervision").text


def test_a_clerk_finds_the_earlier_cases_of_a_caller_that_they_recorded_and_no_others(centre: Centre) -> None:
    clerk = centre.people["clerk"]
    mine = make_case_received(2, actor=clerk, complainant=make_complainant(national_id="1100000000008"))
    other_caller = make_case_received(2, actor=clerk, complainant=make_complainant(phone=parse_phone(LANDLINE)))
    from_web = make_case_received(1, channel=Channel.WEB)
    accusing = make_case_received(
        1, Category.BRIBERY, actor=clerk, accused=(AccusedDraft(name=clerk.name),), complainant=make_complainant()
    )
    for sought in ("๐๘๑-๒๓๔ ๕๖๗๘", "1-1000-00000-00-8"):
        page = centre.visit("clerk").post("/desk/search", sought=sought).text
        assert mine in page
        assert not [number for number in (other_caller, from_web, accusing) if number in page]
    assert journalled("caller_looked_up") == 2


def test_a_clerk_never_opens_an_identity(centre: Centre) -> None:
    number = make_case_received(1, actor=centre.people["clerk"])
    assert centre.visit("clerk").get(f"/desk/cases/{number}/identity").status_code == 404


def test_a_new_code_is_shown_once_and_the_old_one_is_dead(centre: Centre) -> None:
    number = make_case_received(1)
    clerk, path = centre.visit("clerk"), f"/desk/cases/{number}/code"
    for missing in TOLD:
        refused = clerk.post(path, **{name: told for name, told in TOLD.items() if name != missing})
        assert (refused.status_code, set(problems_beside(refused.text))) == (422, {missing})
    issued = clerk.post(path, **TOLD)
    assert (issued.status_code, issued.location) == (303, path)
    page = clerk.get(path)
    code = re.search(CODE, page.text)
    assert code is not None
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(CODE, clerk.get(path).text), "loading the page again must neither show nor issue a code"
    db.session.rollback()
    followed = follow_up(recognise(code[0]) or "", now())
    assert followed is not None
    assert followed.register_number == number
    assert journalled("tracking_code_reissued") == 1


def test_a_new_code_is_shown_on_no_other_page_and_to_nobody_else(centre: Centre) -> None:
    one, other = make_case_received(1), make_case_received(2)
    clerk = centre.visit("clerk")
    clerk.post(f"/desk/cases/{one}/code", **TOLD)
    cookie = clerk.client.get_cookie("shown_once", path=f"/desk/cases/{one}/code")
    assert cookie is not None
    assert cookie.http_only
    for username, number in (("clerk", other), ("second", one)):
        if username == "second":
            centre.add_person(Role.CLERK, "second")
        visitor, path = centre.visit(username), f"/desk/cases/{number}/code"
        visitor.client.set_cookie("shown_once", cookie.value, path=path)
        assert not re.search(CODE, visitor.get(path).text)


def test_those_above_see_codes_numbers_and_searches_beside_the_identities(centre: Centre, call: str) -> None:
    clerk, number = centre.visit("clerk"), make_case_received(1)
    clerk.post(f"/desk/cases/{number}/code", **TOLD)
    clerk.post(f"{call}/number", form_at=call)
    centre.visit("officer").post("/desk/search", sought="081 234 5678")
    clerk.post("/desk/search", sought="089 999 9999")
    for username in ("supervisor", "palad", "executive"):
        page = centre.visit(username).get("/desk/supervision").text
        lookups = f"{centre.people['clerk'].name}: 1 ครั้ง"
        for told in ("ออกรหัสติดตามเรื่องใหม่แล้ว", TOLD["proof"], "เปิดดูเบอร์โทรศัพท์เพื่อโทรแจ้ง", "ค้นพบผู้ร้องเรียน", lookups):
            assert told in page, (username, told)
        assert number in page
    centre.add_person(Role.SUPERVISOR, "elsewhere", reports_to=centre.people["palad"])
    assert TOLD["proof"] not in centre.visit("elsewhere").get("/desk/supervision").text


def test_who_kept_a_superior_out_is_listed_to_those_who_are_left_and_to_auditors(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY)
    centre.add_person(Role.AUDITOR, "auditor")
    centre.visit("supervisor").post(
        f"/desk/cases/{number}/accused", accused_name=centre.people["palad"].name, reason="พยานกล่าวถึง"
    )
    listed = "ผู้บังคับบัญชาที่ถูกผู้ใต้บังคับบัญชากันออกจากเรื่อง"
    for username, sees in {"executive": True, "auditor": True, "palad": False, "supervisor": False}.items():
        assert (listed in centre.visit(username).get("/desk/supervision").text) is sees, username


def test_the_number_of_a_call_is_shown_to_whoever_calls_and_journalled(centre: Centre, call: str) -> None:
    clerk = centre.visit("clerk")
    assert "042-970107" not in clerk.get(call).text.split("<main", 1)[1]
    assert "tel:+6642970107" in clerk.post(f"{call}/number", form_at=call).text.split("<main", 1)[1]
    assert journalled("call_number_shown") == 1


def test_a_call_is_made_until_somebody_is_told_and_then_no_more(centre: Centre, call: str) -> None:
    clerk = centre.visit("clerk")
    assert set(problems_beside(clerk.post(f"{call}/call", form_at=call).text)) == {"outcome"}
    assert clerk.post(f"{call}/call", form_at=call, outcome="no_answer").status_code == 303
    assert call in clerk.get("/desk/call-tasks").text
    given_up = clerk.post(f"{call}/call", form_at=call, outcome="given_up", note=" ")
    assert (given_up.status_code, set(problems_beside(given_up.text))) == (422, {"note"})
    assert clerk.post(f"{call}/call", form_at=call, outcome="told", note="ทราบแล้ว").status_code == 303
    assert call not in clerk.get("/desk/call-tasks").text
    again = clerk.post(f"{call}/call", form_at="/desk/intake/walk-in", outcome="told", note="อีกครั้ง")
    assert again.status_code == 409
    assert "อีกครั้ง" in again.text
    assert clerk.post(f"{call}/number", form_at="/desk/intake/walk-in").status_code == 409
    number = call.rpartition("/")[2]
    assert "ทราบแล้ว" in centre.visit("supervisor").get(f"/desk/cases/{number}/messages").text


def test_who_left_no_number_is_told_when_they_call(centre: Centre) -> None:
    number = make_case_received(1, complainant=ComplainantDraft(anonymous=True, sms_updates=True))
    clerk, call = centre.visit("clerk"), f"/desk/call-tasks/{number}"
    assert call in clerk.get("/desk/call-tasks").text
    page = clerk.get(call).text
    assert "ผู้โทรบอกเลขรับเรื่อง" in page
    assert "ผู้รับสาย" not in page.split('<ol class="script">')[1].split("</ol>")[0]


def test_every_message_and_its_fate_stand_on_the_case(centre: Centre) -> None:
    number = make_case_received(1)
    page = centre.visit("supervisor").get(f"/desk/cases/{number}/messages").text
    assert centre.people["officer"].name in page
    assert page.count("<tr>") >= 3
