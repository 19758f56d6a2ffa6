from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from werkzeug.test import TestResponse

from complaint_center.domain.tables import Cell, Table
from complaint_center.web.exports import FileKind, send_table, send_tables
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx, sheet_names

pytestmark = pytest.mark.one_database

AS_OF = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
ROWS: list[list[Cell]] = [
    ["70-0001", "ร้องเรียนการทุจริต", 3, 2.5, date(2026, 10, 1), AS_OF],
    ["70-0002", '=HYPERLINK("x")', 0, None, None, None],
]
TABLE = Table(
    title="ข้อมูล: ปี 2570/1",
    columns=["เลขรับเรื่อง", "ประเภท", "จำนวน", "วัน", "วันที่", "เวลา"],
    rows=ROWS,
    as_of=AS_OF,
    sums=["รวม", None, 3, 2.5, None, None],
    notes=["หมายเหตุ"],
)


def sent(app: Flask, kind: FileKind, *tables: Table) -> TestResponse:
    with app.test_request_context("/"):
        answer = send_tables(tables, kind, "file") if tables else send_table(TABLE, kind, "file")
    return TestResponse(answer.response, answer.status, answer.headers, None)  # type: ignore[arg-type]


def test_csv_holds_headings_rows_and_sums_and_runs_no_formula(app: Flask) -> None:
    answer = sent(app, FileKind.CSV)
    assert read_csv(answer) == [
        list(TABLE.columns),
        ["70-0001", "ร้องเรียนการทุจริต", "3", "2.5", "2026-10-01", "2026-11-22T10:30:00+07:00"],
        ["70-0002", '\'=HYPERLINK("x")', "0", "", "", ""],
        ["รวม", "", "3", "2.5", "", ""],
    ]
    assert answer.headers["Content-Disposition"] == "attachment; filename=file_2026-11-22.csv"


def test_a_spreadsheet_holds_real_numbers_and_days_and_text_that_is_no_formula(app: Flask) -> None:
    rows = read_xlsx(sent(app, FileKind.XLSX))
    assert rows[0] == [TABLE.title]
    assert rows[1] == ["ข้อมูล ณ วันที่ 22 พฤศจิกายน 2569 10.30 น."]
    assert rows[2] == list(TABLE.columns)
    assert rows[3][:4] == ["70-0001", "ร้องเรียนการทุจริต", 3, 2.5]
    assert rows[3][4].date() == date(2026, 10, 1)
    assert rows[4] == ["70-0002", '=HYPERLINK("x")', 0]
    assert rows[5:] == [["รวม", None, 3, 2.5], ["หมายเหตุ"]]


@pytest.mark.parametrize(("columns", "orientation"), [(6, "portrait"), (7, "landscape")])
def test_a_spreadsheet_is_printed_with_every_column_on_a_sheet_and_its_headings_on_each(
    app: Flask, columns: int, orientation: str
) -> None:
    wide = Table("กว้าง", [f"หัวเรื่องยาวกว่าช่องตัวเลข {number}" for number in range(columns)], [[1] * columns], AS_OF)
    sheet = load_workbook(BytesIO(sent(app, FileKind.XLSX, wide).data)).active
    assert sheet is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (orientation, int(sheet.PAPERSIZE_A4))
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet["A3"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width == 16


def test_several_tables_are_sheets_of_one_file(app: Flask) -> None:
    other = Table("อื่น", ["ก"], [[1]], AS_OF)
    answer = sent(app, FileKind.XLSX, TABLE, other)
    assert read_xlsx(answer, sheet=1)[0] == ["อื่น"]
    assert [table["title"] for table in sent(app, FileKind.JSON, TABLE, other).json or []] == [TABLE.title, "อื่น"]


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (Table("สถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ปี 2570", ["เดือน"], [], AS_OF, name="รายเดือน"), "รายเดือน"),
        (Table("ทะเบียน: ปี 2570/1", ["ก"], [], AS_OF), "ทะเบียน  ปี 2570 1"),
        (Table("ทะเบียนผลประโยชน์ทับซ้อน ปีงบประมาณ พ.ศ. 2570", ["ก"], [], AS_OF), "ทะเบียนผลประโยชน์ทับซ้อน"),
        (Table("สถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", ["เดือน"], [], AS_OF), "เดือน"),
    ],
)
def test_the_name_of_a_sheet_has_whole_words(app: Flask, table: Table, name: str) -> None:
    assert sheet_names(sent(app, FileKind.XLSX, table)) == [name]


