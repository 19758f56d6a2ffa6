"""The page of discretionary decisions and the files taken out of it, opened by their own readers."""

from __future__ import annotations

import re
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.thai import format_datetime
from complaint_center.extensions import db
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.services import discretion
from complaint_center.services.orders import reopen, withdraw
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx
from tests.make import OFFICE, case_of
from tests.web.desk import Centre, counted_statements, make_case_received

pytestmark = pytest.mark.one_database

PAGE, EXPORT = "/desk/discretion", "/desk/discretion/export"
REASON = "=ผู้ร้อง <b>ขอถอน</b>"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def withdrawn(centre: Centre, reason: str = REASON) -> str:
    number = make_case_received(1)
    withdraw(OFFICE, centre.people["supervisor"], number, reason, now())
    db.session.rollback()
    return number


def test_a_decision_is_told_in_words_with_its_reason_and_the_way_to_the_case(centre: Centre) -> None:
    number = withdrawn(centre)
    page = centre.visit("palad").get(PAGE).text
    assert "<strong>บันทึกการถอนเรื่อง</strong>" in page
    assert "=ผู้ร้อง &lt;b&gt;ขอถอน&lt;/b&gt;" in page
    assert f'href="/desk/cases/{number}"' in page
    assert centre.people["supervisor"].name in page
    assert f'href="{PAGE}"' in centre.visit("palad").get("/desk/oversight").text


def test_the_list_is_narrowed_by_decision_person_and_month(centre: Centre) -> None:
    number, supervisor = withdrawn(centre), centre.people["supervisor"]
    reopen(OFFICE, centre.people["palad"], number, "มีหลักฐานใหม่", now())
    db.session.rollback()
    auditor, month = centre.visit("auditor"), Month.of(now())
    for query, expected in {
        "kind=reopened": ["มีหลักฐานใหม่"],
        f"person={supervisor.id}": ["ขอถอน"],
        f"month={month}": ["มีหลักฐานใหม่", "ขอถอน"],
        f"kind=reopened&person={supervisor.id}": [],
    }.items():
        page = auditor.get(f"{PAGE}?{query}").text
        assert [reason for reason in ("มีหลักฐานใหม่", "ขอถอน") if reason in page] == expected, query
    for query in ("kind=nonsense", "person=999999", "month=2026-99", "month=1999-01"):
        answer = auditor.get(f"{PAGE}?{query}")
        assert answer.status_code == 422
        assert "ขอถอน" not in answer.text


def test_the_next_page_goes_on_where_this_one_ends(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discretion, "PAGE", 1)
    numbers = [withdrawn(centre) for _ in range(2)]
    visitor = centre.visit("palad")
    first = visitor.get(f"{PAGE}?kind=withdrawn")
    [address] = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = visitor.get(PAGE + unescape(address))
    assert [numbers[1] in first.text, numbers[0] in first.text] == [True, False]
    assert [numbers[1] in second.text, numbers[0] in second.text] == [False, True]


def test_every_file_holds_the_rows_of_the_page(centre: Centre) -> None:
    number, visitor = withdrawn(centre), centre.visit("palad")
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "withdrawn")).one()
    at, supervisor = entry.at.astimezone(BANGKOK), centre.people["supervisor"].name
    db.session.rollback()

    headings, row = read_csv(visitor.post(EXPORT, PAGE, file="csv"))
    assert headings == ["เวลา", "การใช้ดุลพินิจ", "รายละเอียด", "โดย", "เลขรับเรื่อง", "เหตุผล"]
    assert row == [at.isoformat(timespec="seconds"), "บันทึกการถอนเรื่อง", "", supervisor, number, f"'{REASON}"]

    title, _, columns, cells, *_ = read_xlsx(visitor.post(EXPORT, PAGE, file="xlsx", month=str(Month.of(now()))))
    assert title[0].startswith("การใช้ดุลพินิจ, ")
    assert columns == headings
    assert cells[1:] == ["บันทึกการถอนเรื่อง", None, supervisor, number, REASON]
    assert abs((cells[0] - at.replace(tzinfo=None)).total_seconds()) < 1

    text = read_pdf(visitor.post(EXPORT, PAGE, file="pdf"))
    told = on_paper(format_datetime(at, short=True), "บันทึกการถอนเรื่อง", "", supervisor, number, REASON)
    assert told in text
    assert "ลับ" in text


def test_an_export_is_kept_in_the_journal_and_needs_its_token(centre: Centre) -> None:
    withdrawn(centre)
    visitor = centre.visit("auditor")
    assert visitor.client.post(EXPORT, data={"file": "csv"}).status_code == 400
    assert visitor.post(EXPORT, PAGE, file="csv", kind="nonsense").status_code == 422
    assert len(read_csv(visitor.post(EXPORT, PAGE, file="csv", kind="reopened"))) == 1
    whats = db.session.scalars(sa.select(JournalEntry.what).where(JournalEntry.what == "discretion_exported"))
    assert len(list(whats)) == 1


def test_too_many_rows_are_refused_in_words(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    withdrawn(centre)
    withdrawn(centre)
    monkeypatch.setattr(discretion, "LONGEST_EXPORT", 1)
    answer = centre.visit("palad").post(EXPORT, PAGE, file="csv")
    assert answer.status_code == 422
    assert "โปรดเลือกเฉพาะเดือน" in answer.text


def test_a_barred_readers_page_and_file_know_nothing_of_the_case(centre: Centre) -> None:
    visitor = centre.visit("auditor")
    withdrawn(centre)
    page, file = visitor.get(PAGE).text, read_csv(visitor.post(EXPORT, PAGE, file="csv"))
    number = withdrawn(centre, "เรื่องที่ซ่อน")
    db.session.add(Recusal(case_id=case_of(number).id, staff_id=centre.people["auditor"].id, at=now()))
    db.session.commit()
    assert "เรื่องที่ซ่อน" not in visitor.get(PAGE).text
    assert len(visitor.get(PAGE).text) == len(page)
    assert read_csv(visitor.post(EXPORT, PAGE, file="csv")) == file


def test_a_page_costs_the_same_whatever_the_number_of_decisions(centre: Centre) -> None:
    visitor = centre.visit("palad")
    withdrawn(centre)
    visitor.get(PAGE)
    with counted_statements(visitor.client.application) as one:
        visitor.get(PAGE)
    for _ in range(4):
        withdrawn(centre)
    with counted_statements(visitor.client.application) as five:
        visitor.get(PAGE)
    assert len(five) == len(one)
