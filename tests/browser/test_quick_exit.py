"""Leaving the corruption form at once: going back shows nothing of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import Visitor

TYPED = {"subject": "เรียกเงิน", "narrative": "เขาเรียกเงินฉัน", "first_name": "สมศรี", "accused_name": "นายใหญ่"}
ELSEWHERE = "/privacy"
"""Where the test is led instead of a page outside."""


@pytest.mark.parametrize(
    ("javascript", "size"), [(True, DESKTOP), (True, PHONE), (False, PHONE)], ids=["desktop", "phone", "no-script"]
)
def test_one_press_leaves_and_nothing_typed_comes_back(
    visit: Callable[..., Visitor], javascript: bool, size: tuple[int, int]
) -> None:
    somebody = _who_types(visit(javascript=javascript, size=size))
    assert somebody.fits_the_screen()
    button = somebody.page.locator("[data-quick-exit]")
    box = button.bounding_box()
    assert box
    assert box["height"] >= 48
    button.click()
    somebody.page.wait_for_url(f"**{ELSEWHERE}")
    assert _shown_after_going_back(somebody.page) == set()


def test_the_keyboard_reaches_it_first_and_enter_leaves(visit: Callable[..., Visitor]) -> None:
    somebody = _who_types(visit())
    somebody.page.reload()
    somebody.page.keyboard.press("Tab")
    somebody.page.keyboard.press("Enter")
    somebody.page.wait_for_url(f"**{ELSEWHERE}")


def test_esc_pressed_three_times_leaves_from_within_a_field_and_back_goes_before_the_form(
    visit: Callable[..., Visitor],
) -> None:
    somebody = visit()
    somebody.opens("/guideline")
    _who_types(somebody)
    for _ in range(3):
        somebody.page.keyboard.press("Escape")
    somebody.page.wait_for_url(f"**{ELSEWHERE}")
    somebody.page.go_back()
    assert somebody.page.url.endswith("/guideline")


def test_two_presses_of_esc_do_nothing(visit: Callable[..., Visitor]) -> None:
    somebody = _who_types(visit())
    for _ in range(2):
        somebody.page.keyboard.press("Escape")
    assert somebody.page.locator("[name=subject]").input_value() == TYPED["subject"]


def test_pages_that_the_browser_kept_from_before_are_emptied_too(visit: Callable[..., Visitor]) -> None:
    somebody = _who_types(visit())
    kept_page = (
        "sessionStorage.setItem('left', '1'); dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    )
    somebody.page.evaluate(kept_page)
    assert _typed_on(somebody.page) == set()


def _who_types(somebody: Visitor) -> Visitor:
    def lead_elsewhere(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        route.fulfill(response=answer, headers={**answer.headers, "location": ELSEWHERE})

    somebody.page.route("**/leave", lead_elsewhere)
    somebody.opens("/complaints/corruption")
    somebody.fills(**TYPED)
    return somebody


def _shown_after_going_back(page: Page) -> set[str]:
    page.go_back()
    page.wait_for_load_state()
    return _typed_on(page)


def _typed_on(page: Page) -> set[str]:
    fields: list[Any] = page.locator("main input:not([type=hidden]), main textarea").all()
    return {field.input_value() for field in fields} & set(TYPED.values())
