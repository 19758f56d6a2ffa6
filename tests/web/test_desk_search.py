"""The search box on every page of the staff: what it shows to whom, and what it never lets out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from tests.make import CALLER
from tests.web.desk import Centre, counted_statements, make_case_received

WORDS = "ขยะตกค้างหน้าโรงเรียน"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def search(centre: Centre, username: str, sought: str) -> str:
    answer = centre.visit(username).post("/desk/search", sought=sought)
    assert answer.status_code == 200
    return answer.text


def offers(centre: Centre, username: str, sought: str) -> str:
    answer = centre.visit(username).post("/desk/search/offers", form_at="/desk/", sought=sought)
    assert answer.status_code == 200
    return answer.text


def noted(what: str) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).where(JournalEntry.what == what)) or 0


@pytest.mark.parametrize("sought", [WORDS, "ขยะ โรงเรียน", "ขยะตกคางหน้าโรงเรียณ", "ขยะตกค้งหน้าโรงเรียน"])
def test_a_case_is_found_and_led_to(centre: Centre, sought: str) -> None:
    number = make_case_received(1, subject=WORDS)
    for page in (search(centre, "officer", sought), offers(centre, "officer", sought)):
        assert f'href="/desk/cases/{number}"' in page
        assert WORDS in page


@pytest.mark.parametrize("username", ["officer", "clerk"])
def test_a_register_number_opens_its_case(centre: Centre, username: str) -> None:
    number = make_case_received(1, subject=WORDS)
    assert f'href="/desk/cases/{number}"' in offers(centre, username, number)
    answer = centre.visit(username).post("/desk/search", sought=f"เลขที่ {number}")
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{number}")
    assert "70-9999" not in search(centre, username, "70-9999").split("</form>")[-1]


def test_who_finds_by_numbers_only_is_promised_no_words(centre: Centre) -> None:
    make_case_received(1, subject=WORDS)
    assert "ชื่อ หรือข้อความ" not in search(centre, "clerk", WORDS)
    assert "ไม่ค้นจากข้อความ" in search(centre, "clerk", WORDS)
    assert "ชื่อ หรือข้อความ" in search(centre, "officer", "ไม่มีคำนี้แน่นอน")


def test_what_was_typed_stands_in_the_box_again(centre: Centre) -> None:
    assert 'value="&lt;b&gt; ขยะ"' in search(centre, "officer", "<b> ขยะ")


@pytest.mark.parametrize("sought", ["", " ", "ไม่มีคำนี้แน่นอน"])
def test_nothing_found_is_said(centre: Centre, sought: str) -> None:
    make_case_received(1)
    assert "/desk/cases/70-" not in search(centre, "executive", sought)
    assert "/desk/cases/70-" not in offers(centre, "executive", sought)


def test_the_box_stands_on_every_page_but_not_before_administrators_or_who_has_not_signed_in(centre: Centre) -> None:
    centre.add_person(Role.ADMIN, "admin")
    for username in ("clerk", "officer", "supervisor", "palad", "executive"):
        assert 'name="sought"' in centre.visit(username).get("/desk/").text
        assert 'name="sought"' in centre.visit(username).get("/account/password").text
    assert 'name="sought"' not in centre.visit("admin").get("/desk/").text
    assert 'name="sought"' not in centre.visit("admin").client.get("/login").text


def test_a_clerk_is_shown_the_state_of_a_number_and_no_word_of_it(centre: Centre) -> None:
    number = make_case_received(1, subject=WORDS)
    for page in (centre.visit("clerk").get(f"/desk/cases/{number}").text, offers(centre, "clerk", number)):
        assert number in page
        assert WORDS not in page
    assert number not in search(centre, "clerk", WORDS)


def test_before_no_interest_is_declared_a_case_found_by_its_accused_shows_no_subject(centre: Centre) -> None:
    number = make_case_received(1, Category.BRIBERY, subject=WORDS, accused=(AccusedDraft("นายใครคนหนึ่ง"),))
    for page in (search(centre, "officer", "ใครคนหนึ่ง"), offers(centre, "officer", "ใครคนหนึ่ง")):
        assert number in page
        assert WORDS not in page


def test_a_telephone_is_looked_for_only_when_asked_and_is_noted(centre: Centre) -> None:
    number = make_case_received(1)
    page = offers(centre, "supervisor", CALLER)
    assert number not in page
    assert "Enter" in page
    assert noted("identity_searched") == 0
    page = search(centre, "supervisor", "๐๘๑-๒๓๔-๕๖๗๘")
    assert number in page
    assert noted("identity_searched") == 1
    history = centre.visit("supervisor").get(f"/desk/cases/{number}").text
    assert "ค้นพบผู้ร้องเรียน" in history


def test_a_clerk_finds_by_telephone_what_they_logged_and_its_state(centre: Centre) -> None:
    own = make_case_received(1, actor=centre.people["clerk"], subject=WORDS)
    other = make_case_received(1, actor=centre.add_person(Role.CLERK, "another"))
    page = search(centre, "clerk", CALLER)
    assert own in page
    assert other not in page
    assert WORDS not in page
    assert (noted("caller_looked_up"), noted("identity_searched")) == (1, 0)


def test_an_auditor_learns_nothing_from_a_telephone(centre: Centre) -> None:
    centre.add_person(Role.AUDITOR, "auditor")
    number = make_case_received(1)
    assert number not in search(centre, "auditor", CALLER)
    assert "Enter" not in offers(centre, "auditor", CALLER)
    assert noted("identity_searched") == noted("caller_looked_up") == 0


def test_a_telephone_in_an_address_is_no_more_than_words(centre: Centre) -> None:
    number = make_case_received(1)
    assert number not in centre.visit("supervisor").get(f"/desk/cases?q={CALLER}").text


@pytest.mark.parametrize("address", ["/desk/search", "/desk/search/offers"])
@pytest.mark.parametrize("sought", [WORDS, "ขยะตกค้งหน้าโรงเรียน", CALLER])
def test_a_search_costs_the_same_number_of_statements_whatever_it_finds(
    centre: Centre, address: str, sought: str
) -> None:
    visitor = centre.visit("supervisor")

    def cost() -> int:
        with counted_statements(visitor.client.application) as sent:
            visitor.post(address, form_at="/desk/search", sought=sought)
        return len([statement for statement in sent if statement.startswith("SELECT")])

    for _ in range(3):
        make_case_received(1, subject=WORDS)
    few = cost()
    for _ in range(4):
        make_case_received(1, subject=WORDS)
    extra = 7 - 3 if sought == CALLER and address == "/desk/search" else 0
    assert cost() <= few + extra


def test_what_is_offered_while_typing_keeps_no_writer_waiting(centre: Centre) -> None:
    with counted_statements(centre.client.application) as sent:
        offers(centre, "officer", WORDS)
    assert not [statement for statement in sent if statement.startswith(("INSERT", "UPDATE", "DELETE"))]
    view = centre.client.application.view_functions["desk.offer_cases"]
    assert getattr(view, "reads", False)
