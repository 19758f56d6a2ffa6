"""The manual of the clerk: what it tells is done here, and its pictures are taken on the way.

`pytest tests/browser/test_the_clerks_manual.py --pictures` puts them where the manual shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import Visitor
from tests.conftest import ROOT

MANUAL = ROOT / "docs" / "clerk-manual.md"
PICTURES = ROOT / "docs" / "images" / "manual"
SHOWN = re.findall(r"!\[[^\]]+\]\(images/manual/([a-z-]+)\.png\)", MANUAL.read_text())


@pytest.fixture
def album(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return PICTURES if request.config.getoption("--pictures") else tmp_path


def test_a_clerk_can_do_what_the_manual_tells(staffed: None, visit: Callable[..., Visitor], album: Path) -> None:
    clerk = visit(size=(1280, 860))
    page = clerk.page
    taken: list[str] = []

    def picture(name: str) -> None:
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=album / f"{name}.png")
        taken.append(name)

    clerk.signs_in("clerk")
    clerk.opens("/desk/box-openings")
    clerk.fills(box="ตู้หน้าสำนักงานเทศบาล", witness="นายสมมติ เห็นเหตุ", letters="3")
    picture("box-openings")
    page.get_by_role("button", name="บันทึกการเปิดตู้").click()
    page.get_by_role("link", name="ลงรับฉบับถัดไป").click()
    page.wait_for_load_state()
    clerk.fills(subject="ขอให้ตรวจสอบการเบิกเบี้ยเลี้ยง", narrative="เบิกค่าเบี้ยเลี้ยงอบรมแต่ไม่ได้ไปจริง")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("ฉบับที่ 2 จาก 3")
    clerk.fills(subject="อยากให้มีลานกีฬา")
    picture("letter")

    clerk.opens("/desk/intake/phone")
    clerk.fills(phone="042 000002", subject="พูดจาไม่สุภาพ", narrative="เจ้าหน้าที่พูดจาไม่สุภาพกับคุณยาย")
    expect(page.locator("[data-take-category]")).to_be_visible()
    page.locator("[name=category]").select_option("B")
    clerk.ticks("notice_told", "sms_updates")
    picture("call")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/receipt")
    picture("receipt")
    number = clerk.shown("data-register-number")

    clerk.opens("/desk/intake/walk-in")
    clerk.fills(subject="ไฟถนนหน้าวัดดับ", narrative="ไฟถนนดับห้าดวง มืดมาก")
    expect(page.locator("[data-take-category]")).to_be_visible()
    expect(page.locator("p[data-when=saved]")).to_be_visible()
    picture("writing")

    clerk.opens("/desk/")
    assert clerk.sees("ไฟถนนหน้าวัดดับ")
    picture("desk")
    clerk.opens("/desk/call-tasks")
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="แสดงเบอร์โทรศัพท์").click()
    expect(page.locator(".call-number")).to_be_visible()
    picture("call-task")
    page.keyboard.press("/")
    page.keyboard.type(number)
    expect(page.locator("#offers")).to_contain_text(number)
    picture("search")

    assert sorted(taken) == sorted(SHOWN)
    assert sorted(path.stem for path in PICTURES.glob("*.png")) == sorted(SHOWN)
