"""The page of a complaint keeps itself: drafts, and what helps while it is written."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.intake_draft import IntakeDraft
from complaint_center.models.journal import JournalEntry
from tests.web.desk import Centre, make_case_received
from tests.web.residents import hidden
from tests.web.test_desk_intake import told
from tests.web.visitor import Visitor, problems_beside

PAGE = "/desk/intake/walk-in"
SAVE = "/desk/intake/drafts/walk_in"


@pytest.fixture
def clerk(app: Flask, client: FlaskClient) -> Visitor:
    return Centre(client).visit("clerk")


def drafts() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(IntakeDraft)) or 0


def save(clerk: Visitor, **fields: Any) -> dict[str, Any]:
    answer = clerk.post(SAVE, form_at=PAGE, **{"draft_version": "0", "submission_id": "one"} | fields)
    assert answer.status_code == 200
    saved: dict[str, Any] = answer.json
    return saved


def test_a_form_is_kept_and_taken_up_with_everything_as_it_was_typed(clerk: Visitor) -> None:
    saved = save(clerk, subject="ถนน", phone="08-1234", received_at="เมื่อวาน", category="C", sms_updates="y")
    assert saved["version"] == 1
    page = clerk.get(saved["page"]).text
    for typed in ('value="ถนน"', 'value="08-1234"', 'value="เมื่อวาน"'):
        assert typed in page
    assert 'name="draft_version" value="1"' in page
    assert hidden(page, "submission_id") == "one"
    assert not problems_beside(page)
    assert save(clerk, draft_version="1", subject="ถนนพัง")["page"] == saved["page"]


def test_a_draft_waits_on_the_desk_and_on_the_pages_of_complaints(clerk: Visitor) -> None:
    page = save(clerk, subject="รอเขียนต่อ")["page"]
    for path in ("/desk/", PAGE, "/desk/intake/phone"):
        assert f'href="{page}"' in clerk.get(path).text
    assert f'href="{page}"' not in clerk.get(page).text


def test_a_recorded_complaint_leaves_no_draft(clerk: Visitor) -> None:
    page = save(clerk, subject="จะลงรับ")["page"]
    assert clerk.post(page, **told(submission_id="one")).status_code == 303
    assert drafts() == 0
    assert clerk.client.get(page).status_code == 404
    late = clerk.post(SAVE, form_at=PAGE, draft_version="1", submission_id="one", subject="ยังพิมพ์อยู่")
    assert (late.status_code, late.json) == (200, {"recorded": True})


def test_a_page_that_is_behind_is_told(clerk: Visitor) -> None:
    save(clerk, subject="แรก")
    behind = clerk.post(SAVE, form_at=PAGE, draft_version="0", submission_id="one", subject="ตามหลัง")
    assert (behind.status_code, behind.json) == (409, {"recorded": False})


def test_without_scripts_a_button_keeps_the_draft(clerk: Visitor) -> None:
    kept = clerk.post(SAVE, form_at=PAGE, draft_version="0", submission_id="one", subject="กดเก็บ", keep="1")
    assert kept.status_code == 303
    assert 'value="กดเก็บ"' in clerk.get(kept.location).text


def test_a_draft_can_be_thrown_away(clerk: Visitor) -> None:
    saved = save(clerk, subject="ไม่เอา")
    assert clerk.post(f"/desk/intake/drafts/{saved['reference']}/discard", form_at=saved["page"]).status_code == 303
    assert drafts() == 0


@pytest.mark.parametrize("reference", ["nonsense", "0" * 16, "../../etc/passwd"])
def test_a_draft_that_is_none_is_not_found(clerk: Visitor, reference: str) -> None:
    assert clerk.client.get(PAGE, query_string={"draft": reference}).status_code == 404


def test_each_browser_seals_under_a_key_of_its_clerk(app: Flask, client: FlaskClient) -> None:
    centre = Centre(client)
    pages = [centre.visit("clerk").get(path).text for path in (PAGE, "/desk/intake/phone")]
    keys = [page.split('data-draft-key="')[1].split('"')[0] for page in pages]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 44


def test_hints_name_a_category_and_its_words(clerk: Visitor) -> None:
    hints = clerk.post("/desk/intake/hints", form_at=PAGE, subject="เรียกรับเงิน", narrative="ขอสินบนค่าใบอนุญาต").text
    assert 'value="A2"' in hints
    assert "สินบน" in hints
    assert "<html" not in hints


def test_hints_name_the_same_matter_and_nothing_confidential(clerk: Visitor) -> None:
    same = make_case_received(3, Category.GENERAL, subject="ไฟถนนหน้าวัดดับทั้งซอย")
    secret = make_case_received(3, Category.BRIBERY, subject="ไฟถนนหน้าวัดดับทั้งซอย")
    hints = clerk.post("/desk/intake/hints", form_at=PAGE, subject="ไฟถนนหน้าวัดดับทั้งซอย", narrative="").text
    assert same in hints
    assert secret not in hints


def test_a_caller_is_looked_up_by_a_whole_number_and_each_time_journalled(app: Flask, client: FlaskClient) -> None:
    centre = Centre(client)
    mine = make_case_received(2, actor=centre.people["clerk"])
    others = make_case_received(2, actor=centre.add_person(Role.CLERK, "other clerk"))
    clerk = centre.visit("clerk")
    for phone, looks in [("081", 0), ("081-234-567", 0), ("๐๘๑-๒๓๔-๕๖๗๘", 1)]:
        hints = clerk.post("/desk/intake/hints", form_at=PAGE, phone=phone).text
        db.session.rollback()
        assert db.session.query(JournalEntry).filter_by(what="caller_looked_up").count() == looks
    assert mine in hints
    assert others not in hints


def test_without_scripts_the_page_comes_back_with_its_hints_and_records_nothing(clerk: Visitor) -> None:
    page = clerk.post(PAGE, **told(category="A", narrative="เรียกรับเงิน สินบน"), hints="1").text
    assert "สินบน" in page.split("data-hints-here")[1]
    taken = clerk.post(PAGE, **told(category="A", narrative="เรียกรับเงิน สินบน"), take_category="A2").text
    assert '<option selected value="A2">' in taken
    assert db.session.query(Case).count() == 0


@pytest.mark.parametrize(("page", "channel"), [(PAGE, "walk_in"), ("/desk/intake/phone", "phone")])
@pytest.mark.parametrize("asked", [{}, {"hints": "1"}, {"take_category": "C"}])
def test_a_form_that_comes_back_goes_on_with_its_draft(
    clerk: Visitor, page: str, channel: str, asked: dict[str, str]
) -> None:
    typed = {"submission_id": "one", "subject": "ไฟดับ"}
    clerk.post(f"/desk/intake/drafts/{channel}", form_at=page, draft_version="0", draft_writer="here", **typed)
    back = clerk.post(page, draft_version="1", **typed, **asked).text
    assert (hidden(back, "draft_version"), "data-came-back" in back) == ("1", True)
    # The page did not hear that its last saving arrived.
    unheard = clerk.post(page, draft_version="0", draft_writer="here", **typed, **asked).text
    assert hidden(unheard, "draft_version") == "1"
    elsewhere = clerk.post(page, draft_version="0", draft_writer="there", **typed, **asked).text
    assert hidden(elsewhere, "draft_version") == "0"


def test_the_draft_of_a_letter_keeps_the_opening_it_lay_in(clerk: Visitor) -> None:
    opened = clerk.post(
        "/desk/box-openings", box="หน้าอาคาร", opened_at="23/11/2569 08.00", opened_by="นางเปิด", witness="", letters="3"
    )
    form = f"/desk/intake/box?opening={opened.location.rpartition('/')[2]}"
    assert "ฉบับที่ 1 จาก 3" in clerk.get(form).text
    typed = {"submission_id": "one", "subject": "จดหมาย", "opening": hidden(clerk.get(form).text, "opening")}
    kept = clerk.post("/desk/intake/drafts/box", form_at=form, draft_version="0", **typed).json
    assert "ฉบับที่ 1 จาก 3" in clerk.get(kept["page"]).text
    assert kept["page"].replace("&", "&amp;") in clerk.get("/desk/").text
