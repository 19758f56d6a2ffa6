"""The receipt: all that the complainant takes home, for a quarter of an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.intake import Receipt
from complaint_center.domain.references import normalise_tracking_code
from complaint_center.web.public.receipt import SHOWN_SECONDS, seal, unseal
from tests.make import NOW
from tests.web.residents import Resident, attribute

pytestmark = pytest.mark.one_database

RECEIPT = Receipt("70-0001", "1234567890123450", NOW, NOW + timedelta(days=7))


@pytest.fixture
def resident(app: Flask, client: FlaskClient) -> Resident:
    return Resident(client)


def test_it_tells_number_code_time_and_due_date_to_people_and_programs(resident: Resident) -> None:
    page = resident.receipt()
    received_at = datetime.fromisoformat(attribute(page, "data-received-at"))
    due_at = datetime.fromisoformat(attribute(page, "data-due-at"))
    code = attribute(page, "data-tracking-code")
    assert attribute(page, "data-register-number") in page
    assert normalise_tracking_code(code) == code
    assert " ".join(code[at : at + 4] for at in range(0, 16, 4)) in page
    assert received_at.tzinfo == UTC
    assert due_at - received_at == timedelta(days=7)


def test_a_suggestion_has_no_due_date(resident: Resident) -> None:
    page = resident.receipt("suggestion")
    assert attribute(page, "data-due-at") == ""
    assert "ภายในวันที่" not in page


def test_the_cookie_is_sealed_and_out_of_reach_of_scripts(resident: Resident, client: FlaskClient) -> None:
    answer = resident.file()
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("receipt="))
    code = attribute(resident.get("/receipt").text, "data-tracking-code")
    assert code not in cookie
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/receipt", "Max-Age=900"))


def test_the_code_is_in_no_address_and_the_page_is_not_kept_by_the_browser(resident: Resident) -> None:
    answer = resident.file()
    assert answer.location == "/receipt"
    assert resident.get("/receipt").headers["Cache-Control"] == "no-store"


def test_without_the_cookie_the_page_is_polite_and_tells_nothing(resident: Resident) -> None:
    answer = resident.get("/receipt")
    assert answer.status_code == 200
    assert "data-tracking-code" not in answer.text
    assert "ไม่มีใบรับเรื่องให้แสดง" in answer.text


def test_a_cookie_that_was_tampered_with_tells_nothing(resident: Resident, client: FlaskClient) -> None:
    client.set_cookie("receipt", "gAAAAABmadeup", path="/receipt")
    assert "data-tracking-code" not in resident.get("/receipt").text


@pytest.mark.parametrize(("seconds", "is_shown"), [(0, True), (SHOWN_SECONDS, True), (SHOWN_SECONDS + 1, False)])
def test_it_can_be_opened_for_a_quarter_of_an_hour(app: Flask, seconds: int, is_shown: bool) -> None:
    opened = unseal(seal(RECEIPT, NOW), NOW + timedelta(seconds=seconds))
    assert opened == (RECEIPT if is_shown else None)


def test_the_qr_code_is_the_same_for_everybody_so_it_cannot_hold_a_tracking_code(resident: Resident) -> None:
    before = resident.get("/receipt/track.svg")
    resident.receipt()
    after = resident.get("/receipt/track.svg")
    assert before.mimetype == "image/svg+xml"
    assert before.data == after.data


def test_dates_are_of_the_buddhist_era_in_thai_and_christian_in_english(resident: Resident) -> None:
    page = resident.receipt()
    year = datetime.fromisoformat(attribute(page, "data-received-at")).year
    assert f" {year + 543} " in page
    resident.get("/language/en")
    assert f" {year}, " in resident.get("/receipt").text
