"""The public page of the statistics, and its files opened by the readers that other people use."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.extensions import db
from complaint_center.services.statistics import Statistics, count_statistics
from tests.exports import read_csv, read_pdf, read_xlsx
from tests.make import DAY, NOW, make_case, make_chain

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("at_now")]

HEADINGS = ["เดือน", "จำนวนเรื่องร้องเรียน", "ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ"]


@pytest.fixture
def counted(app: Flask) -> Statistics:
    make_chain()
    for channel, number in ((Channel.WEB, 6), (Channel.BOX, 7), (Channel.PHONE, 2)):
        for _ in range(number):
            make_case(channel, Category.BRIBERY, now=now(), received_at=None)
    counted = count_statistics(FiscalYear.of(now()), now())
    db.session.rollback()
    return counted


def cells(page: str) -> list[list[str]]:
    """The rows of the first table of numbers, sums last."""
    table = re.search(r'<table class="figures">(.*?)</table>', page, re.DOTALL)
    assert table
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table[1])
    return [[heading, *re.findall(r"<td>(.*?)</td>", rest)] for heading, rest in rows]


def test_the_page_says_as_of_when_and_shows_every_month_and_the_sum(client: FlaskClient, counted: Statistics) -> None:
    page = client.get("/statistics").text
    assert f"ประจำปีงบประมาณ พ.ศ. {counted.year}" in page
    assert "ข้อมูล ณ วันที่" in page
    rows = cells(page)
    assert len(rows) == 13
    assert rows[-1] == ["รวม", "15", "0", "15"]
    assert sum(int(row[1]) for row in rows[:-1]) == 15
    assert page.count('<figure class="chart">') == 1


def test_of_a_time_before_the_register_nothing_is_said_and_of_a_year_to_come_there_is_no_page(
    client: FlaskClient, counted: Statistics
) -> None:
    began, none = "เริ่มใช้ระบบรับเรื่องร้องเรียนเมื่อวันที่ 23 พฤศจิกายน 2569", "ไม่มีเรื่องร้องเรียน"
    page = client.get("/statistics?fiscal_year=2569").text
    assert (began in page, none in page) == (True, False)
    for end in ("", ".csv", ".json"):
        assert client.get(f"/statistics{end}?fiscal_year=2571").status_code == 404
    told = client.get("/statistics.json?fiscal_year=2569").json
    assert told
    assert datetime.fromisoformat(told["in_use_since"]) == NOW
    with time_machine.travel(NOW + 365 * DAY):
        page = client.get("/statistics").text
        assert (began in page, none in page) == (False, True)


def test_a_small_count_of_a_breakdown_is_hidden_and_none_can_be_reckoned(
    client: FlaskClient, counted: Statistics
) -> None:
    told = client.get("/statistics.json").json
    assert told is not None
    assert told["channels"] == {"walk_in": 0, "web": None, "phone": None, "box": 7}
    page = client.get("/statistics").text
    assert '<tr><th scope="row">โทรศัพท์</th><td>*</td></tr>' in page


def test_json_has_the_names_that_other_programs_read(client: FlaskClient, counted: Statistics) -> None:
    told = client.get(f"/statistics.json?fiscal_year={counted.year}").json
    assert told is not None
    assert (told["fiscal_year"], told["total"], told["completed"], told["in_process"]) == (
        counted.year.number,
        15,
        0,
        15,
    )
    assert datetime.fromisoformat(told["as_of"]) >= counted.as_of.replace(microsecond=0)
    assert [month["month"] for month in told["months"]] == [str(month) for month in counted.months]
    assert sum(half["total"] for half in told["halves"]) == 15
    assert [(month["total"], month["completed"], month["in_process"]) for month in told["months"]] == [
        (tally.total, tally.completed, tally.in_process) for tally in counted.months.values()
    ]


def test_each_file_holds_what_the_page_shows(client: FlaskClient, counted: Statistics) -> None:
    rows = cells(client.get("/statistics").text)
    assert read_csv(client.get("/statistics.csv")) == [HEADINGS, *rows]
    sheet = read_xlsx(client.get("/statistics.xlsx"))
    assert sheet[2] == HEADINGS
    assert [[row[0], *map(str, row[1:])] for row in sheet[3:16]] == rows
    sums = [sum(int(row[column]) for row in rows[:6]) for column in (1, 2, 3)]
    first_half = f"{rows[0][0]} \N{EN DASH} {rows[5][0]}"
    assert read_xlsx(client.get("/statistics.xlsx"), sheet=1)[3] == [first_half, *sums]
    assert read_xlsx(client.get("/statistics.xlsx"), sheet=2)[3:7] == [
        ["มาด้วยตนเอง", 0],
        ["เว็บไซต์", "*"],
        ["โทรศัพท์", "*"],
        ["ตู้รับฟังความคิดเห็น", 7],
    ]
    text = read_pdf(client.get("/statistics.pdf"))
    for row in rows:
        assert "".join("".join(row).split()) in text


def test_a_year_without_complaints_says_so_in_every_form(client: FlaskClient, app: Flask) -> None:
    assert "ไม่มีเรื่องร้องเรียน" in client.get("/statistics?fiscal_year=๒๕๖๐").text
    assert [row[1:] for row in read_csv(client.get("/statistics.csv?fiscal_year=2560"))[1:]] == [["0", "0", "0"]] * 13
    assert "ไม่มีเรื่องร้องเรียน" in read_pdf(client.get("/statistics.pdf?fiscal_year=2560"))
    assert read_xlsx(client.get("/statistics.xlsx?fiscal_year=2560"))[16:] == [["ไม่มีเรื่องร้องเรียน"]]


@pytest.mark.parametrize("year", ["abc", "2026", "-1", "99999999999999999999", "25.70", "2570; DROP TABLE cases"])
@pytest.mark.parametrize("path", ["/statistics", "/statistics.json", "/statistics.pdf"])
def test_what_is_no_fiscal_year_is_not_found(client: FlaskClient, path: str, year: str) -> None:
    assert client.get(path, query_string={"fiscal_year": year}).status_code == 404


def test_every_public_page_leads_to_it(client: FlaskClient) -> None:
    for path in ("/", "/guideline", "/track"):
        assert 'href="/statistics"' in client.get(path).text
