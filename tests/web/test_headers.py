"""What every answer says beside its page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.domain.access import Role
from complaint_center.setting_values import SECRET_LENGTH
from complaint_center.web.headers import ASSETS
from tests.web.desk import Centre, make_case_received

pytestmark = pytest.mark.one_database


def addresses(app: Flask) -> list[str]:
    """An address of every route but the files that are the same for everybody, and some that there are not."""
    example = {
        "register_number": "70-0001",
        "channel": "walk_in",
        "kind": "corruption",
        "code": "th",
        "file_kind": "csv",
    }
    found = ["/no-such-page", "/static/no-such.css", "/static/", "/desk/cases/%00"]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint not in ASSETS:
                values = {name: example.get(name, "1") for name in rule.arguments}
                found.append(url_for(rule.endpoint, **values))
    return found


def assert_guarded(answer: TestResponse) -> None:
    headers, about = answer.headers, f"{answer.request.path} {answer.status_code}"
    assert "no-store" in headers["Cache-Control"], about
    assert headers["X-Frame-Options"] == "DENY", about
    assert headers["X-Content-Type-Options"] == "nosniff", about
    assert headers["Referrer-Policy"] == "no-referrer", about
    assert "unsafe" not in headers["Content-Security-Policy"], about
    assert "http" not in headers["Content-Security-Policy"], about


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
def test_no_answer_is_kept_framed_told_elsewhere_or_fed_from_elsewhere(client: FlaskClient) -> None:
    asked = addresses(client.application)
    assert len(asked) > 100
    for address in asked:
        for send in (client.get, client.post):
            assert_guarded(send(address))


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["clerk", "supervisor", "admin"])
def test_nor_is_any_answer_to_the_staff(app: Flask, client: FlaskClient, who: str) -> None:
    centre = Centre(client)
    centre.add_person(Role.ADMIN, "admin")
    make_case_received(1)
    signed_in = centre.visit(who).client
    answers = [signed_in.get(address) for address in addresses(app)]
    for answer in answers:
        assert_guarded(answer)
    assert sum(answer.status_code == 200 for answer in answers) > 20


def test_files_that_are_the_same_for_everybody_may_be_kept(client: FlaskClient) -> None:
    assert set(client.application.view_functions) >= ASSETS
    for address in _stylesheets(client):
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert answer.cache_control.max_age


def test_the_pictures_that_the_sheets_carry_in_themselves_may_be_drawn(client: FlaskClient) -> None:
    sheets = []
    for address in _stylesheets(client):
        with client.get(address) as answer:
            sheets.append(answer.text)
    assert any('url("data:image' in sheet for sheet in sheets)
    policy = dict(part.split(maxsplit=1) for part in client.get("/").headers["Content-Security-Policy"].split("; "))
    assert policy["img-src"] == "'self' data:"


def _stylesheets(client: FlaskClient) -> list[str]:
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<link href="([^"]+)"', client.get("/").text)
    assert found
    return ["".join(address) for address in found]


def test_behind_a_secure_address_plain_requests_are_sent_there(make_app: Callable[..., Flask]) -> None:
    client = make_app(PUBLIC_URL="https://complaints.example").test_client()
    assert client.get("/", base_url="http://complaints.example").location == "https://complaints.example/"
    answer = client.get("/login", base_url="https://complaints.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_production_tells_browsers_to_come_by_https_whatever_its_address_says(
    make_app: Callable[..., Flask], env: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    keys = {key: env[key].ljust(SECRET_LENGTH, "x") for key in ("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY")}
    client = make_app(ENVIRONMENT="production", PUBLIC_URL="http://127.0.0.1:8000", **keys).test_client()
    warned = capsys.readouterr().err
    assert "PUBLIC_URL is not https" in warned
    assert "SMS_BACKEND is console" in warned
    assert "MAIL_URL is console" in warned
    by_proxy = client.get("/login", headers={"X-Forwarded-Proto": "https"})
    assert "max-age" in by_proxy.headers["Strict-Transport-Security"]


def test_more_than_a_form_can_hold_is_refused_before_it_is_read(client: FlaskClient) -> None:
    assert client.post("/track", data={"code": "1" * 5_000_000}).status_code == 413
