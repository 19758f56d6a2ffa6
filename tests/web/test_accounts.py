"""Signing in and out, and changing one's own password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center import clock
from complaint_center.domain.access import Role
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.sign_in import LONGEST
from complaint_center.extensions import db
from complaint_center.models.outbox import Medium, OutboxMessage
from complaint_center.models.rate import RateCount
from complaint_center.models.staff import StaffMember
from complaint_center.services.ended_sessions import forget_ended_sessions
from complaint_center.services.staff import deactivate_staff, set_password
from tests.make import NOW, OFFICE
from tests.web.visitor import PASSWORD, Visitor, make_account, problems_beside, token_of

pytestmark = pytest.mark.one_database

NOT_RIGHT = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง หรือบัญชีถูกปิดแล้ว"


SIGNED_IN_LAST = "ท่านเข้าสู่ระบบครั้งก่อนเมื่อ"


def let_counters_end() -> None:
    db.session.execute(sa.update(RateCount).values(expires_at=clock.now() - timedelta(seconds=1)))
    db.session.commit()


def told_of_sign_ins() -> list[OutboxMessage]:
    db.session.rollback()
    told = sa.select(OutboxMessage).where(OutboxMessage.kind == MessageKind.NEW_SIGN_IN).order_by(OutboxMessage.id)
    return list(db.session.scalars(told))


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> Visitor:
    make_account(Role.CLERK, username="clerk")
    return Visitor(client)


def test_a_clerk_without_email_signs_in_by_username_and_lands_on_the_desk(visitor: Visitor) -> None:
    make_account(Role.CLERK, username="nomail", email="")
    answer = visitor.sign_in("nomail")
    assert (answer.status_code, answer.location) == (302, "/desk/")
    assert visitor.is_signed_in


def test_capitals_and_spaces_around_the_username_do_not_matter(visitor: Visitor) -> None:
    assert visitor.sign_in("  Clerk ").status_code == 302


def test_the_form_asks_for_username_password_and_token_only(visitor: Visitor) -> None:
    page = visitor.get("/login").text
    assert [name for name in ("username", "password", "csrf_token") if f'name="{name}"' in page] == [
        "username",
        "password",
        "csrf_token",
    ]
    for absent in ("email", "remember", "next", "submit"):
        assert f'name="{absent}"' not in page


@pytest.mark.parametrize(("username", "password"), [("nobody", PASSWORD), ("clerk", "wrong"), ("closed", PASSWORD)])
def test_every_failed_sign_in_says_the_same(visitor: Visitor, username: str, password: str) -> None:
    admin = make_account(Role.ADMIN)
    closed = make_account(Role.CLERK, username="closed")
    deactivate_staff(OFFICE, admin, closed.id, "ย้ายไปที่อื่น", NOW)
    answer = visitor.sign_in(username, password)
    assert answer.status_code == 422
    assert answer.text.count(NOT_RIGHT) == 1
    assert problems_beside(answer.text) == {}
    assert password not in answer.text
    assert not visitor.is_signed_in


def test_an_empty_form_says_what_is_missing_beside_each_field(visitor: Visitor) -> None:
    answer = visitor.sign_in("", "")
    assert answer.status_code == 422
    assert problems_beside(answer.text).keys() == {"username", "password"}


def test_signing_in_without_the_token_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/login", data={"username": "clerk", "password": PASSWORD})
    assert answer.status_code == 400
    assert not visitor.is_signed_in


def test_after_signing_in_one_is_where_one_wanted_to_go(visitor: Visitor) -> None:
    sent_away = visitor.get("/account/password?a=1")
    assert (sent_away.status_code, sent_away.location) == (302, "/login?next=/account/password?a%3D1")
    assert visitor.sign_in("clerk", path=sent_away.location).location == "/account/password?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/x",
        "javascript:1",
        "/\\evil.example",
        "///evil.example",
        "/%09/evil.example",
    ],
)
def test_nobody_is_led_to_another_site(visitor: Visitor, elsewhere: str) -> None:
    assert visitor.sign_in("clerk", path=f"/login?next={elsewhere}").location == "/desk/"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(visitor: Visitor) -> None:
    cookie = visitor.sign_in("clerk").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_https_the_session_cookie_is_secure(visitor: Visitor, make_app: Callable[..., Flask]) -> None:
    app = make_app(PUBLIC_URL="https://complaints.example.go.th")
    answer = app.test_client().get("/login", base_url="https://complaints.example.go.th")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_signing_out_takes_a_form_and_ends_the_session(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    assert visitor.get("/logout").status_code == 405
    assert visitor.post("/logout", form_at="/account/password").location == "/login"
    assert not visitor.is_signed_in


def test_a_copied_cookie_is_worth_nothing_once_its_owner_signed_out(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    stolen = visitor.client.get_cookie("session")
    assert stolen
    thief = Visitor(visitor.client.application.test_client())
    thief.client.set_cookie("session", stolen.value)
    assert thief.is_signed_in
    visitor.post("/logout", form_at="/account/password")
    assert not thief.is_signed_in
    assert thief.get("/desk/").location == "/login?next=/desk/"
    assert forget_ended_sessions(clock.now()) == 0
    assert forget_ended_sessions(clock.now() + LONGEST) == 1


def test_a_session_without_a_number_is_nobodys(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    with visitor.client.session_transaction() as session:
        del session["session_number"]
    assert not visitor.is_signed_in


def test_ten_wrong_passwords_for_one_name_are_enough_for_a_while(visitor: Visitor) -> None:
    make_account(Role.OFFICER, username="officer")
    for _ in range(10):
        assert visitor.sign_in("clerk", "wrong").status_code == 422
    stopped = visitor.sign_in("CLERK")
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert visitor.sign_in("officer").status_code == 302


def test_an_address_of_many_wrong_guesses_is_closed_but_to_browsers_that_the_account_knows(visitor: Visitor) -> None:
    assert visitor.sign_in("clerk").status_code == 302
    visitor.post("/logout", form_at="/account/password")
    stranger = Visitor(visitor.client.application.test_client())
    assert stranger.sign_in("nobody", "wrong").status_code == 422
    db.session.execute(sa.update(RateCount).values(count=100))
    db.session.commit()
    assert stranger.sign_in("clerk").status_code == 429
    assert visitor.sign_in("clerk").status_code == 302


def test_signing_in_rightly_is_never_counted(visitor: Visitor) -> None:
    for _ in range(12):
        assert visitor.sign_in("clerk").status_code == 302
        visitor.post("/logout", form_at="/account/password")


def test_passwords_are_kept_as_argon2_hashes(visitor: Visitor) -> None:
    kept = db.session.query(StaffMember.password).scalar()
    assert kept.startswith("$argon2id$")


def test_changing_the_password_keeps_this_session_and_ends_the_others(visitor: Visitor) -> None:
    elsewhere = Visitor(visitor.client.application.test_client())
    visitor.sign_in("clerk")
    elsewhere.sign_in("clerk")
    token_before = token_of(visitor.get("/account/password").text)
    changed = visitor.post("/account/password", current=PASSWORD, password="ฝนตกที่ธาตุนาเวง", again="ฝนตกที่ธาตุนาเวง")
    assert changed.status_code == 303
    assert visitor.is_signed_in
    assert not elsewhere.is_signed_in
    assert elsewhere.sign_in("clerk").status_code == 422
    open_form = {"csrf_token": token_before}
    assert visitor.client.post("/account/session", data=open_form).status_code == 200
    assert elsewhere.sign_in("clerk", "ฝนตกที่ธาตุนาเวง").status_code == 302


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"current": "not it", "password": "ข้าวต้มกุ้งตอนเช้า", "again": "ข้าวต้มกุ้งตอนเช้า"}, "current"),
        ({"current": PASSWORD, "password": "too short", "again": "too short"}, "password"),
        ({"current": PASSWORD, "password": "x" * 201, "again": "x" * 201}, "password"),
        ({"current": PASSWORD, "password": "รหัสผ่าน1234", "again": "รหัสผ่าน1234"}, "password"),
        ({"current": PASSWORD, "password": "ข้าวต้มกุ้งตอนเช้า", "again": "ข้าวต้มกุ้งตอนเย็น"}, "again"),
        ({"current": "", "password": "ข้าวต้มกุ้งตอนเช้า", "again": "ข้าวต้มกุ้งตอนเช้า"}, "current"),
    ],
)
def test_a_slip_in_a_password_is_shown_beside_its_field(visitor: Visitor, fields: dict[str, str], wrong: str) -> None:
    visitor.sign_in("clerk")
    answer = visitor.post("/account/password", **fields)
    assert answer.status_code == 422
    assert problems_beside(answer.text).keys() == {wrong}
    assert fields["password"] not in answer.text


def test_a_password_that_is_soon_guessed_is_refused_with_advice_in_thai(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    answer = visitor.post("/account/password", current=PASSWORD, password="password123", again="password123")
    said = problems_beside(answer.text)["password"]
    assert said.startswith("รหัสผ่านนี้เดาได้ไม่ยาก รหัสผ่านนี้มีคนใช้กันมาก")
    assert "เพิ่มอีกหนึ่งหรือสองคำ" in said


def test_a_password_set_by_an_administrator_ends_all_sessions(visitor: Visitor) -> None:
    admin = make_account(Role.ADMIN)
    clerk = make_account(Role.CLERK, username="second")
    visitor.sign_in("second")
    assert visitor.is_signed_in
    set_password(admin, clerk.id, "another password", lambda text: f"hash of {text}", NOW)
    assert not visitor.is_signed_in


def test_closing_an_account_ends_its_sessions(visitor: Visitor) -> None:
    admin = make_account(Role.ADMIN)
    clerk = make_account(Role.CLERK, username="second")
    visitor.sign_in("second")
    deactivate_staff(OFFICE, admin, clerk.id, "ลาออก", NOW)
    assert not visitor.is_signed_in


def test_no_token_signs_anybody_in_without_a_session(visitor: Visitor) -> None:
    answer = visitor.client.post("/login?include_auth_token=1", json={"username": "clerk", "password": PASSWORD})
    assert not answer.is_json


def test_who_guessed_too_often_gets_in_with_the_right_password_when_the_quarter_of_an_hour_is_over(
    visitor: Visitor,
) -> None:
    for _ in range(10):
        visitor.sign_in("clerk", "wrong")
    assert visitor.sign_in("clerk").status_code == 429
    let_counters_end()
    assert visitor.sign_in("clerk").status_code == 302


def test_the_current_password_cannot_be_guessed_at_a_desk_left_open(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    for _ in range(10):
        assert visitor.post("/account/password", current="wrong").status_code == 422
    assert visitor.post("/account/password", current=PASSWORD).status_code == 429


def test_a_browser_not_seen_before_is_told_to_the_owner_once(visitor: Visitor) -> None:
    visitor.sign_in("clerk")
    visitor.post("/logout", form_at="/account/password")
    visitor.sign_in("clerk")
    assert [message.medium for message in told_of_sign_ins()] == [Medium.MAIL]
    Visitor(visitor.client.application.test_client()).sign_in("clerk")
    first, second = told_of_sign_ins()
    assert set(second.params) == {"at"}
    assert first.unique_key != second.unique_key


def test_a_new_password_makes_every_other_browser_a_new_one(visitor: Visitor) -> None:
    elsewhere = Visitor(visitor.client.application.test_client())
    for browser in (visitor, elsewhere):
        browser.sign_in("clerk")
    new = "ฝนตกที่ธาตุนาเวง"
    visitor.post("/account/password", current=PASSWORD, password=new, again=new)
    visitor.post("/logout", form_at="/account/password")
    visitor.sign_in("clerk", new)
    assert len(told_of_sign_ins()) == 2
    elsewhere.sign_in("clerk", new)
    assert len(told_of_sign_ins()) == 3


def test_the_mark_of_one_account_says_nothing_of_another(visitor: Visitor) -> None:
    make_account(Role.OFFICER, username="officer")
    for username in ("clerk", "officer"):
        visitor.sign_in(username)
        visitor.post("/logout", form_at="/account/password")
    assert len(told_of_sign_ins()) == 2


def test_a_forged_mark_is_not_believed(visitor: Visitor) -> None:
    cookie = next(c for c in visitor.sign_in("clerk").headers.getlist("Set-Cookie") if c.startswith("known-"))
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/login"))
    stranger = Visitor(visitor.client.application.test_client())
    stranger.client.set_cookie(cookie.partition("=")[0], "MQ.aaaa.bbbb", path="/login")
    stranger.sign_in("clerk")
    assert len(told_of_sign_ins()) == 2


def test_who_has_no_address_is_told_on_the_desk_and_only_once(visitor: Visitor) -> None:
    make_account(Role.CLERK, username="nomail", email="")
    visitor.sign_in("nomail")
    assert SIGNED_IN_LAST not in visitor.get("/desk/").text
    visitor.post("/logout", form_at="/account/password")
    visitor.sign_in("nomail")
    assert SIGNED_IN_LAST in visitor.get("/desk/").text
    assert SIGNED_IN_LAST not in visitor.get("/desk/").text
    assert told_of_sign_ins() == []
