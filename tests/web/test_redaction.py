"""A copy for the unit that must answer: looked at with its bars, printed without whoever complained."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.domain.categories import Category
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.services.redaction import TOLD as TOLD_FIELDS
from tests.documents.reading import bare, pages_of
from tests.make import make_complainant, make_unit
from tests.web.desk import Centre, make_case_received
from tests.web.residents import hidden
from tests.web.visitor import Visitor, problems_beside

pytestmark = pytest.mark.one_database

TOLD = "นางสมศรี ใจกล้า โทร 081-234-5678 แจ้งว่าลูกสาวคนโตเห็นเหตุ"
ASKED = {"purpose": "ให้ชี้แจงข้อเท็จจริง", "besides": "ลูกสาวคนโต"}


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def print_as_shown(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    """Look at the copy, and print the one that was looked at."""
    shown = visitor.post(path, **fields, show="1").text
    return visitor.post(path, **fields, print="1", seen=hidden(shown, "seen"))


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
    printed = officer.post(path, **ASKED, unit=str(unit), print="1", seen=hidden(looked, "seen"))
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
    last = re.findall(r'name="shown" value="([^"]+)"', copy)[-1]
    printed = print_as_shown(officer, path, **ASKED, unit=str(unit), shown=last)
    assert "ลูกสาวคนโต" in bare("".join(pages_of(printed.data)))
    assert journalled("redacted_copy_printed") == [f'{{"taken_back": 1, "unit": {unit}}}']


def test_no_copy_goes_to_a_unit_that_the_complaint_is_about(centre: Centre) -> None:
    accused, other = make_unit("กองช่าง"), make_unit("กองคลัง")
    number = make_case_received(1, Category.BRIBERY, accused=(AccusedDraft(unit="กองช่าง"),))
    path, supervisor = f"/desk/cases/{number}/redacted", centre.visit("supervisor")
    assert re.findall(r'<option[^>]* value="(\d+)"', supervisor.get(path).text) == [str(other)]
    refused = print_as_shown(supervisor, path, unit=str(accused), purpose="ให้ชี้แจง")
    assert (refused.status_code, set(problems_beside(refused.text))) == (422, {"unit"})
    assert set(problems_beside(supervisor.post(path, print="1").text)) == {"unit", "purpose"}
    assert journalled("redacted_copy_printed") == []


@pytest.mark.parametrize("shown", ["x", "1", "narrative -1 4", "narrative 0 99999999999999999999", "narrative 0 3"])
def test_bars_that_are_none_are_not_taken_back(centre: Centre, shown: str) -> None:
    unit = make_unit("กองช่าง")
    path = f"/desk/cases/{make_case_received(1, narrative=TOLD)}/redacted"
    printed = print_as_shown(centre.visit("officer"), path, **ASKED, unit=str(unit), shown=shown)
    assert printed.mimetype == "application/pdf"
    assert "สมศรี" not in bare("".join(pages_of(printed.data)))


def test_another_copy_than_the_one_looked_at_is_shown_and_not_printed(centre: Centre) -> None:
    unit = make_unit("กองช่าง")
    path = f"/desk/cases/{make_case_received(1, narrative=TOLD)}/redacted"
    officer, asked = centre.visit("officer"), {"unit": str(unit), "purpose": "ให้ชี้แจง"}
    seen = hidden(officer.post(path, **asked, show="1").text, "seen")
    for changed in ({"besides": "แจ้งว่า"}, {"purpose": "ให้ชี้แจงใหม่"}, {"seen": ""}):
        shown = officer.post(path, **asked | {"seen": seen} | changed, print="1")
        assert (shown.mimetype, "สำเนาเปลี่ยนไป" in shown.text) == ("text/html", True)
    assert journalled("redacted_copy_printed") == []
    assert officer.post(path, **asked, seen=seen, print="1").mimetype == "application/pdf"


IDENTITY = {
    "first_name": "กมลชนก",
    "last_name": "แสงสว่าง",
    "phone": parse_phone("0898887777"),
    "email": "kamon@example.com",
    "national_id": "1234567890121",
    "address": "77/5 หมู่ 4 ซอยดอกไม้",
}
WRITTEN = "กมลชนก แสงสว่าง 089-888-7777 kamon@example.com 1 2345 67890 12 1 บ้านเลขที่ 77/5 ซอยดอกไม้"


def test_whatever_the_vault_knows_is_hidden_in_whatever_was_told_and_in_the_purpose(centre: Centre) -> None:
    unit = make_unit("กองช่าง")
    told = dict.fromkeys(TOLD_FIELDS, f"เห็นเอง {WRITTEN} จริง")
    number = make_case_received(
        1,
        Category.BRIBERY,
        complainant=make_complainant(**IDENTITY),
        accused=(AccusedDraft(name=f"นายใครสักคน ญาติ {WRITTEN}"),),
        **told,
    )
    supervisor = centre.visit("supervisor")
    asked = {"unit": str(unit), "purpose": f"ตามที่ {WRITTEN} ร้อง"}
    printed = print_as_shown(supervisor, f"/desk/cases/{number}/redacted", **asked)
    found = bare("".join(pages_of(printed.data)))
    assert found.count("เห็นเอง") == len(TOLD_FIELDS)
    leaked = [word for word in ("กมล", "แสง", "888", "kamon", "67890", "77/5", "ดอกไม้") if word in found]
    assert leaked == []
    db.session.rollback()
    reason = db.session.query(JournalEntry).filter_by(what="redacted_copy_printed").one().reason
    assert not [word for word in ("กมล", "แสง", "888", "77/5") if word in reason.text]
    db.session.rollback()
