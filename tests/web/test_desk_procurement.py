"""Project and vendor of a procurement case as they are noted, and the yearly list with its files."""

from __future__ import annotations

from html import escape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.thai import format_date
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.services.assignment import declare_no_interest, reassign
from complaint_center.services.corrections import recategorise
from complaint_center.services.procurement import ProcurementDraft, note_procurement
from complaint_center.services.recusals import step_back
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx
from tests.make import OFFICE
from tests.web.desk import Centre, case_now, counted_statements, make_case_received
from tests.web.visitor import hidden_in

pytestmark = pytest.mark.one_database

LIST, EXPORT = "/desk/procurement", "/desk/procurement/export"
PROJECT, VENDOR = "=สัญญา 12/2569", "หจก. ถนน <b>สมมติ</b>"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def noted(centre: Centre) -> str:
    number = make_case_received(1, Category.PROCUREMENT)
    note_procurement(centre.people["supervisor"], number, ProcurementDraft(PROJECT, VENDOR), now())
    declare_no_interest(centre.people["officer"], number, now())
    db.session.rollback()
    return number


def test_a_supervisor_notes_them_and_the_officer_declares_to_have_no_relation_to_the_vendor(centre: Centre) -> None:
    number = make_case_received(1, Category.PROCUREMENT)
    case, address = f"/desk/cases/{number}", f"/desk/cases/{number}/procurement"
    visitor = centre.visit("supervisor")
    assert f'href="{address}"' in visitor.get(case).text
    assert visitor.post(address, address, project_number=PROJECT, vendor=VENDOR).status_code in (302, 303)
    assert "หจก. ถนน &lt;b&gt;สมมติ&lt;/b&gt;" in visitor.get(case).text
    asked = centre.visit("officer").get(f"{case}/declaration").text
    assert "หจก. ถนน &lt;b&gt;สมมติ&lt;/b&gt;" in asked


def test_no_relation_is_declared_to_a_vendor_that_the_officer_was_not_shown(centre: Centre) -> None:
    number = make_case_received(1, Category.PROCUREMENT)
    supervisor, address = centre.people["supervisor"], f"/desk/cases/{number}/declaration"
    note_procurement(supervisor, number, ProcurementDraft(PROJECT, VENDOR), now())
    db.session.rollback()
    officer = centre.visit("officer")
    shown = hidden_in(officer.get(address).text, "parties")
    note_procurement(supervisor, number, ProcurementDraft(PROJECT, "ร้านของพี่ชาย"), now())
    db.session.rollback()
    refused = officer.post(address, address, parties=shown)
    assert (refused.status_code, case_now(number).declarations) == (409, [])
    assert "ร้านของพี่ชาย" in refused.text
    assert "มีการเปลี่ยนแปลงตั้งแต่ท่านเปิดหน้านี้" in refused.text
    db.session.rollback()
    assert officer.post(address, address, parties=hidden_in(refused.text, "parties")).status_code == 303
    assert [one.vendor for one in case_now(number).declarations] == ["ร้านของพี่ชาย"]


def test_what_is_too_long_is_said_at_its_field_and_nothing_is_lost(centre: Centre) -> None:
    number = make_case_received(1, Category.PROCUREMENT)
    address = f"/desk/cases/{number}/procurement"
    answer = centre.visit("supervisor").post(address, address, project_number="ก" * 201, vendor=VENDOR)
    assert answer.status_code == 422
    assert "ก" * 201 in answer.text
    assert "หจก. ถนน &lt;b&gt;สมมติ&lt;/b&gt;" in answer.text
    assert case_now(number).procurement is None


def test_a_case_of_another_category_has_none(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY)
    visitor = centre.visit("supervisor")
    assert "/procurement" not in visitor.get(f"/desk/cases/{number}").text
    assert visitor.get(f"/desk/cases/{number}/procurement").status_code == 409


def test_every_file_holds_the_rows_of_the_page(centre: Centre) -> None:
    number, visitor = noted(centre), centre.visit("auditor")
    case, officer = case_now(number), centre.people["officer"].name
    received = case.received_at.astimezone(BANGKOK).date()
    db.session.rollback()
    page = visitor.get(LIST).text
    assert number in page
    assert "=สัญญา 12/2569 · หจก. ถนน &lt;b&gt;สมมติ&lt;/b&gt;" in page

    headings, row = read_csv(visitor.post(EXPORT, LIST, file="csv"))
    headings, row = [*headings[:2], *headings[4:]], [*row[:2], *row[4:]]
    assert headings[:4] == ["เลขรับเรื่อง", "วันที่รับเรื่อง", "เลขที่โครงการหรือสัญญา", "ผู้เสนอราคาหรือคู่สัญญา"]
    assert row[:4] == [number, received.isoformat(), f"'{PROJECT}", VENDOR]
    day = format_date(now().astimezone(BANGKOK).date(), short=True)
    assert row[-2:] == [f"{officer} {day} ({VENDOR})", ""]
    assert escape(row[-2]) in page

    title, _, columns, cells, *_ = read_xlsx(visitor.post(EXPORT, LIST, file="xlsx"))
    assert title[0].startswith("เรื่องร้องเรียนการจัดซื้อจัดจ้าง")
    columns, cells = [*columns[:2], *columns[4:]], [*cells[:2], *cells[4:]]
    assert columns == headings
    assert [cells[0], cells[1].date(), *cells[2:4]] == [number, received, PROJECT, VENDOR]

    text = read_pdf(visitor.post(EXPORT, LIST, file="pdf"))
    assert on_paper(number, format_date(received, short=True)) in text
    assert on_paper(PROJECT, VENDOR) in text
    assert "ลับ" in text


