"""Whose time has run out signs in again, and gets back what they typed."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from werkzeug.test import TestResponse

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.sign_in import IDLE, LONGEST
from complaint_center.domain.tracking import PersonCheck
from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember
from complaint_center.web.kept_forms import KEPT_SECONDS, open_kept
from tests.web.desk import Centre, make_case_received
from tests.web.test_second_factor import code_of, set_up
from tests.web.visitor import PASSWORD, Visitor, make_account, token_of

pytestmark = pytest.mark.one_database

TIME_RAN_OUT = "ออกจากระบบให้แล้วเพราะหมดเวลา"
REASON = "สำเนาบัตร\nบรรทัดที่สอง <b>"


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    return Centre(client)


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> Visitor:
    make_account(Role.CLERK, username="clerk")
    visitor = Visitor(client)
    visitor.sign_in("clerk")
    return visitor


def age(visitor: Visitor, signed_in: timedelta, seen: timedelta) -> None:
    with visitor.client.session_transaction() as session:
        at = int(now().timestamp())
        session["signed_in_at"] = at - int(signed_in.total_seconds())
        session["seen_at"] = at - int(seen.total_seconds())


SOON = timedelta(seconds=20)


@pytest.mark.parametrize(
    ("signed_in", "seen", "is_in"),
    [
        (IDLE, IDLE - SOON, True),
        (IDLE, IDLE, False),
        (LONGEST - SOON, timedelta(0), True),
        (LONGEST, timedelta(0), False),
    ],
)
def test_half_an_hour_of_nothing_or_half_a_day_of_work_ends_it(
    visitor: Visitor, signed_in: timedelta, seen: timedelta, is_in: bool
) -> None:
    age(visitor, signed_in, seen)
    answer = visitor.get("/desk/")
    assert (answer.status_code, answer.location) == ((200, None) if is_in else (302, "/login?next=/desk/"))
    assert (TIME_RAN_OUT in visitor.get("/login").text) is not is_in


def test_a_copied_cookie_ends_with_the_time_of_its_owner(visitor: Visitor) -> None:
    stolen = visitor.client.get_cookie("session")
    assert stolen
    thief = Visitor(visitor.client.application.test_client())
    thief.client.set_cookie("session", stolen.value)
    assert thief.is_signed_in
    age(visitor, IDLE, IDLE)
    visitor.get("/desk/")
    assert not thief.is_signed_in


def test_every_page_gives_the_time_anew(visitor: Visitor) -> None:
    age(visitor, IDLE, IDLE - SOON)
    page = visitor.get("/desk/").text
    assert 1795 <= int(re.findall(r'data-time-left="(\d+)"', page)[0]) <= 1800
    assert 'data-warn-at="120"' in page


def test_a_session_without_its_times_is_over(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as session:
        del session["seen_at"]
    assert not visitor.is_signed_in


def test_the_sign_in_page_ends_a_session_that_is_over_and_passes_on_one_that_is_not(visitor: Visitor) -> None:
    assert visitor.get("/login").location == "/desk/"
    age(visitor, IDLE, IDLE)
    assert TIME_RAN_OUT in visitor.get("/login").text
    assert visitor.sign_in("clerk").status_code == 302


def test_asking_for_more_time_answers_with_what_there_is(visitor: Visitor) -> None:
    age(visitor, LONGEST - timedelta(minutes=1), IDLE - SOON)
    answer = visitor.post("/account/session", form_at="/account/password")
    assert 50 <= answer.json["seconds_left"] <= 60
    age(visitor, IDLE, IDLE - SOON)
    assert 1795 <= visitor.post("/account/session", form_at="/account/password").json["seconds_left"] <= 1800
    age(visitor, IDLE, IDLE)
    assert visitor.client.post("/account/session").status_code == 400


def test_what_was_sent_too_late_comes_back_after_signing_in_and_can_be_sent(visitor: Visitor) -> None:
    asked = _send_too_late(visitor, reason=REASON)
    assert asked.status_code == 401
    assert TIME_RAN_OUT in asked.text
    assert "บรรทัดที่สอง" not in asked.text
    again = _sign_in_with_kept(visitor, asked)
    assert again.status_code == 200
    (shown,) = re.findall(r'<textarea name="reason" hidden>\n(.*?)</textarea>', again.text, re.DOTALL)
    assert html.unescape(shown) == REASON
    assert 'action="/account/session?x=1"' in again.text
    sent = visitor.client.post("/account/session?x=1", data={"csrf_token": token_of(again.text), "reason": REASON})
    assert sent.status_code == 200


def test_passwords_and_codes_are_not_kept(visitor: Visitor) -> None:
    asked = _send_too_late(visitor, reason=REASON, password="secret word", current=PASSWORD, code="123456")
    again = _sign_in_with_kept(visitor, asked)
    assert re.findall(r'<textarea name="(\w+)"', again.text) == ["reason"]


def test_nothing_typed_is_nothing_kept(visitor: Visitor) -> None:
    assert _send_too_late(visitor).location == "/login"


def test_somebody_else_who_signs_in_does_not_get_it(visitor: Visitor) -> None:
    make_account(Role.CLERK, username="other")
    again = _sign_in_with_kept(visitor, _send_too_late(visitor, reason=REASON), "other")
    assert (again.status_code, again.location) == (302, "/desk/")
    assert "ไม่สามารถคืนข้อความ" in visitor.get("/desk/").text


def test_what_nobody_came_back_for_within_an_hour_and_what_is_not_ours_is_gone(visitor: Visitor) -> None:
    asked = _send_too_late(visitor, reason=REASON)
    token, later = _kept_in(asked), now() + timedelta(seconds=KEPT_SECONDS + 5)
    staff_id = _staff_id(visitor)
    assert open_kept(token, staff_id, now())
    assert open_kept(token, staff_id, later) is None
    assert open_kept(token[:-4] + "AAAA", staff_id, now()) is None


def test_a_form_opened_before_the_time_ran_out_can_be_sent_after_signing_in_elsewhere(visitor: Visitor) -> None:
    token = token_of(visitor.get("/account/password").text)
    age(visitor, IDLE, IDLE)
    visitor.get("/desk/")
    visitor.sign_in("clerk")
    assert visitor.client.post("/account/session", data={"csrf_token": token}).status_code == 200


def test_a_form_of_somebody_who_signed_out_or_of_another_cannot_be_sent(visitor: Visitor) -> None:
    make_account(Role.CLERK, username="other")
    token = token_of(visitor.get("/account/password").text)
    age(visitor, IDLE, IDLE)
    visitor.get("/desk/")
    visitor.sign_in("other")
    assert visitor.client.post("/account/session", data={"csrf_token": token}).status_code == 400


def test_the_form_comes_back_also_after_a_code(visitor: Visitor) -> None:
    secret, _ = set_up(visitor)
    asked = _send_too_late(visitor, reason=REASON)
    code_page = _sign_in_with_kept(visitor, asked)
    assert 'autocomplete="one-time-code"' in code_page.text
    fields = {"csrf_token": token_of(code_page.text), "kept": _kept_in(code_page), "code": code_of(secret)}
    again = visitor.client.post("/login/code", data=fields)
    assert 'name="reason"' in again.text


def test_a_new_tracking_code_asked_for_too_late_is_issued_after_all(centre: Centre) -> None:
    path = f"/desk/cases/{make_case_received(1, actor=centre.people['clerk'])}/code"
    clerk = centre.visit("clerk")
    token = token_of(clerk.get(path).text)
    age(clerk, IDLE, IDLE)
    told = {"reason": REASON, "checked": "y", "check": next(iter(PersonCheck)).value, "proof": "บัตรประชาชน"}
    asked = clerk.client.post(path, data={"csrf_token": token, **told})
    member = db.session.get_one(StaffMember, centre.people["clerk"].id)
    member.password = hash_password(PASSWORD)
    db.session.commit()
    again = _sign_in_with_kept(clerk, asked)
    assert f'action="{path}"' in again.text
    assert all(f'<textarea name="{name}"' in again.text for name in told)
    issued = clerk.client.post(path, data={"csrf_token": token_of(again.text), **told})
    assert (issued.status_code, issued.location) == (303, path)
    assert "receipt-code" in clerk.get(path).text


def _send_too_late(visitor: Visitor, **fields: str) -> TestResponse:
    token = token_of(visitor.get("/account/password").text)
    age(visitor, IDLE, IDLE)
    db.session.rollback()
    return visitor.client.post("/account/session?x=1", data={"csrf_token": token, **fields})


def _sign_in_with_kept(visitor: Visitor, asked: TestResponse, username: str = "clerk") -> TestResponse:
    db.session.rollback()
    fields = {"csrf_token": token_of(asked.text), "kept": _kept_in(asked), "username": username, "password": PASSWORD}
    return visitor.client.post("/login", data=fields)


def _kept_in(page: TestResponse) -> str:
    found = re.search(r'name="kept"[^>]*value="([^"]+)"', page.text)
    assert found
    return found[1]


def _staff_id(visitor: Visitor) -> int:
    with visitor.client.session_transaction() as session:
        return int(session["timed_out"])
