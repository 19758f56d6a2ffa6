"""Two-way in a browser: a resident without a name or scripts, at a telephone's width, is asked, answers, and rates."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import PHONE
from tests.browser.people import Visitor

QUESTION, ANSWER = "เหตุเกิดเวลาใด", "ประมาณสองทุ่ม มีคนเห็นอีกสองคน"


def test_a_resident_without_a_name_is_asked_answers_and_says_how_it_was(
    staffed: None, visit: Callable[..., Visitor]
) -> None:
    resident = visit(javascript=False, size=PHONE)
    number, code = _file(resident)
    officer = visit(javascript=False, size=PHONE)
    officer.signs_in("officer")
    officer.opens(f"/desk/cases/{number}/conversation")
    officer.fills(text=QUESTION)
    officer.page.locator("button[name=ask]").click()
    officer.page.wait_for_load_state()
    assert officer.shown("data-status") == "info_requested"

    assert resident.follows(code) == "checking"
    assert resident.page.url.endswith("/track")
    assert resident.sees(QUESTION)
    assert resident.fits_the_screen()
    resident.fills(text=ANSWER)
    resident.page.locator("button[name=question]").click()
    resident.page.wait_for_load_state()
    assert resident.sees(ANSWER)

    officer.opens("/desk/")
    officer.page.locator("main section", has_text="มีข้อความใหม่").get_by_role("link", name=number).click()
    officer.page.wait_for_load_state()
    assert officer.sees(ANSWER)
    assert officer.fits_the_screen()
    officer.page.locator("form[action$='/read'] button").click()
    officer.page.wait_for_load_state()
    assert officer.shown("data-status") == "preliminary_check"

    supervisor = visit(javascript=False, size=PHONE)
    supervisor.signs_in("supervisor")
    supervisor.opens(f"/desk/cases/{number}/withdraw")
    supervisor.fills(reason="ผู้ร้องเรียนขอถอนเรื่อง")
    supervisor.page.locator("main form[method=post] button").last.click()
    supervisor.page.wait_for_load_state()

    resident.opens("/track")
    assert resident.shown("data-state") == "closed"
    resident.chooses("handling", "4")
    resident.chooses("result", "5")
    resident.fills(comment="ขอบคุณ")
    resident.page.locator("form[action$='/survey'] button").click()
    resident.page.wait_for_load_state()
    assert resident.fits_the_screen()
    resident.page.locator("form[action$='/leave'] button").click()
    resident.page.wait_for_load_state()
    assert resident.page.locator("[data-state]").count() == 0

    supervisor.opens(f"/desk/cases/{number}")
    assert supervisor.shown("data-result") == "5"
    officer.opens(f"/desk/cases/{number}")
    assert officer.page.locator("[data-result]").count() == 0


def _file(resident: Visitor) -> tuple[str, str]:
    resident.opens("/complaints/general")
    resident.fills(subject="เสียงดังกลางคืน", narrative="เปิดเพลงดังทุกคืน")
    resident.ticks("anonymous", "notice_read")
    resident.sends()
    return resident.shown("data-register-number"), resident.shown("data-tracking-code")
