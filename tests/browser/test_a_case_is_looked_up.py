"""A case is found from any page without the hand leaving the keyboard, and on a telephone, and without the script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaint_center.extensions import db
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import Visitor
from tests.make import CALLER, make_case

WORDS = "ขยะตกค้างหน้าโรงเรียน"


@pytest.fixture
def numbers(app: Flask, staffed: None) -> list[str]:
    """Two cases of the same words, the newer first."""
    numbers = [make_case(subject=WORDS, narrative=f"{WORDS} รอบที่ {nth}").register_number for nth in (1, 2)]
    db.session.remove()
    return numbers[::-1]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_case_is_found_while_typing_and_opened_with_the_arrows(
    visit: Callable[..., Visitor], numbers: list[str], size: tuple[int, int]
) -> None:
    officer = visit(size=size)
    officer.signs_in("officer")
    keys, page = officer.page.keyboard, officer.page
    keys.press("/")
    keys.type("ขยะตกคางหน้าโรงเรีน")
    page.wait_for_selector("#offers a")
    assert page.locator("#offers strong").all_inner_texts() == numbers
    assert officer.fits_the_screen()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert page.locator("#sought").get_attribute("aria-activedescendant") == "offer-1"
    keys.press("Enter")
    page.wait_for_url(f"**/desk/cases/{numbers[1]}")


def test_escape_and_leaving_the_box_put_away_what_was_offered(
    visit: Callable[..., Visitor], numbers: list[str]
) -> None:
    officer = visit()
    officer.signs_in("officer")
    page = officer.page
    for put_away in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click()):
        page.locator("#sought").fill("")
        page.locator("#sought").press_sequentially("ขยะ")
        page.wait_for_selector("#offers a")
        put_away()
        page.wait_for_selector("#offers", state="hidden")
    page.locator("#sought").fill("/")
    assert page.locator("#sought").input_value() == "/"


def test_a_telephone_number_is_never_in_the_address(visit: Callable[..., Visitor], numbers: list[str]) -> None:
    supervisor = visit()
    supervisor.signs_in("supervisor")
    asked: list[str] = []
    supervisor.page.on("request", lambda request: asked.append(request.url))
    supervisor.page.keyboard.press("/")
    supervisor.page.keyboard.type(CALLER)
    supervisor.page.wait_for_selector("#offers .offer-none")
    supervisor.page.keyboard.press("Enter")
    supervisor.page.wait_for_url("**/desk/search")
    assert all(supervisor.sees(number) for number in numbers)
    assert not [address for address in asked if "081" in address or "5678" in address]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_without_the_script_the_page_shows_what_was_found(
    visit: Callable[..., Visitor], numbers: list[str], size: tuple[int, int]
) -> None:
    officer = visit(javascript=False, size=size)
    officer.signs_in("officer")
    officer.fills(sought="ขยะ โรงเรียน")
    officer.page.locator(".search-box button").click()
    officer.page.wait_for_load_state()
    assert all(officer.sees(number) for number in numbers)
    assert officer.fits_the_screen()
