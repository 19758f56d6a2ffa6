"""The page of a case: who sees how much of it, what it tells programs, and what it offers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.services.escalation import sweep
from complaint_center.services.findings import submit_finding
from tests.make import OFFICE, make_finding
from tests.web.desk import Centre, make_case_received, value_of
from tests.web.visitor import hidden_in

pytestmark = pytest.mark.one_database

HTML = '<script>alert("1")</script>'


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def test_the_page_tells_programs_state_officer_due_instant_and_escalation(centre: Centre) -> None:
    number = make_case_received(1)
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert value_of("status", page) == "preliminary_check"
    assert value_of("officer", page) == "officer"
    assert value_of("due-at", page).endswith("+00:00")
    assert value_of("escalated", page) == "0"


def test_the_largest_day_of_a_recorded_rung_above_the_officer_is_told(centre: Centre) -> None:
    number = make_case_received(8)
    sweep(OFFICE, now())
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert value_of("escalated", page) == "7"
    assert "เกินกำหนด" in page or "Overdue by" in page


def test_the_history_tells_of_which_clock_an_alert_was_and_its_days_before_or_after(centre: Centre) -> None:
    number = make_case_received(19)
    sweep(OFFICE, now())
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    finding, notice = "ผลการตรวจสอบข้อมูลเบื้องต้น", "แจ้งความคืบหน้าหรือผลแก่ผู้ร้องเรียน"
    officer, supervisor, palad = (centre.people[name].name for name in ("officer", "supervisor", "palad"))
    for told in (
        f"{finding}: ครบ 3 วัน แจ้ง {officer}",
        f"{finding}: ครบ 10 วัน แจ้ง {palad}",
        f"{notice}: เหลือ 4 วันจะครบกำหนด แจ้ง {officer}",
        f"{notice}: ครบกำหนด แจ้ง {supervisor}",
        f"{notice}: เกินกำหนด 3 วัน แจ้ง {palad}",
    ):
        assert told in page


def test_a_suggestion_has_no_due_instant_and_no_timeline(centre: Centre) -> None:
    number = make_case_received(1, Category.SUGGESTION)
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert value_of("due-at", page) == ""
    assert "<svg viewBox" not in page


def test_a_case_that_may_not_be_seen_answers_like_one_that_does_not_exist(centre: Centre) -> None:
    other = centre.add_person(Role.OFFICER, "other", handles="D")
    number = make_case_received(1)
    hidden = centre.visit(other.username).get(f"/desk/cases/{number}")
    missing = centre.visit(other.username).get("/desk/cases/70-9999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace(number, "70-9999") == missing.text


def test_a_clerk_sees_the_case_whole_until_an_officer_has_it(centre: Centre) -> None:
    number = make_case_received(1, actor=centre.people["clerk"])
    page = centre.visit("clerk").get(f"/desk/cases/{number}").text
    assert number in page
    assert "ถนนหน้าตลาด" not in page


def test_a_clerk_sees_the_whole_of_a_case_that_no_officer_has(centre: Centre, client: FlaskClient) -> None:
    clerk = centre.add_person(Role.CLERK, "second")
    procurement = AccusedDraft(name=centre.people["officer"].name)
    number = make_case_received(1, Category.BRIBERY, actor=clerk, accused=(procurement,))
    page = centre.visit("second").get(f"/desk/cases/{number}").text
    assert "ถนนหน้าตลาด" in page


def test_what_anybody_typed_is_text_and_never_markup(centre: Centre) -> None:
    number = make_case_received(1, subject=HTML, narrative=f"{HTML} ' OR 1=1; --", incident_place=HTML)
    page = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert HTML not in page
    assert page.count("&lt;script&gt;") >= 3


def test_a_corruption_case_opens_to_its_officer_only_after_the_declaration(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(position="นายช่าง"),))
    officer = centre.visit("officer")
    before = officer.get(f"/desk/cases/{number}").text
    assert "ถนนหน้าตลาด" not in before
    assert "ถนนชำรุด" not in before
    assert "นายช่าง" in before
    assert officer.get(f"/desk/cases/{number}/finding").status_code == 403
    assert officer.get(f"/desk/cases/{number}/conversation").status_code == 403
    assert number not in officer.get("/desk/cases?q=ตลาด").text
    address = f"/desk/cases/{number}/declaration"
    parties = hidden_in(officer.get(address).text, "parties")
    assert parties == "นายช่าง"
    assert officer.post(address, parties=parties).status_code == 303
    assert number in officer.get("/desk/cases?q=ตลาด").text
    assert "ถนนหน้าตลาด" in officer.get(f"/desk/cases/{number}").text


def test_history_tells_who_did_what_when_and_why_to_those_who_may_read_it(centre: Centre) -> None:
    number = make_case_received(1)
    centre.visit("supervisor").post(f"/desk/cases/{number}/withdraw", reason="ผู้ร้องมาถอนเรื่องด้วยตนเอง")
    assert "ผู้ร้องมาถอนเรื่องด้วยตนเอง" in centre.visit("palad").get(f"/desk/cases/{number}").text


@pytest.mark.parametrize("path", ["finding", "order", "assign", "received-at", "accused", "identity", "code"])
def test_an_auditor_reads_and_may_do_nothing(centre: Centre, path: str) -> None:
    centre.add_person(Role.AUDITOR, "auditor")
    number = make_case_received(1)
    auditor = centre.visit("auditor")
    assert auditor.get(f"/desk/cases/{number}").status_code == 200
    assert auditor.get(f"/desk/cases/{number}/{path}").status_code == 403


def test_only_acts_that_the_state_allows_are_offered(centre: Centre) -> None:
    number = make_case_received(1)
    supervisor = centre.visit("supervisor")
    assert f"/desk/cases/{number}/order" not in supervisor.get(f"/desk/cases/{number}").text
    submit_finding(OFFICE, centre.people["officer"], number, make_finding(), now())
    db.session.rollback()
    page = supervisor.get(f"/desk/cases/{number}").text
    assert f"/desk/cases/{number}/order" in page
    assert f"/desk/cases/{number}/reopen" not in page


def test_pages_of_the_desk_stay_in_no_cache(centre: Centre) -> None:
    assert centre.visit("officer").get("/desk/").headers["Cache-Control"] == "no-store"
