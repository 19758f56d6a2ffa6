"""The public page of satisfaction, its files opened by other readers, and the comments of those above."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.survey import SurveyDraft
from complaint_center.extensions import db
from complaint_center.services import survey
from complaint_center.services.orders import withdraw
from tests.exports import on_paper, read_csv, read_pdf, read_xlsx
from tests.make import OFFICE
from tests.web.desk import Centre, case_now, counted_statements, make_case_received
from tests.web.test_public_statistics import cells

pytestmark = pytest.mark.one_database

ROWS = [
    ["5 พึงพอใจอย่างยิ่ง", 4, 0],
    ["4 พึงพอใจ", 0, 0],
    ["3 ปานกลาง", 0, 0],
    ["2 ไม่พึงพอใจ", 0, 1],
    ["1 ไม่พึงพอใจอย่างยิ่ง", 1, 4],
    ["จำนวนผู้ตอบ", 5, 5],
    ["คะแนนเฉลี่ย (เต็ม 5)", 4.2, 1.2],
]


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def say(centre: Centre, handling: int, result: int, comment: str = "", by: str = "clerk") -> str:
    number = make_case_received(1)
    withdraw(OFFICE, centre.people["supervisor"], number, "ขอถอน", now())
    survey.record(centre.people[by], number, SurveyDraft(handling, result, comment), now())
    db.session.rollback()
    return number


@pytest.fixture
def five(centre: Centre) -> list[str]:
    return [say(centre, *said, "ความเห็นที่ไม่เผยแพร่") for said in [(5, 1)] * 3 + [(5, 2), (1, 1)]]


def test_page_and_files_show_the_same_numbers_and_no_comment(
    centre: Centre, client: FlaskClient, five: list[str]
) -> None:
    page = client.get("/satisfaction").text
    told = [list(map(str, row)) for row in ROWS]
    assert cells(page) == told
    assert page.count('<figure class="chart">') == 2
    assert read_csv(client.get("/satisfaction.csv"))[1:] == told
    assert read_xlsx(client.get("/satisfaction.xlsx"))[3:10] == ROWS
    answer = client.get("/satisfaction.json").json
    assert answer is not None
    assert answer["rows"] == ROWS
    assert [answer[key] for key in ("fiscal_year", "answers")] == [FiscalYear.of(now()).number, 5]
    assert answer["as_of"].endswith("+00:00")
    assert answer["handling"] == {"mean": 4.2, "ratings": {"1": 1, "2": 0, "3": 0, "4": 0, "5": 4}}
    assert answer["result"] == {"mean": 1.2, "ratings": {"1": 4, "2": 1, "3": 0, "4": 0, "5": 0}}
    paper = read_pdf(client.get("/satisfaction.pdf"))
    for row in told:
        assert on_paper(*row) in paper
    for text in (page, client.get("/satisfaction.csv").text, client.get("/satisfaction.json").text, paper):
        assert "ความเห็นที่ไม่เผยแพร่" not in text
        assert not any(number in text for number in five)


def test_fewer_than_five_answers_are_told_in_words_only(centre: Centre, client: FlaskClient) -> None:
    for _ in range(4):
        say(centre, 5, 5)
    page = client.get("/satisfaction").text
    assert "ผู้ร้องตอบแบบประเมินน้อยกว่า 5 ราย" in page
    assert "พึงพอใจอย่างยิ่ง" not in page
    assert len(read_csv(client.get("/satisfaction.csv"))) == 1


@pytest.mark.parametrize("path", ["/satisfaction", "/satisfaction.csv"])
def test_a_year_is_asked_for_in_either_digits_and_what_is_none_is_not_found(
    client: FlaskClient, app: Flask, path: str
) -> None:
    assert client.get(path, query_string={"fiscal_year": "๒๕๖๐"}).status_code == 200
    assert client.get(path, query_string={"fiscal_year": "2026"}).status_code == 404


def test_another_years_answers_are_not_in_this_one(centre: Centre, client: FlaskClient, five: list[str]) -> None:
    other = FiscalYear.of(now()).number - 1
    assert 'data-answers="0"' in client.get("/satisfaction", query_string={"fiscal_year": str(other)}).text


def test_what_a_clerk_wrote_down_is_told_apart_from_what_complainants_said_themselves(centre: Centre) -> None:
    say(centre, 2, 1, "บอกทางโทรศัพท์")
    number = make_case_received(1)
    withdraw(OFFICE, centre.people["supervisor"], number, "ขอถอน", now())
    survey.say(case_now(number).tracking_code_hash, SurveyDraft(5, 5, "เขียนเอง"), now())
    visitor = centre.visit("supervisor")
    page = visitor.get("/desk/satisfaction").text
    assert page.count("data-by-telephone") == 1
    assert centre.people["clerk"].name in page
    with counted_statements(centre.client.application) as few:
        visitor.get("/desk/satisfaction")
    centre.add_person(Role.CLERK, "second")
    say(centre, 3, 3, "บอกอีกคน", by="second")
    with counted_statements(centre.client.application) as many:
        assert visitor.get("/desk/satisfaction").text.count("data-by-telephone") == 2
    assert len(many) == len(few)


def test_those_above_read_the_comments_and_the_officer_does_not(centre: Centre) -> None:
    number = say(centre, 2, 1, "รอนาน <b>มาก</b>")
    page = centre.visit("supervisor").get("/desk/satisfaction").text
    assert "รอนาน &lt;b&gt;มาก&lt;/b&gt;" in page
    assert f'href="/desk/cases/{number}"' in page
    assert centre.visit("officer").get("/desk/satisfaction").status_code == 403
    assert 'href="/desk/satisfaction"' in centre.visit("palad").get("/desk/oversight").text
