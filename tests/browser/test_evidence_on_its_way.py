"""Files sent from a browser, with the script that shows how far they are and without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from werkzeug.exceptions import default_exceptions

from complaint_center.extensions import db
from complaint_center.models.evidence import Evidence
from tests.browser.conftest import PHONE
from tests.browser.people import Visitor
from tests.files import PDF, jpeg

PHOTO = {"name": "ภาพถนน.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
CONTRACT = {"name": "สัญญา.pdf", "mimeType": "application/pdf", "buffer": PDF}


def kept() -> list[str]:
    names = [row.name for row in db.session.query(Evidence).order_by(Evidence.id)]
    db.session.rollback()
    return names


def chosen(page: Page) -> int:
    return int(page.locator("#evidence").evaluate("input => input.files.length"))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_resident_sends_files_after_a_mistake(
    app: Flask, staffed: None, visit: Callable[..., Visitor], javascript: bool
) -> None:
    resident = visit(javascript=javascript, size=PHONE)
    resident.opens("/complaints/general")
    resident.page.locator("#evidence").set_input_files([PHOTO, CONTRACT])
    resident.fills(subject="ถนนชำรุด")
    resident.page.locator("main button[type=submit]").click()
    resident.page.wait_for_selector("#narrative-problem")
    assert kept() == []
    # The script keeps what was chosen; a browser without it forgets.
    assert chosen(resident.page) == (2 if javascript else 0)
    if not javascript:
        resident.page.locator("#evidence").set_input_files([PHOTO, CONTRACT])
    resident.fills(narrative="เป็นหลุมใหญ่")
    resident.page.locator("#notice_read").check()
    resident.page.locator("main button[type=submit]").click()
    resident.page.wait_for_url("**/receipt")
    assert resident.shown("data-register-number")
    assert "2 ไฟล์" in resident.page.locator("article").inner_text()
    assert kept() == ["ภาพถนน.jpg", "สัญญา.pdf"]
    assert resident.fits_the_screen()


@pytest.mark.parametrize(
    ("status", "told"), [(413, "ส่งไฟล์ครั้งละน้อยลง"), (429, "กรุณารอสักครู่"), (503, "กรุณาลองใหม่"), (None, "ตรวจสอบสัญญาณ")]
)
def test_why_files_were_not_taken_is_told_in_sight_and_what_was_typed_stays(
    app: Flask, staffed: None, visit: Callable[..., Visitor], status: int | None, told: str
) -> None:
    resident = visit(size=PHONE)
    resident.opens("/complaints/general")

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif status is None:
            route.abort()
        else:
            with app.test_request_context(headers={"Accept-Language": "th"}):
                page = app.make_response(app.handle_user_exception(default_exceptions[status]()))
            route.fulfill(status=status, body=page.get_data(as_text=True), content_type="text/html; charset=utf-8")

    resident.page.route("**/complaints/general", refuse)
    resident.page.locator("#evidence").set_input_files([CONTRACT])
    resident.fills(subject="ถนนชำรุด", narrative="เป็นหลุมใหญ่")
    resident.page.locator("main button[type=submit]").click()
    said = resident.page.get_by_role("status").filter(has_text=told)
    said.wait_for()
    expect(said).to_be_in_viewport()
    assert resident.page.locator("#narrative").input_value() == "เป็นหลุมใหญ่"
    assert chosen(resident.page) == 1
    # That the resource did not come is what the browser is right to complain of.
    resident.browser_complaints.clear()
