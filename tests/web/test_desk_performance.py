"""The page of punctuality and the annexes taken out of it, opened by their own readers."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import db
from complaint_center.models.interest import Recusal
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx, sheet_names
from tests.make import case_of, make_unit
from tests.web.desk import Centre, counted_statements, make_case_received

pytestmark = pytest.mark.one_database

PAGE, EXPORT = "/desk/performance", "/desk/performance/export"
ROW = re.compile(r"<tr>\s*<th scope=\"row\">([^<]*)</th>(.*?)</tr>", re.S)
CELL = re.compile(r"<td>([^<]*)</td>")


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    officer = db.session.get_one(StaffMember, centre.people["officer"].id)
    officer.unit_id = make_unit("กองช่าง")
    db.session.commit()
    return centre


def tables(page: str) -> list[list[list[str]]]:
    """The rows of each table, its sums last."""
    return [
        [[name, *CELL.findall(cells)] for name, cells in ROW.findall(table)] for table in page.split("<section")[1:]
    ]


def test_each_table_holds_what_was_due_and_the_chart_the_same_numbers(centre: Centre) -> None:
    make_case_received(9)
    make_case_received(1)
    page = centre.visit("palad").get(PAGE).text
    officers, units, months = tables(page)
    figures = ["2", "0", "0", "1", "1", "0.0", "–", "2", "0", "0", "0", "2", "–", "0", "–"]
    assert officers == [[centre.people["officer"].name, *figures], ["รวม", *figures]]
    assert units == [["กองช่าง", *figures], ["รวม", *figures]]
    assert months[-1] == ["รวม", *figures]
    assert sum(int(row[1]) for row in months[:-1]) == 2
    assert "เกินกำหนดอยู่ขณะนี้ 1" in page
    assert f"ปีงบประมาณ พ.ศ. {FiscalYear.of(now())}" in page


def test_officers_stand_by_name_whatever_they_were_given(centre: Centre) -> None:
    supervisor = centre.people["supervisor"]
    for name in ("นายเอก", "นายกล้า", "นางฮวย"):
        centre.add_person(Role.OFFICER, name, name=name, reports_to=supervisor)
    for _ in range(5):
        make_case_received(1)
    officers, units, _ = tables(centre.visit("supervisor").get(PAGE).text)
    names = [row[0] for row in officers[:-1]]
    assert names == sorted(names, key=sort_key)
    assert len(names) == 4
    assert [row[0] for row in units] == ["กองช่าง", "(ไม่สังกัดหน่วยงาน)", "รวม"]


def test_everybody_sees_what_they_answer_for_and_can_narrow_it(centre: Centre) -> None:
    other = centre.add_person(Role.OFFICER, "other", name="นายอื่น", reports_to=centre.people["palad"])
    make_case_received(1)
    seen = {
        who: [row[0] for row in tables(centre.visit(who).get(PAGE).text)[0][:-1]]
        for who in centre.people
        if who not in ("clerk",)
    }
    first = centre.people["officer"].name
    assert seen["officer"] == seen["supervisor"] == [first]
    assert seen["other"] == ["นายอื่น"]
    assert sorted(seen["palad"]) == sorted(seen["auditor"]) == sorted(seen["executive"]) == sorted([first, "นายอื่น"])
    palad = centre.visit("palad")
    assert [row[0] for row in tables(palad.get(f"{PAGE}?officer={other.id}").text)[0]] == ["นายอื่น", "รวม"]
    unit_id = db.session.get_one(StaffMember, centre.people["officer"].id).unit_id
    of_unit = palad.get(f"{PAGE}?unit={unit_id}").text
    assert [row[0] for row in tables(of_unit)[0]] == [first, "รวม"]
    assert " · กองช่าง" in of_unit
    # Whom the reader does not answer for is not on the list that they choose from.
    assert centre.visit("supervisor").get(f"{PAGE}?officer={other.id}").status_code == 422
    for query in ("fiscal_year=1999", "fiscal_year=x", "officer=x", "unit=0"):
        assert palad.get(f"{PAGE}?{query}").status_code == 422


@pytest.mark.parametrize("by", ["officer", "unit", "month"])
def test_every_file_holds_the_figures_of_the_page(centre: Centre, by: str) -> None:
    make_case_received(9)
    make_case_received(1)
    visitor = centre.visit("palad")
    place = ["officer", "unit", "month"].index(by)
    shown = tables(visitor.get(PAGE).text)[place]
    plain = [["" if cell == "–" else cell for cell in row] for row in shown]

    headings, *rows = read_csv(visitor.post(EXPORT, PAGE, file="csv", by=by))
    assert rows == plain
    assert len(headings) == len(plain[0])

    title, _, columns, *cells = read_xlsx(visitor.post(EXPORT, PAGE, file="xlsx", by=by))
    assert "บันทึกข้อตกลงการปฏิบัติราชการ" in title[0]
    assert columns == headings
    for row, told in zip(cells, plain, strict=False):
        assert [row[0], *map(float, filter(_is_number, row[1:]))] == [told[0], *map(float, filter(None, told[1:]))]
    book = visitor.post(EXPORT, PAGE, file="xlsx", by=by)
    assert len({read_xlsx(book, sheet)[0][0] for sheet in range(3)}) == 3
    assert set(sheet_names(book)) == {"รายเจ้าหน้าที่", "รายหน่วยงาน", "รายเดือน"}

    text = read_pdf(visitor.post(EXPORT, PAGE, file="pdf", by=by))
    assert text.count("ลงชื่อ") == 2
    assert "ลับ" not in text
    assert all(on_paper(*row) in text for table in tables(visitor.get(PAGE).text) for row in table)


def _is_number(cell: object) -> bool:
    return cell is not None


def test_an_annex_is_for_whom_was_asked_and_is_kept_in_the_journal(centre: Centre) -> None:
    other = centre.add_person(Role.OFFICER, "other", name="นายอื่น", reports_to=centre.people["palad"])
    visitor = centre.visit("palad")
    rows = read_csv(visitor.post(EXPORT, PAGE, file="csv", by="officer", officer=str(other.id)))
    assert [row[0] for row in rows[1:]] == ["นายอื่น", "รวม"]
    # One officer's figures are not those of the unit; every sheet tells whose they are.
    book = visitor.post(EXPORT, PAGE, file="xlsx", by="unit", officer=str(other.id))
    assert sheet_names(book) == ["รายเจ้าหน้าที่", "รายเดือน"]
    assert all(read_xlsx(book, sheet)[0][0].count(" · นายอื่น") for sheet in range(2))
    assert "·นายอื่น" in read_pdf(visitor.post(EXPORT, PAGE, file="pdf", officer=str(other.id)))
    assert visitor.post(EXPORT, PAGE, file="csv", officer="x").status_code == 422
    exported = sa.select(JournalEntry).where(JournalEntry.what == "performance_exported")
    assert len(list(db.session.scalars(exported))) == 3


def test_no_figure_knows_a_case_that_bars_its_reader(centre: Centre) -> None:
    visitor = centre.visit("auditor")
    make_case_received(9)
    before = tables(visitor.get(PAGE).text)
    number = make_case_received(9)
    db.session.add(Recusal(case_id=case_of(number).id, staff_id=centre.people["auditor"].id, at=now()))
    db.session.commit()
    assert tables(visitor.get(PAGE).text) == before
    assert tables(centre.visit("palad").get(PAGE).text) != before


def test_a_page_costs_the_same_whatever_the_number_of_cases(centre: Centre) -> None:
    visitor = centre.visit("palad")
    make_case_received(9)
    visitor.get(PAGE)
    with counted_statements(visitor.client.application) as one:
        visitor.get(PAGE)
    for days in range(1, 6):
        make_case_received(days)
    with counted_statements(visitor.client.application) as six:
        visitor.get(PAGE)
    assert len(six) == len(one)
