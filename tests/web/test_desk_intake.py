"""A clerk logs what came at the counter, by telephone and in the box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.channels import Channel
from complaint_center.domain.thai import BUDDHIST_ERA, to_thai_digits
from complaint_center.extensions import db
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from tests.web.desk import Centre, days_ago
from tests.web.visitor import problems_beside

pytestmark = pytest.mark.one_database


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


def told(**changes: Any) -> dict[str, Any]:
    """A form that can be accepted at the counter."""
    return {
        "category": "A2",
        "subject": "เรียกเงินค่าใบอนุญาต",
        "narrative": "ขอเงินเพื่อให้เร็วขึ้น",
        "accused_position": "นายตรวจ",
        "first_name": "สมศรี",
        "last_name": "ใจกล้า",
        "phone": "๐๘๑-๒๓๔-๕๖๗๘",
        "sms_updates": "y",
        "received_at": typed(days_ago(1)),
        "submission_id": uuid4().hex,
    } | changes


def typed(instant: Any, era: int = BUDDHIST_ERA) -> str:
    local = instant.astimezone(BANGKOK)
    return f"{local.day}/{local.month}/{local.year + era} {local:%H.%M}"


def only_case() -> Case:
    db.session.rollback()
    return db.session.query(Case).one()


def test_a_walk_in_is_recorded_and_its_receipt_shown(centre: Centre) -> None:
    answer = centre.visit("clerk").post("/desk/intake/walk-in", **told())
    assert (answer.status_code, answer.location) == (303, "/receipt")
    receipt = centre.visit("clerk").get("/receipt").text
    case = only_case()
    assert case.channel is Channel.WALK_IN
    assert f'data-register-number="{case.register_number}"' in receipt
    assert case.logged_by is not None
    assert case.logged_by.username == "clerk"


@pytest.mark.parametrize("era", [0, BUDDHIST_ERA])
def test_the_time_of_receipt_is_read_in_both_eras_and_in_thai_digits(centre: Centre, era: int) -> None:
    yesterday = days_ago(1).replace(second=0, microsecond=0)
    centre.visit("clerk").post("/desk/intake/walk-in", **told(received_at=to_thai_digits(typed(yesterday, era))))
    assert only_case().received_at == yesterday


def test_a_call_counts_from_the_time_of_the_call(centre: Centre) -> None:
    called_at = days_ago(8).replace(second=0, microsecond=0)
    form = told(called_at=typed(called_at), notice_told="y", received_at="")
    assert centre.visit("clerk").post("/desk/intake/phone", **form).status_code == 303
    case = only_case()
    assert (case.called_at, case.received_at, case.notice_told) == (called_at, called_at, True)


def test_a_letter_counts_from_the_opening_of_the_box(centre: Centre) -> None:
    opened_at = days_ago(2).replace(second=0, microsecond=0)
    letter = {"anonymous": "y", "first_name": "", "last_name": "", "phone": "", "sms_updates": ""}
    opening = {"box": "หน้าอาคาร", "opened_at": typed(opened_at), "opened_by": "นายเปิด", "witness": "นางเห็น"}
    assert centre.visit("clerk").post("/desk/intake/box", **told(**letter, **opening)).status_code == 303
    case = only_case()
    assert case.box_opening is not None
    assert case.box_opening.box.name == "หน้าอาคาร"
    assert (case.box_opening.opened_by, case.box_opening.witness) == ("นายเปิด", "นางเห็น")
    assert case.received_at == case.box_opening.opened_at == opened_at
    assert case.complainant.is_anonymous


def test_the_form_begins_with_now_in_the_buddhist_era(centre: Centre) -> None:
    page = centre.visit("clerk").get("/desk/intake/walk-in").text
    assert str(now().astimezone(BANGKOK).year + BUDDHIST_ERA) in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_at", "เมื่อวาน"),
        ("received_at", ""),
        ("phone", "12"),
        ("national_id", "1100000000007"),
        ("subject", ""),
        ("narrative", "ก" * 100_000),
        ("category", "Z"),
    ],
)
def test_a_wrong_field_keeps_all_that_was_typed(centre: Centre, field: str, value: str) -> None:
    answer = centre.visit("clerk").post("/desk/intake/walk-in", **told(remedy="ขอเงินคืน", **{field: value}))
    assert answer.status_code == 422
    assert field in problems_beside(answer.text)
    assert f'href="#{field}"' in answer.text
    assert "ขอเงินคืน" in answer.text
    # A list can show nothing that is not on it.
    assert field == "category" or value in answer.text


def test_a_time_of_receipt_in_the_future_is_refused_by_the_rules(centre: Centre) -> None:
    tomorrow = typed(now() + timedelta(days=1))
    answer = centre.visit("clerk").post("/desk/intake/walk-in", **told(received_at=tomorrow))
    assert answer.status_code == 422
    assert set(problems_beside(answer.text)) == {"received_at"}
    assert tomorrow in answer.text


def test_a_year_of_the_wrong_era_is_taken_for_the_slip_it_is(centre: Centre) -> None:
    answer = centre.visit("clerk").post("/desk/intake/walk-in", **told(received_at="22/11/1969 10.00"))
    assert set(problems_beside(answer.text)) == {"received_at"}


def test_a_date_that_cannot_be_is_told_together_with_all_else_that_is_missing(centre: Centre) -> None:
    form = told(called_at="๓๑/๑๒/๒๕๗๐", received_at="", subject="")
    answer = centre.visit("clerk").post("/desk/intake/phone", **form)
    assert set(problems_beside(answer.text)) == {"called_at", "notice_told", "subject"}


def test_the_clerks_receipt_leads_back_to_the_desk(centre: Centre) -> None:
    clerk = centre.visit("clerk")
    clerk.post("/desk/intake/walk-in", **told())
    page = clerk.get("/receipt").text
    assert "data-tracking-code" in page
    assert 'href="/desk/intake/phone"' in page
    assert "data-quick-exit" not in page


def test_a_call_without_the_notice_is_not_taken(centre: Centre) -> None:
    form = told(called_at=typed(days_ago(1)), received_at="")
    assert "notice_told" in problems_beside(centre.visit("clerk").post("/desk/intake/phone", **form).text)


def test_the_same_form_twice_is_one_case_and_other_content_a_conflict(centre: Centre) -> None:
    clerk, form = centre.visit("clerk"), told()
    assert clerk.post("/desk/intake/walk-in", **form).status_code == 303
    assert clerk.post("/desk/intake/walk-in", **form).status_code == 303
    assert clerk.post("/desk/intake/walk-in", **form | {"subject": "เรื่องอื่น"}).status_code == 409
    assert only_case().subject == form["subject"]


@pytest.mark.parametrize("channel", ["walk-in", "phone", "box"])
def test_only_a_clerk_logs(centre: Centre, channel: str) -> None:
    assert centre.visit("officer").get(f"/desk/intake/{channel}").status_code == 403


def test_a_form_without_its_token_is_not_taken(centre: Centre) -> None:
    assert centre.visit("clerk").client.post("/desk/intake/walk-in", data=told()).status_code == 400


@pytest.mark.parametrize("path", ["/desk/intake/walk-in", "/desk/intake/phone", "/desk/intake/box"])
def test_who_gives_no_number_and_wants_to_be_told_calls_back(centre: Centre, path: str) -> None:
    clerk = centre.visit("clerk")
    at = typed(days_ago(1))
    came = {"box": "หน้าอาคาร", "opened_at": at, "opened_by": "นางเปิด", "called_at": at, "notice_told": "y"}
    assert clerk.post(path, **told(phone="", sms_updates="y") | came).status_code == 303
    [task] = db.session.scalars(sa.select(CallTask))
    assert (task.case.complainant.phone, task.case.complainant.wants_updates) == ("", True)
    number = task.case.register_number
    db.session.rollback()
    answer = clerk.get(f"/desk/call-tasks/{number}")
    assert (answer.status_code, number in answer.text) == (200, True)
