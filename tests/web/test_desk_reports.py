"""The page of reports and the files of its tables, opened by their own readers."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.reports import Dimension
from complaint_center.domain.thai import format_date
from complaint_center.extensions import db, open_rows, store
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.services.case_export_run import write_exports
from complaint_center.services.orders import withdraw
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx, secret_sheets, sheet_names
from tests.make import OFFICE, case_of
from tests.web.desk import Centre, counted_statements, make_case_received
from tests.web.test_public_statistics import cells

pytestmark = pytest.mark.one_database

PAGE, EXPORT = "/desk/reports", "/desk/reports/export"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def make_cases(centre: Centre) -> list[str]:
    """Three: of two channels, two of bribery, one withdrawn."""
    numbers = [
        make_case_received(1, Category.BRIBERY, channel=Channel.WEB),
        make_case_received(2, Category.BRIBERY),
        make_case_received(3, Category.GENERAL),
    ]
    withdraw(OFFICE, centre.people["supervisor"], numbers[2], "ขอถอน", now())
    db.session.rollback()
    return numbers


def table(page: str, name: str) -> dict[str, list[str]]:
    """The rows of one table of the page, by their headings."""
    section = page.split(f'data-table="{name}"')[1].split("</section>")[0]
    return {row[0]: row[1:] for row in cells(section)}


def test_each_table_counts_the_cases_of_its_kind(centre: Centre) -> None:
    make_cases(centre)
    page = centre.visit("palad").get(PAGE).text
    by_channel = table(page, "channel")
    assert by_channel["เว็บไซต์"][:3] == ["1", "1", "0"]
    assert by_channel["รวม"][:3] == ["3", "2", "1"]
    assert by_channel["รวม"][9:] == ["3.0", "3", "3.0"]
    by_category = {name[:2]: row for name, row in table(page, "category").items()}
    assert by_category["A2"][:3] == ["2", "2", "0"]
    assert table(page, "crossed")["รวม"][-1] == "3"
    assert page.count('<figure class="chart">') == len(Dimension) + 2
    assert f'href="{PAGE}"' in centre.visit("palad").get("/desk/oversight").text


def test_days_are_drawn_in_bands_that_a_screen_reader_reads(centre: Centre) -> None:
    make_cases(centre)
    page = centre.visit("palad").get(PAGE).text
    to_end = page.split("จำนวนวันจนสิ้นสุด")[-1].split("</figure>")[0]
    assert re.findall(r'chart-label">(.*?)<', to_end)[:2] == ["ไม่เกิน 3 วัน", "4 ถึง 7 วัน"]
    assert re.findall(r'visually-hidden">(\d+)<', to_end) == ["1", "0", "0", "0", "0", "0"]


def test_officers_who_have_left_are_offered_and_marked(centre: Centre) -> None:
    make_cases(centre)
    officer = centre.people["officer"]
    db.session.get_one(StaffMember, officer.id).active = False
    db.session.commit()
    page = centre.visit("palad").get(f"{PAGE}?officer={officer.id}").text
    assert f"{officer.name} (พ้นหน้าที่แล้ว)" in page
    assert table(page, "channel")["รวม"][0] == "3"


def test_it_is_narrowed_by_day_channel_category_unit_and_officer(centre: Centre) -> None:
    make_cases(centre)
    officer, visitor = centre.people["officer"], centre.visit("auditor")
    day = format_date((now() - timedelta(days=2)).date())
    for query, count in {
        f"since={day}&until={format_date(now().date())}": "2",
        "channel=web": "1",
        "category=A": "2",
        f"officer={officer.id}": "3",
        "channel=web&category=C": None,
    }.items():
        page = visitor.get(f"{PAGE}?{query}").text
        assert (table(page, "channel")["รวม"][0] if "data-table" in page else None) == count, query


@pytest.mark.parametrize(
    "query",
    [
        *("channel=nonsense", "category=Z", "unit=x", "officer=999999", "rows=colour", "fiscal_year=1999"),
        *("since=nonsense", "since=1/10/2569&until=1/9/2569", "since=1/10/2500&until=1/9/2569"),
    ],
)
def test_nonsense_is_refused_in_words_and_told_again(centre: Centre, query: str) -> None:
    answer = centre.visit("auditor").get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert "error-summary" in answer.text or 'role="alert"' in answer.text
    assert "data-table" not in answer.text


def test_every_file_holds_the_rows_of_the_page(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("palad")
    told = table(visitor.get(PAGE).text, "category")

    headings, *rows = read_csv(visitor.post(EXPORT, PAGE, file="csv", table="category"))
    assert headings[:3] == ["ประเภทเรื่อง", "เรื่องร้องเรียน", "อยู่ระหว่างดำเนินการ"]
    assert {row[0]: [cell or "–" for cell in row[1:]] for row in rows} == told

    title, _, columns, *sheet = read_xlsx(visitor.post(EXPORT, PAGE, file="xlsx", table="category"))
    assert title[0].startswith("ตามประเภทเรื่อง")
    assert columns == headings
    by_name = {row[0]: row[1] for row in sheet if row and row[0] in told}
    assert by_name == {name: int(row[0]) for name, row in told.items()}
    book = visitor.post(EXPORT, PAGE, file="xlsx", table="category")
    assert sheet_names(book)[0] == "ตามประเภทเรื่อง"
    assert sheet_names(book)[5] == "ประเภทเรื่อง × ช่องทาง"
    assert all(secret_sheets(book))
    crossed = read_xlsx(book, 5)
    assert crossed[0][0].startswith("ประเภทเรื่อง × ช่องทาง")

    text = read_pdf(visitor.post(EXPORT, PAGE, file="pdf", table="crossed"))
    assert "ลับ" in text
    assert "A2" in text


def test_every_heading_of_a_table_says_what_it_is_of(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("palad")
    headings = read_csv(visitor.post(EXPORT, PAGE, file="csv", table="category"))[0]
    assert len(set(headings)) == len(headings)
    assert headings[8:10] == ["วันจนเสนอผล: 9 ใน 10 ภายใน (วัน)", "วันจนเสนอผล: ค่าเฉลี่ย"]
    assert headings[11:] == ["วันจนสิ้นสุด: 9 ใน 10 ภายใน (วัน)", "วันจนสิ้นสุด: ค่าเฉลี่ย"]
    text = read_pdf(visitor.post(EXPORT, PAGE, file="pdf", table="category"))
    assert "วันจนเสนอผลวันจนสิ้นสุด" in text
    assert "9ใน10ภายใน(วัน)" in text
    told = table(visitor.get(PAGE).text, "category")
    assert all(on_paper(name, *cells) in text for name, cells in told.items())
    page = visitor.get(PAGE).text
    assert all(f">{heading}</th>" in page for heading in headings)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("until=1/1/2560", "1 ตุลาคม 2559", "1 มกราคม 2560"),
        ("until=1/10/2559", "1 ตุลาคม 2559", "1 ตุลาคม 2559"),
        ("since=5/5/2600", "5 พฤษภาคม 2600", "30 กันยายน 2600"),
    ],
)
def test_a_day_outside_the_chosen_year_stands_for_its_own(centre: Centre, query: str, first: str, last: str) -> None:
    assert f"{first} ถึง {last}" in centre.visit("palad").get(f"{PAGE}?{query}").text


def test_a_narrowed_report_says_to_what_on_the_page_and_in_its_files(centre: Centre) -> None:
    make_cases(centre)
    visitor, officer = centre.visit("palad"), centre.people["officer"]
    narrowed = {"channel": "web", "category": "A", "officer": str(officer.id)}
    told = f"(ช่องทาง: เว็บไซต์; ประเภทเรื่อง: A การทุจริตและประพฤติมิชอบ; เจ้าหน้าที่ผู้รับผิดชอบ: {officer.name})"
    assert told in visitor.get(f"{PAGE}?channel=web&category=A&officer={officer.id}").text
    for name in ("channel", "crossed"):
        sheet = read_xlsx(visitor.post(EXPORT, PAGE, file="xlsx", table=name, **narrowed))
        assert sheet[0][0].endswith(told)
    assert "ช่องทาง:เว็บไซต์" in read_pdf(visitor.post(EXPORT, PAGE, file="pdf", table="channel", **narrowed))
    assert "(" not in read_xlsx(visitor.post(EXPORT, PAGE, file="xlsx", table="channel"))[0][0]


def test_an_export_is_kept_in_the_journal_and_refused_for_nonsense(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("auditor")
    assert visitor.client.post(EXPORT, data={"file": "csv"}).status_code == 400
    assert visitor.post(EXPORT, PAGE, file="csv", channel="nonsense").status_code == 422
    narrowed = read_csv(visitor.post(EXPORT, PAGE, file="csv", table="channel", channel="web"))
    assert narrowed[-1][:2] == ["รวม", "1"]
    details = list(db.session.scalars(sa.select(JournalEntry.detail).where(JournalEntry.what == "report_exported")))
    assert len(details) == 1
    assert '"channel": "web"' in details[0]


def test_the_files_are_asked_for_with_what_the_page_was_asked_for(centre: Centre) -> None:
    make_cases(centre)
    page = centre.visit("auditor").get(f"{PAGE}?channel=web&since=1/10/2569").text
    forms = page.split(f'action="{EXPORT}"')[1:]
    assert len(forms) == 6
    for form in forms:
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form.split("</form>")[0]))
        assert (sent["channel"], sent["since"]) == ("web", "1/10/2569")


def test_a_barred_reader_counts_nothing_of_the_case(centre: Centre) -> None:
    number = make_cases(centre)[0]
    visitor = centre.visit("auditor")
    assert table(visitor.get(PAGE).text, "channel")["รวม"][0] == "3"
    db.session.add(Recusal(case_id=case_of(number).id, staff_id=centre.people["auditor"].id, at=now()))
    db.session.commit()
    assert table(visitor.get(PAGE).text, "channel")["รวม"][0] == "2"


def test_a_page_costs_the_same_whatever_the_number_of_cases(centre: Centre) -> None:
    visitor = centre.visit("palad")
    make_cases(centre)
    visitor.get(PAGE)
    with counted_statements(visitor.client.application) as few:
        visitor.get(PAGE)
    for _ in range(3):
        make_cases(centre)
    with counted_statements(visitor.client.application) as many:
        visitor.get(PAGE)
    assert len(many) == len(few)


# Lists of all cases


LISTS = "/desk/reports/cases"


def write_lists(centre: Centre) -> None:
    db.session.rollback()
    assert write_exports(store(), open_rows(), now) == 1
    db.session.rollback()


def test_a_list_is_asked_for_watched_and_loaded(centre: Centre) -> None:
    numbers, visitor = make_cases(centre), centre.visit("palad")
    asked = visitor.post(LISTS, PAGE, file="csv", category="A")
    assert asked.status_code == 303
    page = visitor.get(asked.location).text
    assert 'data-state="queued"' in page
    assert "<progress" in page
    assert visitor.get(f"{asked.location}/file").status_code == 404
    assert f'href="{asked.location}"' in visitor.get(PAGE).text
    write_lists(centre)
    page = visitor.get(asked.location).text
    assert 'data-state="done" data-done="2" data-total="2"' in page
    assert f'href="{asked.location}/file"' in page
    assert "<progress" not in page
    headings, *rows = read_csv(visitor.get(f"{asked.location}/file"))
    assert headings[:5] == ["เลขรับเรื่อง", "ช่องทาง", "ประเภทเรื่อง", "สถานะ", "วันเวลาที่รับเรื่อง"]
    assert [row[0] for row in rows] == [numbers[1], numbers[0]]
    assert [row[1] for row in rows] == ["มาด้วยตนเอง", "เว็บไซต์"]


def test_the_list_as_a_spreadsheet_opens_in_the_words_of_who_asked(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("auditor")
    asked = visitor.post(LISTS, PAGE, file="xlsx")
    write_lists(centre)
    file = visitor.get(f"{asked.location}/file")
    title, as_of, headings, *rows = read_xlsx(file)
    assert sheet_names(file) == ["รายการเรื่อง"]
    assert as_of[0].startswith("ข้อมูล ณ วันที่ ")
    assert title[0].startswith("เรื่องที่รับตั้งแต่วันที่ 1 ตุลาคม")
    assert headings[-1] == "รื้อเรื่องขึ้นพิจารณาใหม่"
    assert len(rows) == 3


def test_a_narrowed_list_says_to_what_and_when_it_was_asked_for(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("auditor")
    asked = visitor.post(LISTS, PAGE, file="xlsx", channel="web")
    row = next(line for line in visitor.get(PAGE).text.splitlines() if asked.location in line)
    assert "(ช่องทาง: เว็บไซต์)" in row
    assert f"ขอเมื่อ {format_date(now().astimezone(BANGKOK).date(), short=True)}" in row
    write_lists(centre)
    answer = visitor.get(f"{asked.location}/file")
    assert read_xlsx(answer)[0][0].endswith("(ช่องทาง: เว็บไซต์)")
    assert quote("เว็บไซต์") not in answer.headers["Content-Disposition"]


def test_a_list_names_days_and_counts_of_days_as_what_they_are(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("auditor")
    asked = visitor.post(LISTS, PAGE, file="csv")
    write_lists(centre)
    headings = read_csv(visitor.get(f"{asked.location}/file"))[0]
    assert (headings[9], headings[12], headings[14]) == (*("วันที่เสนอผล", "แจ้งผู้บังคับบัญชาเมื่อครบ (วัน)", "วันที่สิ้นสุด"),)


def test_nobody_elses_list_is_there_to_be_seen(centre: Centre) -> None:
    make_cases(centre)
    asked = centre.visit("palad").post(LISTS, PAGE, file="csv")
    write_lists(centre)
    for path in (asked.location, f"{asked.location}/file", f"{LISTS}/nonsense"):
        assert centre.visit("auditor").get(path).status_code == 404


def test_a_fourth_list_and_nonsense_are_refused_in_words(centre: Centre) -> None:
    make_cases(centre)
    visitor = centre.visit("auditor")
    assert visitor.post(LISTS, PAGE, file="csv", channel="nonsense").status_code == 422
    for _ in range(3):
        assert visitor.post(LISTS, PAGE, file="csv").status_code == 303
    fourth = visitor.post(LISTS, PAGE, file="csv")
    assert fourth.status_code == 422
    assert "ยังจัดทำไม่เสร็จสามรายการ" in fourth.text
