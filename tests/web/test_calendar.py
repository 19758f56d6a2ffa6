"""The page on which an administrator keeps the calendar of working days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.access import Role
from complaint_center.extensions import db
from complaint_center.models.staff import Holiday
from complaint_center.services.calendar import list_year
from complaint_center.web.admin import calendar
from complaint_center.web.desk import home
from tests.web.desk import Centre
from tests.web.visitor import Visitor, problems_beside

pytestmark = pytest.mark.one_database

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def centre(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Centre:
    for page in (calendar, home):
        monkeypatch.setattr(page, "now", lambda: NOON)
    centre = Centre(client)
    for role in (Role.ADMIN, Role.AUDITOR):
        centre.add_person(role, role.value)
    return centre


@pytest.fixture
def admin(centre: Centre) -> Visitor:
    return centre.visit("admin")


def entered(year: int) -> dict[date, str]:
    db.session.rollback()
    return list_year(year)


def test_a_year_is_twelve_months_with_its_holidays_in_words(admin: Visitor) -> None:
    page = admin.get("/admin/calendar?year=๒๕๗๐").text
    assert len(re.findall('<table class="month">', page)) == 12
    assert "<caption>มกราคม 2570</caption>" in page
    for holiday in ('13<span class="visually-hidden"> วันสงกรานต์</span>', "13 เม.ย. 70 วันสงกรานต์"):
        assert holiday in page
    days = re.findall(r"<td[^>]*>(\d+)", page)
    assert len(days) == 365
    assert len(re.findall('<td class="weekend">', page)) + len(re.findall('<td class="holiday">', page)) > 104
    assert "2 เม.ย. 70" not in page
    assert "ปฏิทินนี้ไม่มีผลต่อกำหนดเวลาของเรื่องร้องเรียน" in page


def test_the_present_year_comes_first_and_no_year_is_there_that_the_calendar_has_not(admin: Visitor) -> None:
    assert "<caption>มกราคม 2569</caption>" in admin.get("/admin/calendar").text
    for year in ("2566", "2572", "2570x", "-1", "9" * 30):
        assert admin.get(f"/admin/calendar?year={year}").status_code == 404


def test_a_holiday_is_added_in_the_buddhist_era_and_taken_away(admin: Visitor) -> None:
    answer = admin.post("/admin/calendar", day="๔ มกราคม ๒๕๗๐", name="วันหยุดพิเศษ")
    assert (answer.status_code, answer.location) == (303, "/admin/calendar?year=2570")
    page = admin.get(answer.location).text
    assert "4 ม.ค. 70 วันหยุดพิเศษ" in page
    assert "วันดังกล่าวผ่านไปแล้ว" not in page
    assert entered(2027)[date(2027, 1, 4)] == "วันหยุดพิเศษ"
    answer = admin.post("/admin/calendar/holidays/2027-01-04/remove", form_at="/admin/calendar")
    assert answer.location == "/admin/calendar?year=2570"
    assert date(2027, 1, 4) not in entered(2027)


def test_a_day_that_has_passed_is_changed_with_a_word_that_nothing_done_changes(admin: Visitor) -> None:
    answer = admin.post("/admin/calendar", day="20/11/2569", name="วันหยุดพิเศษ")
    assert "วันดังกล่าวผ่านไปแล้ว" in admin.get(answer.location).text
    answer = admin.post("/admin/calendar/holidays/2026-11-20/remove", form_at="/admin/calendar")
    assert "วันดังกล่าวผ่านไปแล้ว" in admin.get(answer.location).text


@pytest.mark.parametrize(
    ("day", "name", "wrong"),
    [
        ("", "", {"day", "name"}),
        ("31/2/2570", "วันหยุด", {"day"}),
        ("10/12/2569", "วันหยุด", {"day"}),
        ("1/1/2599", "วันหยุด", {"day"}),
        ("4/1/2570", "ก" * 201, {"name"}),
    ],
)
def test_a_slip_is_shown_beside_its_field_and_what_was_typed_stays(
    admin: Visitor, day: str, name: str, wrong: set[str]
) -> None:
    before = entered(2026) | entered(2027)
    answer = admin.post("/admin/calendar?year=2570", day=day, name=name)
    assert (answer.status_code, set(problems_beside(answer.text))) == (422, wrong)
    assert f'value="{day}"' in answer.text
    assert f'value="{name}"' in answer.text
    assert "<caption>มกราคม 2570</caption>" in answer.text
    assert entered(2026) | entered(2027) == before


@pytest.mark.parametrize("day", ["2026-11-24", "tomorrow", "1"])
def test_what_is_no_holiday_cannot_be_taken_away(admin: Visitor, day: str) -> None:
    assert admin.post(f"/admin/calendar/holidays/{day}/remove", form_at="/admin/calendar").status_code == 404


def test_from_november_on_administrators_are_warned_until_the_next_year_is_filled_in_one_press(admin: Visitor) -> None:
    warning = "ยังไม่ได้บันทึกวันหยุดของปี พ.ศ. 2570"
    assert warning not in admin.get("/desk/").text
    db.session.execute(sa.delete(Holiday).where(Holiday.day >= date(2027, 1, 1)))
    db.session.commit()
    page = admin.get("/admin/calendar?year=2570").text
    assert warning in page
    assert "13 เม.ย. 70 วันสงกรานต์" in page.split("บันทึกวันหยุดทั้ง")[0]
    assert warning in admin.get("/desk/").text
    assert entered(2027) == {}
    answer = admin.post("/admin/calendar/2570/fill", form_at="/admin/calendar")
    assert answer.location == "/admin/calendar?year=2570"
    assert len(entered(2027)) > 15
    page = admin.get(answer.location).text
    assert warning not in page
    assert "บันทึกวันหยุดทั้ง" not in page
    assert warning not in admin.get("/desk/").text


def test_a_year_that_is_not_known_says_so_and_one_that_is_not_there_is_not_filled(admin: Visitor) -> None:
    assert "ระบบยังไม่มีรายการวันหยุดราชการของปีนี้" in admin.get("/admin/calendar?year=2571").text
    assert admin.post("/admin/calendar/2571/fill", form_at="/admin/calendar").status_code == 303
    assert entered(2028) == {}
    assert admin.post("/admin/calendar/2600/fill", form_at="/admin/calendar").status_code == 404


def test_a_name_is_only_text(admin: Visitor) -> None:
    admin.post("/admin/calendar", day="4/1/2570", name="<script>alert(1)</script>")
    assert "<script>alert" not in admin.get("/admin/calendar?year=2570").text


def test_the_journal_tells_of_both_in_words(centre: Centre, admin: Visitor) -> None:
    admin.post("/admin/calendar", day="4/1/2570", name="วันหยุดพิเศษ")
    admin.post("/admin/calendar/holidays/2027-01-04/remove", form_at="/admin/calendar")
    page = centre.visit("auditor").get("/desk/journal").text
    assert "เพิ่มวันหยุดในปฏิทิน" in page
    assert "นำวันหยุดออกจากปฏิทิน" in page
    assert "4 มกราคม 2570 วันหยุดพิเศษ" in page
