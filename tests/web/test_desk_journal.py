"""The auditors' page of the journal, and the file that they take out of it."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.thai import format_date
from complaint_center.extensions import db
from complaint_center.services import journal
from complaint_center.services.orders import withdraw
from complaint_center.services.staff import StaffDraft, change_staff
from complaint_center.web.desk.journal import AT_ONCE
from complaint_center.web.labels.journal import JOURNAL_ACTS
from tests.conftest import ROOT
from tests.make import DAY, OFFICE, make_unit
from tests.web.desk import Centre, make_case_received
from tests.web.test_desk_lists import counted_statements
from tests.web.visitor import Visitor

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("at_now")]

PAGE, EXPORT = "/desk/journal", "/desk/journal/export"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor", name="นางตรวจ สอบดี")
    return centre


@pytest.fixture
def auditor(centre: Centre) -> Visitor:
    return centre.visit("auditor")


def exported(visitor: Visitor, **filters: str) -> list[list[str]]:
    answer = visitor.post(EXPORT, PAGE, **filters)
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def withdrawn(centre: Centre, reason: str) -> str:
    number = make_case_received(1)
    withdraw(OFFICE, centre.people["supervisor"], number, reason, now())
    db.session.rollback()
    return number


def test_acts_are_told_in_words_with_reason_and_the_way_to_the_case(centre: Centre, auditor: Visitor) -> None:
    number = withdrawn(centre, "ผู้ร้อง <b>ขอถอน</b>")
    page = auditor.get(PAGE).text
    assert "<strong>ผู้ร้องเรียนขอถอนเรื่อง</strong>" in page
    assert "ผู้ร้อง &lt;b&gt;ขอถอน&lt;/b&gt;" in page
    assert f'href="/desk/cases/{number}"' in page
    assert auditor.get("/desk/").text.count('href="/desk/journal"') == 1


def test_the_journal_tells_which_roles_unit_and_superior_somebody_had_before(centre: Centre, auditor: Visitor) -> None:
    admin, officer = centre.add_person(Role.ADMIN, "admin"), centre.people["officer"]
    make_unit("กองช่าง")
    draft = StaffDraft("officer", officer.name, frozenset({Role.AUDITOR}), unit="กองช่าง")
    change_staff(admin, officer.id, draft, now())
    page = auditor.get("/desk/journal?act=staff_changed").text
    supervisor = centre.people["supervisor"].name
    for told in ("เจ้าหน้าที่ผู้รับผิดชอบ → หน่วยตรวจสอบภายใน", "สังกัด: – → กองช่าง", f"ผู้บังคับบัญชา: {supervisor} → –"):
        assert told in page, told


def test_an_act_on_a_member_of_staff_names_them(centre: Centre, auditor: Visitor) -> None:
    assert "<strong>เพิ่มบุคลากร</strong>: นางตรวจ สอบดี" in auditor.get(PAGE).text


def test_every_act_that_the_services_note_has_words() -> None:
    noted = {
        name
        for path in (ROOT / "complaint_center" / "services").glob("*.py")
        for name in re.findall(r'journal\.record\(\s*"(\w+)"', Path(path).read_text())
    }
    assert len(noted) > 30
    assert noted - set(JOURNAL_ACTS) == set()


@pytest.mark.parametrize("role", ["clerk", "officer", "supervisor", "palad", "executive"])
def test_nobody_else_reads_it_or_finds_the_way_there(centre: Centre, role: str) -> None:
    assert centre.visit(role).client.get(PAGE).status_code == 403
    assert 'href="/desk/journal"' not in centre.visit(role).get("/desk/").text


def test_filters_take_thai_digits_and_both_eras(centre: Centre, auditor: Visitor) -> None:
    number = withdrawn(centre, "ขอถอน")
    today = now().astimezone(BANGKOK).date()
    for query, is_found in [
        (f"act=withdrawn&number={number}", True),
        ("act=withdrawn&number=๗๐-๑", True),
        ("act=reopened", False),
        (f"act=withdrawn&since={format_date(today)}&until={today:%d/%m/%Y}", True),
        (f"act=withdrawn&since={format_date(today + DAY)}", False),
        (f"act=withdrawn&until={format_date(today - DAY)}", False),
        (f"act=withdrawn&person={centre.people['supervisor'].id}", True),
        ("act=withdrawn&person=0", False),
    ]:
        page = auditor.get(f"{PAGE}?{query}").text
        assert (f'href="/desk/cases/{number}"' in page) is is_found, query


@pytest.mark.parametrize(
    "query", ["since=เมื่อวาน", "until=31/02/2569", "number=x", "act=nothing", "person=x", "since=0001"]
)
def test_a_filter_that_cannot_be_read_is_told_beside_its_field(auditor: Visitor, query: str) -> None:
    answer = auditor.client.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    field, _, typed = query.partition("=")
    assert f'id="{field}-problem"' in answer.text
    if field in ("since", "until", "number"):
        assert f'value="{typed}"' in answer.text


def test_a_page_costs_as_many_statements_for_sixty_acts_as_for_five(centre: Centre, auditor: Visitor) -> None:
    def statements() -> int:
        auditor.get(PAGE)
        with counted_statements(centre.client.application) as sent:
            auditor.get(PAGE)
        return len(sent)

    withdrawn(centre, "ขอถอน")
    few = statements()
    for _ in range(15):
        withdrawn(centre, "ขอถอน")
    assert statements() == few
    assert 'rel="next"' in auditor.get(PAGE).text


def test_a_barred_auditor_finds_the_case_neither_on_the_page_nor_in_the_file(centre: Centre, auditor: Visitor) -> None:
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(name="นางตรวจ สอบดี"),))
    assert number not in auditor.get(PAGE).text
    assert all(number not in cells for cells in exported(auditor))
    centre.add_person(Role.AUDITOR, "another")
    assert number in centre.visit("another").get(PAGE).text


def test_the_file_has_all_rows_narrowed_and_the_export_is_an_act(centre: Centre, auditor: Visitor) -> None:
    number = withdrawn(centre, "ขอ,ถอน\nทั้งเรื่อง")
    heading, row = exported(auditor, act="withdrawn")
    assert heading[0] == "เวลา (ISO 8601)"
    assert row[0].endswith("+07:00")
    assert (row[4], row[5], row[6]) == (centre.people["supervisor"].name, number, "ขอ,ถอน\nทั้งเรื่อง")
    assert "<strong>ส่งออกบันทึกการกระทำ</strong>" in auditor.get(PAGE).text
    assert journal.verify().is_whole
    db.session.rollback()


def test_excel_opens_it_and_runs_nothing(centre: Centre, auditor: Visitor) -> None:
    for reason in ("=1+1", "+1", "-1", "@SUM(A1)"):
        withdrawn(centre, reason)
    answer = auditor.post(EXPORT, PAGE, act="withdrawn")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=journal.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(StringIO(answer.get_data(as_text=True))))
    assert [row[6] for row in rows[1:]] == ["'@SUM(A1)", "'-1", "'+1", "'=1+1"]


def test_a_long_file_is_streamed_and_keeps_no_writer_waiting(centre: Centre, auditor: Visitor) -> None:
    for nth in range(AT_ONCE + 5):
        journal.record("counted", actor=None, at=now(), detail={"nth": nth})
    journal.commit()
    db.session.rollback()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', auditor.get(PAGE).text)[-1]
    answer = auditor.client.post(EXPORT, data={"csrf_token": token})
    chunks = iter(answer.response)
    assert "\ufeff" in _text(next(chunks))
    assert _text(next(chunks)).count("\n") == AT_ONCE
    journal.record("counted", actor=None, at=now() - 2 * DAY)
    journal.commit()
    db.session.rollback()
    assert sum(_text(chunk).count("\n") for chunk in chunks) > 5
    answer.close()


def _text(chunk: str | bytes) -> str:
    return chunk if isinstance(chunk, str) else chunk.decode()


def test_a_filter_that_cannot_be_read_exports_nothing(auditor: Visitor) -> None:
    assert auditor.post(EXPORT, PAGE, since="เมื่อวาน").status_code == 422
    assert "<strong>ส่งออกบันทึกการกระทำ</strong>" not in auditor.get(PAGE).text