def test_json_holds_the_same_cells(app: Flask) -> None:
    told = sent(app, FileKind.JSON).json
    assert told is not None
    assert told["rows"][0] == ["70-0001", "ร้องเรียนการทุจริต", 3, 2.5, "2026-10-01", "2026-11-22T10:30:00+07:00"]
    assert told["sums"][2:4] == [3, 2.5]


def test_a_paper_holds_title_day_cells_and_notes(app: Flask) -> None:
    text = read_pdf(sent(app, FileKind.PDF))
    for told in ("2570/1", "22พ.ย.6910.30น.", "70-0001", "2.5", "1ต.ค.69", "หมายเหตุ"):
        assert told in text
    assert "ลับ" not in text


def test_a_paper_that_tells_of_cases_is_marked_and_has_lines_to_sign(app: Flask) -> None:
    secret = Table("รายการ", ["เลขรับ"], [["70-0001"]], AS_OF, is_secret=True, signatures=["ปลัดเทศบาล"])
    text = read_pdf(sent(app, FileKind.PDF, secret))
    assert text.count("ลับ") == 2
    assert "ลงชื่อ" in text
    assert "ปลัดเทศบาล" in text


def test_no_number_runs_into_the_next_column(app: Flask) -> None:
    """Where many columns of words leave it little room."""
    told = "ข้อความยาวที่ตัดบรรทัดได้ " * 3
    wide = Table("กว้าง", ["เลขรับ", *(["ข้อความ"] * 10)], [["70-10000", *([told] * 10)]], AS_OF)
    with PdfDocument(sent(app, FileKind.PDF, wide).data) as document:
        page = document[0].get_textpage()
        number, words = page.search("70-10000").get_next(), page.search("ข้อความยาว").get_next()
        assert number
        assert words
        right = page.get_charbox(number[0] + number[1] - 1)[2]
        assert right + 5 < page.get_charbox(words[0])[0]


def test_neighbours_of_one_duty_stand_under_it_once(app: Flask) -> None:
    parted = Table("รายงาน", ["ชื่อ", "เสนอผล: ทั้งหมด", "เสนอผล: ล่าช้า", "แจ้ง: ทั้งหมด"], [["ก", 12, 34, 56]], AS_OF)
    assert on_paper("เสนอผล", "แจ้ง", "ชื่อ", "ทั้งหมด", "ล่าช้า", "ทั้งหมด", "ก", "12", "34", "56") in read_pdf(
        sent(app, FileKind.PDF, parted)
    )


@pytest.mark.parametrize("count", [1, 10, 13, 14, 16, 31, 60])
def test_no_row_is_lost_or_drawn_over_another_whatever_their_number(app: Flask, count: int) -> None:
    rows: list[list[Cell]] = [[f"ร้องเรียนการทุจริต ลำดับที่ {number} " * 3, number] for number in range(count)]
    tables = [Table(f"ตาราง {place}", ["เรื่อง", "จำนวน"], rows, AS_OF, ["รวม", count]) for place in range(2)]
    text = read_pdf(sent(app, FileKind.PDF, *tables))
    for row in (*rows, ["รวม", count]):
        assert text.count(on_paper(*map(str, row))) == 2


def test_a_table_without_rows_is_a_whole_file(app: Flask) -> None:
    empty = Table("ว่าง", ["ก", "ข"], [], AS_OF)
    assert read_csv(sent(app, FileKind.CSV, empty)) == [["ก", "ข"]]
    assert "ว่าง" in read_pdf(sent(app, FileKind.PDF, empty))
    assert read_xlsx(sent(app, FileKind.XLSX, empty))[2] == ["ก", "ข"]
