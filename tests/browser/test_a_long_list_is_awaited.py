"""Whoever waits for a long list is left where they are until it is there, whatever they read the page with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_security.utils import hash_password

from complaint_center.clock import now
from complaint_center.documents.spreadsheets import open_row_file
from complaint_center.domain.access import Role
from complaint_center.domain.case_exports import ExportFormat, ExportState
from complaint_center.extensions import db, store
from complaint_center.models.case_export import CaseExport
from complaint_center.services.case_export_run import write_exports
from complaint_center.services.case_exports import request_export
from tests.browser.people import Visitor
from tests.make import make_staff
from tests.services.test_case_exports import OF_YEAR, WORDS

STAYS = "document.querySelector('section.sheet') === window.part && document.contains(window.told)"


@pytest.fixture
def waiting(app: Flask, visit: Callable[..., Visitor]) -> Visitor:
    """A reader on "look again" of a list that nobody has begun."""
    reader = make_staff(Role.PALAD, username="palad", hash_password=hash_password)
    reference = request_export(reader, OF_YEAR, ExportFormat.CSV, WORDS, now())
    db.session.remove()
    visitor = visit()
    visitor.signs_in("palad")
    visitor.opens(f"/desk/reports/cases/{reference}")
    visitor.page.evaluate(
        "window.part = document.querySelector('section.sheet');"
        "window.told = document.querySelector('section [role=status]')"
    )
    visitor.page.locator("section.sheet a").focus()
    return visitor


def become(state: ExportState, done: int = 0) -> None:
    row = db.session.query(CaseExport).one()
    row.state, row.done, row.total = state, done, 3
    db.session.commit()


def test_the_focus_stays_while_a_list_grows_and_goes_to_the_file_at_the_end(waiting: Visitor) -> None:
    page = waiting.page
    become(ExportState.RUNNING, done=1)
    page.wait_for_selector("section[data-done='1'] progress[value='1'][max='3']")
    assert "1 จาก 3" in page.inner_text("section [role=status]")
    assert page.evaluate("document.activeElement.matches('section p a:not(.btn)')")
    assert page.evaluate(STAYS)
    become(ExportState.QUEUED)
    write_exports(store(), open_row_file, now)
    page.wait_for_selector("section[data-state=done] a.btn")
    assert page.evaluate("document.activeElement.matches('a.btn[href$=file]')")
    assert page.evaluate(STAYS)
    assert page.locator("progress, [data-grows]").count() == 0
    assert page.locator("main [aria-live] [role=status]").count() == 0


def test_the_focus_is_kept_in_the_part_when_a_list_fails(waiting: Visitor) -> None:
    become(ExportState.FAILED)
    waiting.page.wait_for_selector("section[data-state=failed]")
    assert waiting.page.evaluate("document.activeElement === window.part")
