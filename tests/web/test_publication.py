"""The publication room, the numbers of the assessment's items, and the guideline that everybody reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import Item
from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember
from complaint_center.services.publication import keep_item_numbers
from complaint_center.web.admin import publication as admin_page
from complaint_center.web.desk import home, supervision
from complaint_center.web.desk import publication as desk_page
from complaint_center.web.public import complaints, guideline, satisfaction, statistics, suggestions
from tests.exports import read_pdf
from tests.make import NOW, make_case, make_unit
from tests.web.desk import Centre, counted_statements
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

PATH, NUMBERS = "/desk/publication", "/admin/publication"
MAY = datetime(2027, 5, 10, 3, tzinfo=UTC)
"""More than thirty days after the first half of the fiscal year 2570."""
OWED, OLD = "ยังไม่ได้บันทึกว่าเผยแพร่สถิติ", "ยังไม่เคยบันทึกการทบทวนแนวปฏิบัติ"
AT_HOME = "ข้อมูลเผยแพร่ที่ไม่เป็นปัจจุบัน"


@pytest.fixture
def centre(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Centre:
    pages: tuple[ModuleType, ...] = (desk_page, admin_page, home, supervision)
    pages += (guideline, statistics, complaints, satisfaction, suggestions)
    for page in pages:
        monkeypatch.setattr(page, "now", lambda: MAY)
    centre = Centre(client)
    for role in (Role.AUDITOR, Role.ADMIN):
        centre.add_person(role, role.value)
    return centre


def note(centre: Centre, who: str = "palad", **changes: str) -> int:
    told = {"half": "2570-1", "place": "website", "published_on": "๕ เมษายน ๒๕๗๐"}
    return centre.visit(who).post(PATH, **told | changes).status_code


def texts(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea[^>]*id="([a-z-]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def test_whoever_commands_is_warned_at_home_and_in_the_room_until_it_is_done(centre: Centre) -> None:
    for who in ("supervisor", "palad", "executive"):
        assert AT_HOME in centre.visit(who).get("/desk/").text
    for who in ("supervisor", "auditor"):
        page = centre.visit(who).get(PATH).text
        assert (OWED in page, OLD in page) == (True, True)
        assert AT_HOME in centre.visit(who).get("/desk/supervision").text
    for who in ("clerk", "officer", "auditor", "admin"):
        assert AT_HOME not in centre.visit(who).get("/desk/").text
    assert note(centre, place="line") == 303
    assert OWED in centre.visit("palad").get(PATH).text
    assert note(centre) == 303
    assert centre.visit("palad").post(f"{PATH}/guideline", form_at=PATH).status_code == 303
    page = centre.visit("palad").get(PATH).text
    assert (OWED in page, OLD in page, "5 เม.ย. 70" in page) == (False, False, True)
    for path in ("/desk/", "/desk/supervision"):
        assert AT_HOME not in centre.visit("palad").get(path).text


def test_a_note_can_be_taken_back_and_the_journal_has_both(centre: Centre) -> None:
    note(centre)
    page = centre.visit("supervisor").get(PATH).text
    path = re.findall(rf'action="({PATH}/\d+/take-back)"', page)
    assert len(path) == 1
    assert path[0] not in centre.visit("auditor").get(PATH).text
    assert centre.visit("supervisor").post(path[0], form_at=PATH).status_code == 303
    assert OWED in centre.visit("supervisor").get(PATH).text
    told = centre.visit("auditor").get("/desk/journal").text
    for words in ("บันทึกการเผยแพร่สถิติ", "ยกเลิกบันทึกการเผยแพร่", "เว็บไซต์ของเทศบาล, 5 เมษายน 2570"):
        assert words in told


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"half": "2570-2"}, "half"),
        ({"half": "x"}, "half"),
        ({"place": ""}, "place"),
        ({"place": "tiktok"}, "place"),
        ({"published_on": ""}, "published_on"),
        ({"published_on": "31/3/2570"}, "published_on"),
        ({"published_on": "11/5/2570"}, "published_on"),
        ({"published_on": "เมื่อวาน"}, "published_on"),
    ],
)
def test_a_slip_is_shown_beside_its_field_and_what_was_typed_stays(
    centre: Centre, changes: dict[str, str], wrong: str
) -> None:
    told = {"half": "2570-1", "place": "line", "published_on": "5/4/2570"} | changes
    answer = centre.visit("palad").post(PATH, **told)
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, {wrong})
    assert f'value="{told["published_on"]}"' in answer.text
    assert "data-publication" not in answer.text


def test_the_texts_are_plain_in_two_languages_with_the_figures_of_the_half_year(centre: Centre) -> None:
    for _ in range(3):
        make_case(Channel.WEB, Category.BRIBERY, now=NOW, received_at=None)
    db.session.rollback()
    found = texts(centre.visit("auditor").get(PATH).text)
    assert list(found) == ["website-th", "website-en", "line-th", "line-en", "facebook-th", "facebook-en"]
    for place in ("website", "line", "facebook"):
        thai, english = found[f"{place}-th"], found[f"{place}-en"]
        for told in ("ตุลาคม 2569", "มีนาคม 2570", "ทั้งหมด 3 เรื่อง", "ข้อมูล ณ วันที่ 10 พฤษภาคม 2570"):
            assert told in thai
        assert "Complaints received: 3" in english
        assert "/statistics?fiscal_year=2570" in english
    assert "พฤศจิกายน 2569: ทั้งหมด 3" in found["website-th"]
    earlier = texts(centre.visit("auditor").get(f"{PATH}?half=2569-2").text)
    assert "เริ่มใช้ระบบรับเรื่องร้องเรียนเมื่อวันที่ 23 พฤศจิกายน 2569" in earlier["line-th"]
    assert "ไม่มีเรื่องร้องเรียน" not in earlier["line-th"]
    assert "แยกตามเดือน" not in earlier["website-th"]
    running = texts(centre.visit("auditor").get(f"{PATH}?half=2570-2").text)
    assert "เดือนเมษายน 2570 \N{EN DASH} พฤษภาคม 2570" in running["line-th"]
    for half in ("2571-1", "2500-1", "x"):
        assert centre.visit("palad").get(f"{PATH}?half={half}").status_code == 404


def test_the_room_takes_as_many_statements_for_many_notes_as_for_one(centre: Centre) -> None:
    def statements() -> int:
        with counted_statements(centre.client.application) as sent:
            centre.visit("palad").get(PATH)
        return len(sent)

    note(centre)
    few = statements()
    for who in ("executive", "supervisor"):
        for place in ("website", "line", "facebook"):
            note(centre, who, place=place)
    assert statements() == few


def test_numbers_kept_by_an_administrator_stand_on_the_public_pages_of_their_year(centre: Centre) -> None:
    admin, told = (
        centre.visit("admin"),
        {"guideline": "O16", "channel": "o๑๗", "statistics": "18", "participation": "33"},
    )
    assert "data-item-number" not in centre.client.get("/guideline").text
    assert admin.post(NUMBERS, **told).location == f"{NUMBERS}?fiscal_year=2570"
    assert 'value="O17"' in admin.get(NUMBERS).text
    numbered = re.findall(r'data-item-number="(\w+)"', centre.client.get("/guideline").text)
    assert numbered == ["O16", "O17"]
    assert 'data-item-number="O18"' in centre.client.get("/statistics").text
    assert 'data-item-number="O17"' in centre.client.get("/complaints/corruption").text
    assert "data-item-number" not in centre.client.get("/complaints/general").text
    for path in ("/suggestions", "/satisfaction"):
        assert 'data-item-number="O33"' in centre.client.get(path).text
    assert "data-item-number" not in centre.client.get("/statistics?fiscal_year=2569").text
    assert "O18" in texts(centre.visit("palad").get(PATH).text)["website-th"]
    assert "ข้อO16" in read_pdf(centre.client.get("/guideline.pdf"))
    assert "ปีงบประมาณ พ.ศ. 2570: O16, O17, O18, O33" in centre.visit("auditor").get("/desk/journal").text


def test_the_guideline_names_its_channels_and_the_form_for_corruption_alike_on_page_and_paper(centre: Centre) -> None:
    page, file = centre.client.get("/guideline").text, read_pdf(centre.client.get("/guideline.pdf"))
    form = "http://127.0.0.1:8000/complaints/corruption"
    assert "5. ช่องทางการร้องเรียน" in page
    assert "5.ช่องทางการร้องเรียน" in file
    assert f'<a href="/complaints/corruption">{form}</a>' in page
    assert form in file


def test_numbers_that_were_kept_before_an_item_was_known_are_still_told(centre: Centre) -> None:
    keep_item_numbers(centre.people["admin"], FiscalYear(2570), {Item.CHANNEL: "O17"}, MAY)
    assert "ปีงบประมาณ พ.ศ. 2570: O17" in centre.visit("auditor").get("/desk/journal").text


def test_a_wrong_number_or_year_is_refused(centre: Centre) -> None:
    answer = centre.visit("admin").post(NUMBERS, guideline="O16", channel="สิบเจ็ด", statistics="")
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, {"channel"})
    assert "สิบเจ็ด" in answer.text
    assert "data-item-number" not in centre.client.get("/guideline").text
    for year in ("2560", "x", "2026"):
        assert centre.visit("admin").get(f"{NUMBERS}?fiscal_year={year}").status_code == 404
    assert centre.visit("admin").get(f"{NUMBERS}?fiscal_year=๒๕๗๑").status_code == 200


def test_the_guideline_names_the_unit_and_the_day_of_its_last_review_also_as_a_file(centre: Centre) -> None:
    db.session.get_one(StaffMember, centre.people["supervisor"].id).unit_id = make_unit("สำนักปลัดเทศบาล")
    db.session.commit()
    assert "ทบทวนล่าสุด" not in centre.client.get("/guideline").text
    centre.visit("supervisor").post(f"{PATH}/guideline", form_at=PATH)
    page = centre.client.get("/guideline").text
    file = read_pdf(centre.client.get("/guideline.pdf"))
    for told in (
        "ทบทวนล่าสุดเมื่อวันที่ 10 พฤษภาคม 2570",
        "สำนักปลัดเทศบาล",
        "ภายใน 7 วัน นับแต่วันรับเรื่อง",
        "ภายใน 15 วัน นับแต่วันรับเรื่อง และทุก 30 วัน",
        "ตู้รับฟังความคิดเห็น",
        "4. ระยะเวลาดำเนินการ",
    ):
        assert told in page
        assert "".join(told.split()) in file
    assert 'href="/guideline.pdf"' in page


def test_the_guideline_is_there_in_english_too(centre: Centre) -> None:
    centre.client.get("/language/en")
    assert "within 15 days of receipt, and every 30 days" in centre.client.get("/guideline").text
    assert "5.Channels" in read_pdf(centre.client.get("/guideline.pdf"))
