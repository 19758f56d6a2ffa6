"""The register of conflicts of interest with its files, and the outcome of an inquiry as it is recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.status import OrderKind
from complaint_center.domain.thai import format_date
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.services.inquiries import InquiryDraft, record_inquiry
from complaint_center.services.orders import give_order
from complaint_center.services.recusals import step_back
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx, sheet_names
from tests.make import OFFICE, case_of, make_order, submit
from tests.web.desk import Centre, case_now, counted_statements, make_case_received

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("at_now")]

PAGE, EXPORT = "/desk/conflict-register", "/desk/conflict-register/export"
REASON = "=ผู้ถูกร้องเป็น <b>ญาติ</b>"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def stepped_back(centre: Centre) -> str:
    number = make_case_received(1)
    step_back(OFFICE, centre.people["officer"], number, REASON, now())
    db.session.rollback()
    return number


def ordered(centre: Centre) -> str:
    number = make_case_received(1)
    submit(case_of(number), now())
    give_order(OFFICE, centre.people["supervisor"], number, make_order(OrderKind.DISCIPLINARY), now())
    db.session.rollback()
    return number


def test_the_register_tells_who_stepped_back_and_why(centre: Centre) -> None:
    number = stepped_back(centre)
    page = centre.visit("auditor").get(PAGE).text
    assert "<strong>ถอนตัว</strong>" in page
    assert "=ผู้ถูกร้องเป็น &lt;b&gt;ญาติ&lt;/b&gt;" in page
    assert f'href="/desk/cases/{number}"' in page
    assert number not in centre.visit("auditor").get(f"{PAGE}?kind=inquiry").text


def test_the_outcome_of_an_inquiry_is_recorded_shown_in_the_case_and_in_the_register(centre: Centre) -> None:
    number, visitor = ordered(centre), centre.visit("supervisor")
    address = f"/desk/cases/{number}/inquiry"
    assert f'href="{address}"' in visitor.get(f"/desk/cases/{number}").text
    today = now().date()
    told = {"outcome": "pay_cut", "decided_on": f"{today.day}/{today.month}/{today.year + 543}", "reference": "12/2570"}
    refused = visitor.post(address, address, **told, remark="ก" * 5001)
    assert refused.status_code == 422
    assert 'value="12/2570"' in refused.text
    assert visitor.post(address, address, **told, remark="ครั้งแรก").status_code in (302, 303)
    [inquiry] = case_now(number).inquiries
    assert (inquiry.outcome, inquiry.reference, inquiry.remark) == ("pay_cut", "12/2570", "ครั้งแรก")
    db.session.rollback()
    assert "12/2570" in visitor.get(f"/desk/cases/{number}").text
    assert "ตัดเงินเดือน" in visitor.get(f"{PAGE}?kind=inquiry").text


def test_an_inquiry_that_waits_stands_above_and_a_replaced_outcome_is_shown_as_such(centre: Centre) -> None:
    number, visitor = ordered(centre), centre.visit("supervisor")
    address, waits = f"/desk/cases/{number}/inquiry", "การสอบสวนทางวินัยที่รอผล"
    assert waits in visitor.get(PAGE).text
    today = now().date()
    told = {"outcome": "warning", "decided_on": f"{today.day}/{today.month}/{today.year + 543}", "reference": "12/2570"}
    assert visitor.post(address, address, **told).status_code == 303
    assert visitor.post(address, address, **told).status_code == 409
    assert waits not in visitor.get(PAGE).text
    [first] = case_now(number).inquiries
    first_id = str(first.id)
    db.session.rollback()
    corrected = {**told, "outcome": "pay_cut", "replaces_id": first_id}
    assert visitor.post(address, address, **corrected).status_code == 303
    assert "(12/2570, " in visitor.get(f"/desk/cases/{number}").text
    assert "(มีผลใหม่แทนแล้ว)" in visitor.get(f"/desk/cases/{number}").text
    rows = read_csv(visitor.post(EXPORT, PAGE, file="csv", kind="inquiry"))[1:]
    assert [row[2].endswith("(มีผลใหม่แทนแล้ว)") for row in rows] == [False, True]
    assert visitor.get(PAGE).text.count("(มีผลใหม่แทนแล้ว)") == 1


def decided(centre: Centre, reference: str, remark: str) -> str:
    number, at = ordered(centre), now()
    for nth, outcome in enumerate((InquiryOutcome.WARNING, InquiryOutcome.PAY_CUT)):
        draft = InquiryDraft(outcome, now().date(), f"{reference}/{nth}", remark)
        record_inquiry(centre.people["supervisor"], number, draft, at + timedelta(seconds=nth))
    db.session.rollback()
    return number


def test_page_and_files_tell_the_order_its_day_and_the_remark_of_each_outcome(centre: Centre) -> None:
    decided(centre, "15/2570", "ลงโทษแล้ว")
    visitor, day = centre.visit("auditor"), format_date(now().date())
    later, earlier = f"ตัดเงินเดือน, คำสั่งเลขที่ 15/2570/1, {day}", f"ภาคทัณฑ์, คำสั่งเลขที่ 15/2570/0, {day}"
    page = visitor.get(PAGE).text
    assert f": {later}" in page
    assert page.count("ลงโทษแล้ว") == 2
    rows = read_csv(visitor.post(EXPORT, PAGE, file="csv", kind="inquiry"))[1:]
    assert [(row[2], row[5]) for row in rows] == [(later, "ลงโทษแล้ว"), (earlier, "ลงโทษแล้ว")]
    cells = read_xlsx(visitor.post(EXPORT, PAGE, file="xlsx", kind="inquiry"))[3]
    assert (cells[2], cells[5]) == (later, "ลงโทษแล้ว")
    assert "15/2570/1" in read_pdf(visitor.post(EXPORT, PAGE, file="pdf", kind="inquiry"))


def test_where_no_inquiry_was_ordered_there_is_no_outcome_to_record(centre: Centre) -> None:
    number = make_case_received(1)
    visitor = centre.visit("supervisor")
    assert "/inquiry" not in visitor.get(f"/desk/cases/{number}").text
    assert visitor.get(f"/desk/cases/{number}/inquiry").status_code == 409


def test_every_file_holds_the_rows_of_the_page(centre: Centre) -> None:
    number, visitor, officer = stepped_back(centre), centre.visit("auditor"), centre.people["officer"].name
    headings, *rows = read_csv(visitor.post(EXPORT, PAGE, file="csv", kind="stepped_back"))
    assert headings == ["เวลา", "รายการ", "รายละเอียด", "โดย", "เลขรับเรื่อง", "เหตุผลหรือหมายเหตุ"]
    assert [row[1:] for row in rows] == [["ถอนตัว", "", officer, number, f"'{REASON}"]]
    book = visitor.post(EXPORT, PAGE, file="xlsx", kind="stepped_back")
    title, _, columns, cells, *_ = read_xlsx(book)
    assert sheet_names(book) == ["ผลประโยชน์ทับซ้อน"]
    assert title[0].startswith("ทะเบียนผลประโยชน์ทับซ้อน")
    assert columns == headings
    assert cells[1:] == ["ถอนตัว", None, officer, number, REASON]
    text = read_pdf(visitor.post(EXPORT, PAGE, file="pdf", kind="stepped_back"))
    assert on_paper("ถอนตัว", "", officer, number, REASON) in text
    assert "ลับ" in text


def test_an_export_is_kept_in_the_journal(centre: Centre) -> None:
    stepped_back(centre)
    visitor = centre.visit("palad")
    assert visitor.client.post(EXPORT, data={"file": "csv"}).status_code == 400
    visitor.post(EXPORT, PAGE, file="csv")
    query = sa.select(JournalEntry.what).where(JournalEntry.what == "conflict_register_exported")
    assert len(list(db.session.scalars(query))) == 1


def test_the_register_costs_the_same_whatever_the_number_of_entries(centre: Centre) -> None:
    visitor = centre.visit("auditor")
    stepped_back(centre)
    visitor.get(PAGE)
    with counted_statements(visitor.client.application) as one:
        visitor.get(PAGE)
    for _ in range(4):
        stepped_back(centre)
        decided(centre, "1/2570", "")
    with counted_statements(visitor.client.application) as five:
        visitor.get(PAGE)
    assert len(five) == len(one)
