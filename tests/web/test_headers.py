"""What every answer says beside its page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.setting_values import SECRET_LENGTH
from complaint_center.web.headers import ASSETS

PAGES = ("/", "/complaints/corruption", "/track", "/login", "/no-such-page", "/healthz")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_kept_framed_told_elsewhere_or_fed_from_elsewhere(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "http" not in headers["Content-Security-Policy"]


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
    assert "PUBLIC_URL is not https" in capsys.readouterr().err
    by_proxy = client.get("/login", headers={"X-Forwarded-Proto": "https"})
    assert "max-age" in by_proxy.headers["Strict-Transport-Security"]


def test_more_than_a_form_can_hold_is_refused_before_it_is_read(client: FlaskClient) -> None:
    assert client.post("/track", data={"code": "1" * 5_000_000}).status_code == 413
