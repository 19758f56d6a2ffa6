"""Lists of the desk: what stands in them and in which order, and what a page costs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.calendar import next_bangkok_midnight
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.status import OrderKind
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.models.outbox import MessageState, OutboxMessage
from complaint_center.services.case_lists import PAGE
from complaint_center.services.escalation import sweep
from complaint_center.services.findings import submit_finding
from complaint_center.services.orders import give_order
from complaint_center.web.desk.supervision import SHOWN
from tests.make import DAY, NOW, OFFICE, SECOND, make_case, make_finding, make_order
from tests.web.desk import Centre, case_now, counted_statements, days_ago, make_case_received
from tests.web.visitor import problems_beside

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


@pytest.mark.parametrize("number", ["99999999999999999999", "-99999999999999999999", "2147483648"])
def test_a_number_larger_than_any_row_has_is_no_error_of_ours(centre: Centre, number: str) -> None:
    centre.add_person(Role.ADMIN, "admin")
    assert centre.visit("clerk").client.get(f"/desk/call-tasks?after={number}").status_code == 200
    assert centre.visit("admin").client.get(f"/admin/staff/{number}").status_code == 404


def numbers_in(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/desk/cases/([\d-]+)"', page)


def make_work(centre: Centre, cases: int) -> None:
    """Cases of every kind that a list shows: overdue, awaiting, unlinked, failed, held."""
    for nth in range(cases):
        accused = (AccusedDraft(name=f"นาย{nth}"),) if nth % 3 == 0 else ()
        category = Category.BRIBERY if accused else Category.GENERAL
        number = make_case_received(8 if nth % 2 else 1, category, accused=accused)
        if nth % 5 == 1 and not accused:
            submit_finding(OFFICE, centre.people["officer"], number, make_finding(), now())
    db.session.execute(sa.update(OutboxMessage).where(OutboxMessage.id % 2 == 0).values(state=MessageState.FAILED))
    db.session.commit()
    sweep(OFFICE, now())
    db.session.remove()


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases", "/desk/supervision", "/desk/absences", "/desk/call-tasks"])
def test_a_list_costs_as_many_statements_for_sixty_cases_as_for_five(centre: Centre, path: str) -> None:
    username = "clerk" if path == "/desk/call-tasks" else "supervisor"
    visitor = centre.visit(username)
    make_work(centre, 5)
    few = _statements(centre, visitor, path)
    make_work(centre, 55)
    assert _statements(centre, visitor, path) == few


def _statements(centre: Centre, visitor: Any, path: str) -> int:
    visitor.get(path)
    with counted_statements(centre.client.application) as sent:
        assert visitor.get(path).status_code == 200
    return len(sent)


def test_an_officer_finds_their_cases_by_due_date(centre: Centre) -> None:
    later, sooner = make_case_received(1), make_case_received(5)
    assert numbers_in(centre.visit("officer").get("/desk/").text) == [sooner, later]


def test_overdue_cases_stand_first_on_the_supervisors_desk(centre: Centre) -> None:
    make_case_received(1)
    overdue = make_case_received(9)
    page = centre.visit("supervisor").get("/desk/").text
    assert numbers_in(page)[0] == overdue
    assert page.index("section-danger") < page.index(overdue)


def test_a_failed_message_stands_on_the_supervisors_desk(centre: Centre) -> None:
    number = make_case_received(1)
    db.session.execute(sa.update(OutboxMessage).values(state=MessageState.FAILED))
    db.session.commit()
    assert f"/desk/cases/{number}/messages" in centre.visit("supervisor").get("/desk/").text


def test_on_the_day_itself_a_passed_deadline_is_due_today_and_not_overdue(centre: Centre) -> None:
    midnight = next_bangkok_midnight(now()) - DAY
    number = case_due_at(midnight)
    page = centre.visit("supervisor").get("/desk/supervision").text
    assert numbers_in(page) == [number]
    assert "ครบกำหนดวันนี้ (แจ้งผู้บังคับบัญชาแล้ว)" in page
    late = case_due_at(midnight - SECOND)
    assert numbers_in(centre.visit("supervisor").get("/desk/supervision").text) == [late, number]


def case_due_at(instant: datetime) -> str:
    number = make_case(received_at=instant - timedelta(days=7), now=now()).register_number
    db.session.rollback()
    return number


def test_supervision_tells_when_the_deadlines_were_last_checked(centre: Centre) -> None:
    before = centre.visit("supervisor").get("/desk/supervision").text
    assert '<p class="sweep">' in before
    assert "<time" not in before.split('<p class="sweep">')[1].split("</p>")[0]
    sweep(OFFICE, now())
    after = centre.visit("supervisor").get("/desk/supervision").text
    assert "<time" in after.split('<p class="sweep">')[1].split("</p>")[0]
    warning = "ขณะนี้ไม่มีการเตือนผู้ใด"
    assert (warning in before, warning in after) == (True, False)
    with time_machine.travel(NOW + timedelta(minutes=6)):
        assert warning in centre.visit("supervisor").get("/desk/supervision").text


def section_of(page: str, attention: str) -> str:
    return page.split(f'<div id="{attention}">')[1].split("</section>")[0]


def test_a_row_shows_what_is_due_in_its_section_and_offers_what_moves_the_case_on(centre: Centre) -> None:
    """The finding is overdue and the notice due today; another finding waits for its order, which is overdue."""
    both, ordered = make_case_received(15), make_case_received(15)
    submit_finding(OFFICE, centre.people["officer"], ordered, make_finding(), days_ago(8))
    db.session.rollback()
    page = centre.visit("supervisor").get("/desk/supervision").text
    today, overdue = section_of(page, "due_today"), section_of(page, "overdue")
    assert both in numbers_in(today)
    assert "เกินกำหนด" not in today
    assert "แจ้งความคืบหน้าหรือผลแก่ผู้ร้องเรียน" in today
    assert f'href="/desk/cases/{both}/assign"' in overdue
    assert f'href="/desk/cases/{ordered}/order"' in overdue
    assert f'href="/desk/cases/{ordered}/assign"' not in overdue


def test_pages_of_cases_follow_one_another_without_gap_or_repeat(centre: Centre) -> None:
    made = {make_case_received(1 + nth / 100) for nth in range(PAGE + 3)}
    supervisor = centre.visit("supervisor")
    first = supervisor.get("/desk/cases").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = supervisor.get("/desk/cases" + following[1].replace("&amp;", "&")).text
    assert len(numbers_in(first)) == PAGE
    assert 'rel="next"' not in second
    assert set(numbers_in(first)) | set(numbers_in(second)) == made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=๗๐-0001", True),
        ("q=ตลาด", True),
        ("q=ไม่มีคำนี้", False),
        ("q='%20OR%201=1;--", False),
        ("status=preliminary_check", True),
        ("status=closed", False),
        ("channel=walk_in", True),
        ("channel=box", False),
        ("category=C", True),
        ("category=A", False),
        ("officer=officer", True),
        ("officer=nobody", False),
        ("overdue=1", True),
        ("status=&channel=&nonsense=1&after=nonsense", True),
    ],
)
def test_filters_narrow_the_list(centre: Centre, query: str, found: bool) -> None:
    number = make_case_received(9)
    listed = numbers_in(centre.visit("supervisor").get(f"/desk/cases?{query}").text)
    assert listed == ([number] if found else [])


def test_a_commander_acts_from_the_page_of_supervision_and_an_auditor_only_reads(centre: Centre) -> None:
    centre.add_person(Role.AUDITOR, "auditor")
    number = make_case_received(8)
    page = centre.visit("supervisor").get("/desk/supervision").text
    assert f'href="/desk/cases/{number}/assign"' in page
    assert f'href="/desk/cases/{number}/assign"' not in centre.visit("auditor").get("/desk/supervision").text


def test_every_act_that_the_page_of_supervision_offers_is_open(centre: Centre) -> None:
    """In every section: what is offered of a case that nobody has, that waits, came back, or can only go outside."""
    make_work(centre, 12)
    make_case_received(6)
    officer, supervisor = centre.people["officer"], centre.people["supervisor"]
    returned, outside, nobodys, undated = (make_case_received(days) for days in (3, 2, 7, 1))
    for number in (returned, undated):
        submit_finding(OFFICE, officer, number, make_finding(), now())
    give_order(OFFICE, supervisor, returned, make_order(OrderKind.RETURN), now())
    cases = sa.update(Case).where(Case.register_number.in_([outside, nobodys])).values(officer_id=None)
    db.session.execute(cases)
    db.session.execute(sa.update(Case).where(Case.register_number == outside).values(refer_outside=True))
    case_id = sa.select(Case.id).where(Case.register_number == undated).scalar_subquery()
    db.session.execute(sa.update(Deadline).where(Deadline.case_id == case_id).values(met_at=now(), next_rung_at=None))
    db.session.commit()
    db.session.remove()
    visitor = centre.visit("supervisor")
    page = visitor.get("/desk/supervision").text
    sections = set(re.findall(r'<div id="([a-z_]+)">', page))
    wanted = {"overdue", "near_due", "escalated", "unassigned", "awaiting_order", "returned", "without_date"}
    assert wanted | {"refer_outside", "failed"} <= sections
    acts = set(re.findall(r'href="(/desk/cases/[\d-]+/(?:assign|order))"', page))
    assert {address.rpartition("/")[2] for address in acts} == {"assign", "order"}
    assert {address: status for address in acts if (status := visitor.get(address).status_code) != 200} == {}


def test_a_section_with_more_cases_than_it_shows_leads_to_all_of_them(centre: Centre) -> None:
    numbers = {make_case_received(8) for _ in range(SHOWN + 3)}
    visitor = centre.visit("supervisor")
    page = visitor.get("/desk/supervision").text
    assert f'data-count="overdue">{len(numbers)}<' in page
    assert "/desk/cases?attention=overdue" in page
    assert set(numbers_in(visitor.get("/desk/cases?attention=overdue").text)) == numbers


def test_an_absence_is_noted_on_its_page_and_shown_on_that_of_supervision(centre: Centre) -> None:
    stand_in = centre.add_person(Role.OFFICER, "second", reports_to=centre.people["supervisor"])
    number = make_case_received(1)
    visitor = centre.visit("supervisor")
    holder = case_now(number).officer_id
    away, there = sorted((centre.people["officer"].id, stand_in.id), key=lambda one: one != holder)
    db.session.rollback()
    answer = visitor.post("/desk/absences", staff=away, stand_in=there, first_day="1/1/2560")
    assert answer.status_code == 422
    today = f"{now().astimezone(BANGKOK):%d/%m/%Y}"
    refused = visitor.post("/desk/absences", staff=away, stand_in=away, first_day=today)
    assert "ผู้ปฏิบัติหน้าที่แทนต้องเป็นผู้อื่น" in problems_beside(refused.text)["stand_in"]
    assert visitor.post("/desk/absences", staff=away, stand_in=there, first_day=today).status_code == 303
    assert case_now(number).officer_id == there
    page = visitor.get("/desk/absences").text
    assert "ผู้ปฏิบัติหน้าที่แทนรับงานไว้แล้ว 1 เรื่อง" in page
    assert "ไม่อยู่ขณะนี้" in visitor.get("/desk/supervision").text
    listed = re.search(r"/desk/absences/(\d+)/end", page)
    assert listed
    assert visitor.post(f"/desk/absences/{listed[1]}/end", "/desk/absences").status_code == 303
    assert case_now(number).officer_id == away
    assert "ย้ายงานกลับคืนแล้ว 1 เรื่อง" in visitor.get("/desk/absences").text


def test_an_absence_that_has_not_begun_is_called_off(centre: Centre) -> None:
    stand_in = centre.add_person(Role.OFFICER, "second", reports_to=centre.people["supervisor"])
    visitor, later = centre.visit("supervisor"), f"{days_ago(-3).astimezone(BANGKOK):%d/%m/%Y}"
    visitor.post("/desk/absences", staff=centre.people["officer"].id, stand_in=stand_in.id, first_day=later)
    page = visitor.get("/desk/absences").text
    assert "จะย้ายไปยังผู้ปฏิบัติหน้าที่แทนในวันแรกที่ไม่อยู่" in page
    listed = re.search(r"/desk/absences/(\d+)/end", page)
    assert listed
    visitor.post(f"/desk/absences/{listed[1]}/end", "/desk/absences")
    page = visitor.get("/desk/absences").text
    assert ("ยกเลิกบันทึกการไม่อยู่แล้ว" in page, "ย้ายงานกลับคืน" in page) == (True, False)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/desk/", "งานของฉัน"),
        ("/desk/supervision", "งานกำกับดูแล"),
        ("/desk/oversight", "ทะเบียนและรายงาน"),
        ("/desk/performance", "ทะเบียนและรายงาน"),
        ("/desk/cases?attention=overdue", "เรื่องร้องเรียน"),
    ],
)
def test_the_menu_marks_where_one_is(centre: Centre, path: str, place: str) -> None:
    page = centre.visit("supervisor").get(path).text
    assert re.findall(r'aria-current="page">\s*([^<]*?)\s*<', page) == [place]
