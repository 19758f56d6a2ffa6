"""A copy for the unit that must answer: looked at with its bars, printed without whoever complained."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from tests.documents.reading import bare, pages_of
from tests.make import make_unit
from tests.web.desk import Centre, make_case_received
from tests.web.visitor import problems_beside

TOLD = "นางสมศรี ใจกล้า โทร 081-234-5678 แจ้งว่าลูกสาวคนโตเห็นเหตุ"
ASKED = {"purpose": "ให้ชี้แจงข้อเท็จจริง", "besides": "ลูกสาวคนโต"}


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def journalled(what: str) -> list[str]:
    db.session.rollback()
    rows = db.session.query(JournalEntry).filter_by(what=what).order_by(JournalEntry.seq)
    details = [entry.detail for entry in rows]
    db.session.rollback()
    return details


def test_the_copy_is_looked_at_and_then_printed_without_whoever_complained(centre: Centre) -> None:
    unit = make_unit("กองช่าง")
    path = f"/desk/cases/{make_case_received(1, narrative=TOLD)}/redacted"
    officer = centre.visit("officer")
    looked = officer.post(path, **ASKED, unit=str(unit), show="1").text
    copy = looked.split('class="redacted"')[1].split("</article>")[0]
    assert not [word for word in ("สมศรี", "ใจกล้า", "234", "ลูกสาว") if word in copy]
    assert "เห็นเหตุ" in copy
    printed = officer.post(path, **ASKED, unit=str(unit), print="1")
    assert printed.mimetype == "application/pdf"
    found = bare("".join(pages_of(printed.data)))
    assert not [word for word in ("สมศรี", "ใจกล้า", "5678", "๕๖๗๘", "ลูกสาว") if word in found]
    assert all(word in found for word in ("เห็นเหตุ", "กองช่าง", "ให้ชี้แจงข้อเท็จจริง", "ลับ"))
    assert len(journalled("redacted_copy_shown")) == 1
    assert journalled("redacted_copy_printed") == [f'{{"taken_back": 0, "unit": {unit}}}']


def test_a_bar_that_hides_something_else_is_taken_back(centre: Centre) -> None:
    unit = make_unit("กองช่าง")
    path = f"/desk/cases/{make_case_received(1, narrative=TOLD)}/redacted"
    officer = centre.visit("officer")
    copy = officer.post(path, **ASKED, unit=str(unit), show="1").text
    last = re.findall(r'name="shown" value="(\d+)"', copy)[-1]
    printed = officer.post(path, **ASKED, unit=str(unit), print="1", shown=last)
    assert "ลูกสาวคนโต" in bare("".join(pages_of(printed.data)))
    assert journalled("redacted_copy_printed") == [f'{{"taken_back": 1, "unit": {unit}}}']


def test_no_copy_goes_to_a_unit_that_the_complaint_is_about(centre: Centre) -> None:
    accused, other = make_unit("กองช่าง"), make_unit("กองคลัง")
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(unit="กองช่าง"),))
    path, supervisor = f"/desk/cases/{number}/redacted", centre.visit("supervisor")
    assert re.findall(r'<option[^>]* value="(\d+)"', supervisor.get(path).text) == [str(other)]
    refused = supervisor.post(path, unit=str(accused), purpose="ให้ชี้แจง", print="1")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"unit"})
    assert set(problems_beside(supervisor.post(path, print="1").text)) == {"unit", "purpose"}
    assert journalled("redacted_copy_printed") == []


@pytest.mark.parametrize("shown", ["x", "-1", "99999999999999999999"])
def test_bars_that_are_none_are_not_taken_back(centre: Centre, shown: str) -> None:
    unit = make_unit("กองช่าง")
    path = f"/desk/cases/{make_case_received(1, narrative=TOLD)}/redacted"
    printed = centre.visit("officer").post(path, **ASKED, unit=str(unit), print="1", shown=shown)
    assert "สมศรี" not in bare("".join(pages_of(printed.data)))
