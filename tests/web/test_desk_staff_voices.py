"""The form in which the staff speak without a name, and the page on which the municipal clerk reads them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.access import Role
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.extensions import db
from complaint_center.models.rate import RateCount
from complaint_center.models.staff_voice import StaffVoice
from tests.web.desk import Centre
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database

WORDS = "อยากให้ผู้บริหารประชุมตรงเวลา <b>ทุกครั้ง</b>"
SHOWN = "อยากให้ผู้บริหารประชุมตรงเวลา &lt;b&gt;ทุกครั้ง&lt;/b&gt;"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    for role in (Role.AUDITOR, Role.ADMIN):
        centre.add_person(role, role.value)
    return centre


def test_what_anybody_sends_reaches_the_municipal_clerk_and_nobody_else(centre: Centre) -> None:
    everybody = [role.value for role in Role]
    for who in everybody:
        answer = centre.visit(who).post("/desk/voice", text=f"{WORDS} {who}")
        assert (answer.status_code, answer.location) == (303, "/desk/")
    page = centre.visit("palad").get("/desk/voices").text
    assert all(f"{SHOWN} {who}" in page for who in everybody)
    assert "ยังไม่ได้อ่าน 7 รายการ" in centre.visit("palad").get("/desk/").text
    for who in set(everybody) - {"palad"}:
        assert centre.visit(who).get("/desk/voices").status_code == 403
        desk, registers = (centre.visit(who).get(path).text for path in ("/desk/", "/desk/oversight"))
        assert "/desk/voices" not in desk
        assert [page.count('href="/desk/voice"') for page in (desk, registers)] == [1, 1]


def test_the_form_says_by_name_who_reads_and_what_is_kept(centre: Centre) -> None:
    page = centre.visit("officer").get("/desk/voice").text
    assert centre.people["palad"].name in page
    assert "ปลัดเทศบาลเพียงผู้เดียว" in page
    assert "ไม่เก็บเวลา" in page


def test_neither_name_nor_words_reach_the_log_nor_any_counter(
    centre: Centre, capfd: pytest.CaptureFixture[str]
) -> None:
    visitor = centre.visit("officer")
    counters = db.session.scalars(sa.select(RateCount.key)).all()
    visitor.post("/desk/voice", text=WORDS)
    assert capfd.readouterr().err == ""
    assert db.session.scalars(sa.select(RateCount.key)).all() == counters


def test_nothing_and_too_much_are_said_beside_the_field_and_what_was_typed_is_kept(centre: Centre) -> None:
    visitor, long = centre.visit("clerk"), "ก" * (REASON_LENGTH + 1)
    empty, much = visitor.post("/desk/voice", text=" "), visitor.post("/desk/voice", text=long)
    assert (empty.status_code, much.status_code) == (422, 422)
    assert "text" in problems_beside(empty.text)
    assert long in much.text
    assert db.session.query(StaffVoice).count() == 0


def test_it_is_marked_as_read_with_a_note(centre: Centre) -> None:
    centre.visit("officer").post("/desk/voice", text=WORDS)
    palad = centre.visit("palad")
    [address] = re.findall(r'href="(/desk/voices/\d+)"', palad.get("/desk/voices").text)
    assert SHOWN in palad.get(address).text
    palad.post(address, note="หารือแล้ว")
    page = palad.get("/desk/voices").text
    assert 'data-read="1"' in page
    assert "หารือแล้ว" in page
    assert "ยังไม่อ่าน" not in page
    assert "หารือแล้ว" in palad.get(address).text
    assert centre.visit("executive").get(address).status_code == 403
    assert "หารือแล้ว" not in centre.visit("auditor").get("/desk/journal").text


def test_a_month_without_voices_and_one_that_is_none(centre: Centre) -> None:
    palad = centre.visit("palad")
    assert "ยังไม่มีผู้เขียนความเห็น" in palad.get("/desk/voices").text
    centre.visit("officer").post("/desk/voice", text=WORDS)
    assert SHOWN not in palad.get("/desk/voices?month=2020-01").text
    assert palad.get("/desk/voices?month=all").status_code == 404
    assert palad.get("/desk/voices/2147483647").status_code == 404
