"""The time of a session in a browser: a warning before its end, and nothing lost after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.people import Visitor
from tests.make import PASSWORD

MINUTE = 60_000
TYPED = "ข้าวต้มกุ้งตอนเช้า"
FIELD = "[name=subject]"


@pytest.fixture
def clerk(staffed: None, visit: Callable[..., Visitor]) -> Visitor:
    """In the middle of writing down a call, with a clock that the test moves."""
    clerk = visit()
    clerk.signs_in("clerk")
    clerk.page.clock.install()
    clerk.opens("/desk/intake/phone")
    clerk.fills(subject=TYPED)
    return clerk


def heading(page: Page) -> str:
    return page.locator("dialog[open] h2:visible").inner_text()


def test_two_minutes_before_the_end_somebody_still_there_stays(clerk: Visitor) -> None:
    page = clerk.page
    page.locator(FIELD).focus()
    page.clock.run_for(27 * MINUTE)
    assert page.locator("dialog[open]").count() == 0
    page.clock.run_for(MINUTE + 2000)
    assert heading(page) == "ท่านยังอยู่หรือไม่"
    assert page.evaluate("document.activeElement.textContent.trim()") == "ใช้งานต่อ"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 1
    with page.expect_response("**/account/session"):
        page.keyboard.press("Enter")
    page.locator("dialog:not([open])").wait_for(state="attached")
    assert page.evaluate("document.activeElement.name") == "subject"
    assert page.locator(FIELD).input_value() == TYPED
    page.clock.run_for(20 * MINUTE)
    assert page.locator("dialog[open]").count() == 0


def test_after_the_end_the_page_is_covered_until_its_owner_signs_in_again(clerk: Visitor) -> None:
    page = clerk.page
    page.clock.run_for(31 * MINUTE)
    assert heading(page) == "ออกจากระบบแล้ว"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('dialog'), '::backdrop').backgroundColor")
        == "rgb(10, 54, 65)"
    )
    page.context.clear_cookies()
    with page.context.expect_page() as opened:
        page.locator("dialog a:visible").click()
    _sign_in(opened.value)
    page.locator("dialog:not([open])").wait_for(state="attached")
    assert page.locator(FIELD).input_value() == TYPED


def test_a_page_opened_beside_it_gives_both_their_time(clerk: Visitor) -> None:
    page = clerk.page
    page.clock.run_for(29 * MINUTE)
    assert heading(page) == "ท่านยังอยู่หรือไม่"
    page.evaluate(
        "new BroadcastChannel('signed-in').postMessage("
        "{owner: document.querySelector('dialog').dataset.owner, endsAt: Date.now() + 1800000})"
    )
    page.locator("dialog:not([open])").wait_for(state="attached")
    page.evaluate("new BroadcastChannel('signed-in').postMessage({owner: '0', endsAt: Date.now() + 9e9})")
    page.clock.run_for(31 * MINUTE)
    assert heading(page) == "ออกจากระบบแล้ว"


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_sent_too_late_is_given_back(
    staffed: None, app: Flask, visit: Callable[..., Visitor], javascript: bool
) -> None:
    clerk = visit(javascript=javascript)
    clerk.signs_in("clerk")
    clerk.opens("/desk/intake/phone")
    clerk.fills(subject=TYPED, narrative="บรรทัดแรก\nบรรทัดที่สอง")
    _let_time_run_out(clerk.page, app)
    clerk.sends()
    _sign_in(clerk.page)
    clerk.sends()
    assert clerk.page.url.endswith("/desk/intake/phone")
    assert clerk.page.locator(FIELD).input_value() == TYPED
    assert clerk.page.locator("[name=narrative]").input_value() == "บรรทัดแรก\nบรรทัดที่สอง"


def _sign_in(page: Page) -> None:
    page.locator("[name=username]").fill("clerk")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_load_state()


def _let_time_run_out(page: Page, app: Flask) -> None:
    signed = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    (cookie,) = (cookie for cookie in page.context.cookies() if cookie["name"] == "session")
    session = signed.loads(cookie["value"])
    page.context.add_cookies([{**cookie, "value": signed.dumps({**session, "seen_at": session["seen_at"] - 1800})}])