def test_an_officer_who_has_yet_to_declare_is_named(centre: Centre) -> None:
    number = noted(centre)
    other = centre.add_person(Role.OFFICER, "other", reports_to=centre.people["supervisor"])
    reassign(OFFICE, centre.people["supervisor"], number, other.id, "ย้ายงาน", now())
    db.session.rollback()
    visitor = centre.visit("auditor")
    told = f"{other.name} ยังไม่ได้รับรอง"
    assert told in visitor.get(LIST).text
    assert read_csv(visitor.post(EXPORT, LIST, file="csv"))[1][-2].endswith(f"; {told}")


def test_a_declaration_about_an_earlier_vendor_is_shown_as_such(centre: Centre) -> None:
    number, officer = noted(centre), centre.people["officer"]
    note_procurement(centre.people["supervisor"], number, ProcurementDraft(PROJECT, "ร้านอื่น"), now())
    declare_no_interest(officer, number, now())
    db.session.rollback()
    visitor, day = centre.visit("auditor"), format_date(now().astimezone(BANGKOK).date(), short=True)
    told = f"{officer.name} {day} ({VENDOR}) (เดิม); {officer.name} {day} (ร้านอื่น)"
    assert escape(told) in visitor.get(LIST).text
    assert read_csv(visitor.post(EXPORT, LIST, file="csv"))[1][-2] == told
    register = visitor.get("/desk/conflict-register?kind=declared").text
    assert f": {escape(VENDOR)} (เดิม)" in register
    assert ": ร้านอื่น" in register
    row = read_csv(visitor.post("/desk/conflict-register/export", LIST, file="csv", kind="declared"))[1:]
    assert sorted(one[2] for one in row) == sorted([f"{VENDOR} (เดิม)", "ร้านอื่น"])


def test_who_stepped_back_when_and_why_stands_in_page_and_files(centre: Centre) -> None:
    number, officer, reason = noted(centre), centre.people["officer"], "คู่สัญญาเป็น <b>พี่ชาย</b>"
    step_back(OFFICE, officer, number, reason, now())
    db.session.rollback()
    visitor, day = centre.visit("auditor"), format_date(now().astimezone(BANGKOK).date(), short=True)
    told = f"{officer.name} {day}: {reason}"
    assert escape(told) in visitor.get(LIST).text
    headings, row = read_csv(visitor.post(EXPORT, LIST, file="csv"))
    assert (headings[-1], row[-1]) == ("ผู้ถอนตัวและเหตุผล", told)
    assert read_xlsx(visitor.post(EXPORT, LIST, file="xlsx"))[3][-1] == told
    assert "พี่ชาย" in read_pdf(visitor.post(EXPORT, LIST, file="pdf"))
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "stepped_back")).one()
    assert entry.reason is not None
    entry.reason.text = None
    db.session.commit()
    assert f"{officer.name} {day}: (ลบแล้ว)" in visitor.get(LIST).text


def test_a_case_that_is_of_procurement_no_more_says_so_beside_its_category_and_subject(centre: Centre) -> None:
    number = make_case_received(1, Category.PROCUREMENT, subject="ทำถนน <b>บาง</b>")
    recategorise(OFFICE, centre.people["supervisor"], number, Category.BRIBERY, "จัดประเภทใหม่", now())
    db.session.rollback()
    visitor = centre.visit("auditor")
    page = visitor.get(LIST).text
    assert "ปัจจุบันไม่ใช่เรื่องจัดซื้อจัดจ้าง" in page
    assert "ทำถนน &lt;b&gt;บาง&lt;/b&gt;" in page
    headings, row = read_csv(visitor.post(EXPORT, LIST, file="csv"))
    assert headings[3] == "ชื่อเรื่อง"
    assert row[2].endswith("(ปัจจุบันไม่ใช่เรื่องจัดซื้อจัดจ้าง)")
    assert row[3] == "ทำถนน <b>บาง</b>"


def test_an_export_is_kept_in_the_journal(centre: Centre) -> None:
    noted(centre)
    visitor = centre.visit("palad")
    assert visitor.client.post(EXPORT, data={"file": "csv"}).status_code == 400
    assert visitor.post(EXPORT, LIST, file="csv", fiscal_year="1999").status_code == 404
    assert len(read_csv(visitor.post(EXPORT, LIST, file="csv"))) == 2
    whats = list(db.session.scalars(sa.select(JournalEntry.what).where(JournalEntry.what == "procurement_exported")))
    assert len(whats) == 1


def test_the_list_costs_the_same_whatever_the_number_of_cases(centre: Centre) -> None:
    visitor = centre.visit("auditor")
    noted(centre)
    visitor.get(LIST)
    with counted_statements(visitor.client.application) as one:
        visitor.get(LIST)
    for _ in range(4):
        step_back(OFFICE, centre.people["officer"], noted(centre), "เป็นญาติ", now())
        db.session.rollback()
    with counted_statements(visitor.client.application) as five:
        visitor.get(LIST)
    assert len(five) == len(one)
