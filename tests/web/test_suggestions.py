"""From a resident's suggestion to the public page and off it again, through the pages that people use."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.suggestion_publication import publish_suggestion
from complaint_center.services.suggestions import AnswerDraft, answer_suggestion
from tests.make import OFFICE
from tests.web.desk import Centre, case_now, counted_statements, make_case_received
from tests.web.residents import Resident, attribute
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

TEXT, ANSWER = "อยากให้มีที่นั่งรอ <b>ที่ป้ายรถ</b>", "จะติดตั้ง\nภายในเดือนหน้า"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def suggested(may_publish: bool = True) -> str:
    return make_case_received(1, Category.SUGGESTION, may_publish=may_publish)


def published(centre: Centre, nth: int = 0) -> str:
    number, draft = suggested(), AnswerDraft(TEXT, f"คำตอบที่ {nth}")
    answer_suggestion(OFFICE, centre.people["officer"], number, draft, now())
    publish_suggestion(OFFICE, centre.people["supervisor"], number, draft, now())
    db.session.rollback()
    return number


@pytest.mark.parametrize("is_ticked", [True, False])
def test_a_resident_ticks_that_it_may_be_published(centre: Centre, client: FlaskClient, is_ticked: bool) -> None:
    Resident(client).receipt("suggestion", may_publish="y" if is_ticked else None)
    assert [case.may_publish for case in db.session.scalars(sa.select(Case))] == [is_ticked]


def test_the_officer_answers_a_superior_publishes_and_everybody_reads(centre: Centre, client: FlaskClient) -> None:
    number = suggested()
    address = f"/desk/cases/{number}/suggestion"
    officer, supervisor = centre.visit("officer"), centre.visit("supervisor")
    assert f'href="{address}"' in officer.get(f"/desk/cases/{number}").text
    refused = officer.post(address, address, suggestion=TEXT, answer="")
    assert refused.status_code == 422
    assert "อยากให้มีที่นั่งรอ &lt;b&gt;" in refused.text
    assert officer.post(address, address, suggestion=TEXT, answer=ANSWER).status_code == 303
    assert f"{address}/publish" not in officer.get(address).text
    assert f"{address}/publish" in supervisor.get(address).text
    other = supervisor.post(f"{address}/publish", address, suggestion=TEXT, answer="คำตอบอื่น")
    assert other.status_code == 409
    shown = ANSWER.replace("\n", "\r\n")
    assert supervisor.post(f"{address}/publish", address, suggestion=TEXT, answer=shown).status_code == 303
    page = client.get("/suggestions").text
    assert "อยากให้มีที่นั่งรอ &lt;b&gt;ที่ป้ายรถ&lt;/b&gt;" in page
    assert 'data-received="1" data-answered="1"' in page
    assert number not in page
    assert supervisor.post(f"{address}/take-down", address).status_code == 303
    assert "ที่ป้ายรถ" not in client.get("/suggestions").text


@pytest.mark.parametrize("field", ["suggestion", "answer"])
def test_a_superior_is_asked_once_more_where_words_of_their_address_stand_in_a_text(
    centre: Centre, client: FlaskClient, field: str
) -> None:
    number, draft = suggested(), AnswerDraft(**{"suggestion": TEXT, "answer": ANSWER, field: "ซ่อมไฟหน้าบ้าน 99 หมู่ 9"})
    answer_suggestion(OFFICE, centre.people["officer"], number, draft, now())
    db.session.rollback()
    address, supervisor = f"/desk/cases/{number}/suggestion", centre.visit("supervisor")
    assert 'name="sure"' not in supervisor.get(address).text
    doubted = supervisor.post(f"{address}/publish", address, **vars(draft))
    assert doubted.status_code == 422
    [(beside, problem)] = problems_beside(doubted.text).items()
    assert (beside, "ชื่อหรือนามสกุล ที่อยู่" in problem) == (field, True)
    assert 'name="sure"' in doubted.text
    assert "หมู่ 9" not in client.get("/suggestions").text
    assert supervisor.post(f"{address}/publish", address, sure="1", **vars(draft)).status_code == 303
    assert "หมู่ 9" in client.get("/suggestions").text
    assert "ซึ่งไม่บอกว่าเป็นผู้ใด" in supervisor.get(f"/desk/cases/{number}").text


def test_their_name_is_published_by_no_superior_however_sure(centre: Centre, client: FlaskClient) -> None:
    number, draft = suggested(), AnswerDraft(TEXT, "เรียนคุณสมศรี ใจกล้า")
    answer_suggestion(OFFICE, centre.people["officer"], number, draft, now())
    db.session.rollback()
    address, supervisor = f"/desk/cases/{number}/suggestion", centre.visit("supervisor")
    refused = supervisor.post(f"{address}/publish", address, sure="1", **vars(draft))
    assert refused.status_code == 422
    assert list(problems_beside(refused.text)) == ["answer"]
    assert 'name="sure"' not in refused.text
    for page in (refused, supervisor.get(address)):
        assert 'data-refused="names_who"' in page.text
        assert f'action="{address}/publish"' not in page.text
    assert "data-refused" not in centre.visit("palad").get(address).text
    assert supervisor.post(address, address, suggestion=TEXT, answer=ANSWER).status_code == 303
    assert f"{address}/publish" in supervisor.get(address).text
    assert "สมศรี" not in client.get("/suggestions").text


def test_a_superior_closes_it_on_the_answer_page(centre: Centre) -> None:
    number, supervisor = suggested(), centre.visit("supervisor")
    address = f"/desk/cases/{number}/suggestion"
    assert f'action="{address}/close"' not in supervisor.get(address).text
    assert supervisor.post(f"{address}/close", address).status_code == 409
    supervisor.post(address, address, suggestion=TEXT, answer=ANSWER)
    assert f'action="{address}/close"' not in centre.visit("officer").get(address).text
    assert f'action="{address}/close"' in supervisor.get(address).text
    assert supervisor.post(f"{address}/close", address).status_code == 303
    assert case_now(number).status == "closed"
    assert f'action="{address}/close"' not in supervisor.get(address).text


def test_the_answer_begins_with_nothing_and_the_suggestion_as_it_came_stands_above_it(centre: Centre) -> None:
    number = suggested()
    page = centre.visit("officer").get(f"/desk/cases/{number}/suggestion").text
    narrative = case_now(number).narrative
    assert page.count(narrative) == 1
    assert f"data-as-it-came>{narrative}</p>" in page


def test_whoever_made_it_changes_their_mind_on_the_tracking_page(centre: Centre, client: FlaskClient) -> None:
    resident = Resident(client)
    code = attribute(resident.receipt("suggestion"), "data-tracking-code")
    assert 'data-consent="none"' in resident.follow(code).text
    for agree, consent in (("yes", "given"), ("no", "none")):
        assert resident.post("/track/consent", agree=agree).status_code == 303
        assert f'data-consent="{consent}"' in resident.get("/track").text
    assert resident.post("/track/consent", agree="perhaps").status_code == 422
    assert resident.post("/track/consent", agree="yes", code="1111").status_code == 422


def test_the_tracking_page_shows_the_words_that_would_be_published(centre: Centre, client: FlaskClient) -> None:
    resident = Resident(client)
    receipt = resident.receipt("suggestion")
    code, number = attribute(receipt, "data-tracking-code"), attribute(receipt, "data-register-number")
    assert "data-published" not in resident.follow(code).text
    answer_suggestion(OFFICE, centre.people["executive"], number, AnswerDraft(TEXT, ANSWER), now())
    db.session.rollback()
    page = resident.get("/track").text
    assert "data-published-suggestion>อยากให้มีที่นั่งรอ &lt;b&gt;" in page
    assert f"data-published-answer>{ANSWER}</p>" in page


def test_on_the_tracking_page_of_another_case_there_is_nothing_to_agree_to(app: Flask, client: FlaskClient) -> None:
    resident = Resident(client)
    code = attribute(resident.receipt("general"), "data-tracking-code")
    assert "data-consent" not in resident.follow(code).text
    assert resident.post("/track/consent", agree="yes").status_code == 409


def test_a_clerk_notes_that_they_agree_no_more(centre: Centre, client: FlaskClient) -> None:
    number, clerk = published(centre), centre.visit("clerk")
    address = f"/desk/cases/{number}/suggestion/consent"
    assert f'href="{address}">บันทึกว่าผู้เสนอถอนความยินยอม</a>' in clerk.get(f"/desk/cases/{number}").text
    for page in (clerk.get(address), centre.visit("officer").get(f"/desk/cases/{number}/suggestion")):
        assert "บันทึกว่าผู้เสนอถอนความยินยอม" in page.text
        assert "ไม่ยินยอมให้เผยแพร่แล้ว" not in page.text
    assert clerk.post(address, address).status_code == 303
    assert "คำตอบที่" not in client.get("/suggestions").text
    assert not case_now(number).may_publish
    assert f'href="{address}"' not in clerk.get(f"/desk/cases/{number}").text


def test_the_list_of_those_above_tells_what_waits(centre: Centre) -> None:
    first, second = suggested(), published(centre)
    page = centre.visit("auditor").get("/desk/suggestions").text
    assert first in page
    assert second in page
    assert [page.count(words) for words in (">เผยแพร่อยู่<", ">เผยแพร่ได้<")] == [1, 1]
    assert 'href="/desk/suggestions"' in centre.visit("palad").get("/desk/oversight").text


@pytest.mark.parametrize(
    ("query", "status"),
    [("page=0", 404), ("page=1000", 404), ("page=x", 200), ("page=2", 200), ("fiscal_year=1", 404)],
)
def test_nonsense_in_the_address_is_told_apart(app: Flask, client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/suggestions?{query}").status_code == status


def test_another_years_page_is_another(centre: Centre, client: FlaskClient) -> None:
    published(centre)
    assert "คำตอบที่" in client.get("/suggestions").text
    assert "คำตอบที่" not in client.get(f"/suggestions?fiscal_year={FiscalYear.of(now()).number - 1}").text


def test_the_pages_cost_the_same_whatever_there_is(centre: Centre, client: FlaskClient) -> None:
    auditor = centre.visit("auditor")
    published(centre)
    for visitor, path in ((client, "/suggestions"), (auditor, "/desk/suggestions")):
        visitor.get(path)
        with counted_statements(client.application) as few:
            visitor.get(path)
        for nth in range(4):
            published(centre, nth)
        with counted_statements(client.application) as many:
            visitor.get(path)
        assert len(many) == len(few)
