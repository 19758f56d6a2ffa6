"""The second step of signing in, asked of those who see much, offered to all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.extensions import db
from complaint_center.models.account import SecondFactor
from complaint_center.services.staff import set_password
from tests.make import NOW
from tests.web.test_accounts import let_counters_end
from tests.web.visitor import PASSWORD, Visitor, make_account, problems_beside, token_of

pytestmark = pytest.mark.one_database

SETUP = "/account/security/setup"
PRODUCTION = {"ENVIRONMENT": "production", **dict.fromkeys(("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY"), 32 * "k")}


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> Visitor:
    make_account(Role.CLERK, username="clerk")
    visitor = Visitor(client)
    visitor.sign_in("clerk")
    return visitor


def code_of(secret: str, steps: int = 0) -> str:
    return str(TOTP(secret).generate(now() + timedelta(seconds=30 * steps)).token)


def set_up(visitor: Visitor) -> tuple[str, list[str]]:
    secret = re.findall(r'data-secret="(\w+)"', visitor.get(SETUP).text)[0]
    done = visitor.post(SETUP, current=PASSWORD, code=code_of(secret))
    assert done.status_code == 303, problems_beside(done.text)
    # Codes of the tests come faster than one in 30 seconds.
    db.session.execute(sa.update(SecondFactor).values(last_step=0))
    db.session.commit()
    return secret, codes_shown(visitor, done)


def codes_shown(visitor: Visitor, done: TestResponse) -> list[str]:
    """The codes on the page to which the act led, and that the page shows them once."""
    codes = re.findall(r'data-recovery-code="(\d{12})"', visitor.get(done.location).text)
    assert visitor.get(done.location).location == "/account/security"
    return codes


def with_code(visitor: Visitor, asked: TestResponse, code: str) -> TestResponse:
    return visitor.client.post("/login/code", data={"csrf_token": token_of(asked.text), "code": code})


def test_setting_up_shows_a_picture_a_secret_in_groups_and_the_codes_once(visitor: Visitor) -> None:
    page = visitor.get(SETUP).text
    secret = re.findall(r'data-secret="(\w+)"', page)[0]
    assert 'src="data:image/svg+xml' in page
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page
    assert secret in visitor.get(SETUP).text, "reloading undid what the telephone had scanned"
    _, codes = set_up(visitor)
    assert len(codes) == 10
    assert codes[0] not in visitor.get("/account/security").text
    assert visitor.is_signed_in


@pytest.mark.parametrize(("fields", "wrong"), [({"current": "no"}, "current"), ({"code": "123"}, "code")])
def test_setting_up_takes_the_password_and_a_right_code(visitor: Visitor, fields: dict[str, str], wrong: str) -> None:
    secret = re.findall(r'data-secret="(\w+)"', visitor.get(SETUP).text)[0]
    answer = visitor.post(SETUP, **{"current": PASSWORD, "code": code_of(secret), **fields})
    assert answer.status_code == 422
    assert problems_beside(answer.text).keys() == {wrong}
    assert 'data-second-factor="off"' in visitor.get("/account/security").text


def test_setting_up_ends_the_sessions_elsewhere(visitor: Visitor) -> None:
    elsewhere = Visitor(visitor.client.application.test_client())
    elsewhere.sign_in("clerk")
    set_up(visitor)
    assert not elsewhere.is_signed_in


def test_after_the_password_a_code_is_asked_for(visitor: Visitor) -> None:
    secret, _ = set_up(visitor)
    other = Visitor(visitor.client.application.test_client())
    asked = other.sign_in("clerk", path="/login?next=/account/security")
    assert asked.status_code == 200
    assert 'autocomplete="one-time-code"' in asked.text
    assert not other.is_signed_in
    done = with_code(other, asked, code_of(secret))
    assert (done.status_code, done.location) == (302, "/account/security")
    assert other.is_signed_in


def test_a_code_seen_over_the_shoulder_is_worth_nothing(visitor: Visitor) -> None:
    secret, _ = set_up(visitor)
    code = code_of(secret)
    first, second = (Visitor(visitor.client.application.test_client()) for _ in range(2))
    assert with_code(first, first.sign_in("clerk"), code).status_code == 302
    refused = with_code(second, second.sign_in("clerk"), code)
    assert refused.status_code == 422
    assert problems_beside(refused.text).keys() == {"code"}
    assert not second.is_signed_in


def test_a_recovery_code_stands_for_the_telephone_once(visitor: Visitor) -> None:
    _, codes = set_up(visitor)
    first, second = (Visitor(visitor.client.application.test_client()) for _ in range(2))
    assert with_code(first, first.sign_in("clerk"), codes[0]).status_code == 302
    assert with_code(second, second.sign_in("clerk"), codes[0]).status_code == 422
    assert ">9<" in first.get("/account/security").text


def test_who_has_few_recovery_codes_left_is_told(visitor: Visitor) -> None:
    _, codes = set_up(visitor)
    for code in codes[:8]:
        other = Visitor(visitor.client.application.test_client())
        with_code(other, other.sign_in("clerk"), code)
    assert "ท่านเหลือรหัสสำรอง 2 รหัส" in other.get("/desk/").text


def test_ten_wrong_codes_are_enough_for_a_while_from_wherever_and_no_longer(visitor: Visitor) -> None:
    secret, _ = set_up(visitor)
    other = Visitor(visitor.client.application.test_client())
    asked = other.sign_in("clerk")
    for _ in range(10):
        assert with_code(other, asked, "000000x").status_code == 422
    third = Visitor(visitor.client.application.test_client())
    asked_again = third.sign_in("clerk")
    stopped = third.client.post(
        "/login/code",
        data={"csrf_token": token_of(asked_again.text), "code": code_of(secret)},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert stopped.status_code == 429
    let_counters_end()
    assert with_code(third, asked_again, code_of(secret)).status_code == 302


def test_the_second_step_cannot_be_begun_with(visitor: Visitor) -> None:
    stranger = Visitor(visitor.client.application.test_client())
    assert stranger.post("/login/code", form_at="/login", code="123456").location == "/login"


def test_a_password_changed_between_the_steps_ends_them(visitor: Visitor) -> None:
    secret, _ = set_up(visitor)
    other = Visitor(visitor.client.application.test_client())
    asked = other.sign_in("clerk")
    admin = make_account(Role.ADMIN)
    clerk_id = db.session.scalar(sa.select(SecondFactor.staff_id))
    assert clerk_id
    set_password(admin, clerk_id, PASSWORD, str, NOW)
    assert with_code(other, asked, code_of(secret)).location == "/login"


def test_too_long_between_the_steps_begins_again(visitor: Visitor) -> None:
    secret, _ = set_up(visitor)
    other = Visitor(visitor.client.application.test_client())
    asked = other.sign_in("clerk")
    with other.client.session_transaction() as session:
        session["half_way"] = {**session["half_way"], "at": session["half_way"]["at"] - 601}
    assert with_code(other, asked, code_of(secret)).location == "/login"


def test_new_codes_and_switching_off_ask_for_the_password(visitor: Visitor) -> None:
    _, codes = set_up(visitor)
    for path in ("/account/security/codes", "/account/security/off"):
        assert visitor.post(path, current="wrong").status_code == 422
    renewed = codes_shown(visitor, visitor.post("/account/security/codes", current=PASSWORD))
    assert len(set(renewed) - set(codes)) == 10
    assert visitor.post("/account/security/off", current=PASSWORD).status_code == 303
    assert Visitor(visitor.client.application.test_client()).sign_in("clerk").status_code == 302


def test_an_administrator_lets_somebody_who_lost_the_telephone_begin_anew(visitor: Visitor) -> None:
    make_account(Role.ADMIN, username="admin")
    admin = Visitor(visitor.client.application.test_client())
    admin.sign_in("admin")
    set_up(visitor)
    clerk_id = db.session.scalar(sa.select(SecondFactor.staff_id))
    path = f"/admin/staff/{clerk_id}/second-factor"
    assert path in admin.get(f"/admin/staff/{clerk_id}").text
    assert admin.post(path, reason="").status_code == 422
    assert admin.post(path, reason="ทำโทรศัพท์ตกน้ำ").status_code == 303
    assert admin.get(path).location == f"/admin/staff/{clerk_id}"
    assert not visitor.is_signed_in
    assert visitor.sign_in("clerk").status_code == 302


ASKED = sorted(set(Role) - {Role.CLERK, Role.OFFICER})


@pytest.mark.parametrize("role", ASKED)
def test_in_production_who_sees_much_can_open_nothing_before_it_is_set_up(
    app: Flask, make_app: Callable[..., Flask], role: Role
) -> None:
    make_account(role, username="somebody")
    visitor = Visitor(make_app(**PRODUCTION).test_client())
    visitor.sign_in("somebody")
    for path in ("/desk/", "/desk/cases", "/desk/supervision", "/admin/", "/desk/cases/70-0001"):
        assert (visitor.get(path).status_code, visitor.get(path).location) == (303, SETUP), path
    assert visitor.get("/account/password").status_code == 200
    assert visitor.get(SETUP).status_code == 200
    set_up(visitor)
    assert visitor.get("/desk/").status_code == 200
    assert visitor.post("/account/security/off", current=PASSWORD).status_code == 403
    assert visitor.post("/logout", form_at="/account/password").location == "/login"


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_in_production_it_is_offered_to_the_others(app: Flask, make_app: Callable[..., Flask], role: Role) -> None:
    make_account(role, username="somebody")
    visitor = Visitor(make_app(**PRODUCTION).test_client())
    visitor.sign_in("somebody")
    assert visitor.get("/desk/").status_code == 200
    assert SETUP in visitor.get("/account/security").text


@pytest.mark.parametrize("role", ASKED)
def test_outside_production_nobody_must(app: Flask, client: FlaskClient, role: Role) -> None:
    make_account(role, username="somebody")
    visitor = Visitor(client)
    visitor.sign_in("somebody")
    assert visitor.get("/desk/").status_code == 200
