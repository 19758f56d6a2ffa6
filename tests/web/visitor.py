"""Somebody at a browser: opens pages, sends their forms with the token that stands in them, signs in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from flask_security import hash_password
from werkzeug.test import TestResponse

from complaint_center.domain.access import Person, Role
from complaint_center.extensions import db
from tests.make import make_staff

PASSWORD = "a password of the tests"


def make_account(*roles: Role, **known: Any) -> Person:
    """A member of staff who can really sign in."""
    return make_staff(*roles, password=PASSWORD, hash_password=hash_password, **known)


@dataclass
class Visitor:
    """The test's own session is ended before every request: on SQLite it would hold the lock of writers."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        db.session.rollback()
        return self.client.get(path)

    def post(self, path: str, form_at: str = "", **fields: Any) -> TestResponse:
        """Send the form that stands at `form_at`, else at `path` itself."""
        token = token_of(self.get(form_at or path).text)
        return self.client.post(path, data={"csrf_token": token, **fields})

    def sign_in(self, username: str, password: str = PASSWORD, path: str = "/login") -> TestResponse:
        return self.post(path, username=username, password=password)

    @property
    def is_signed_in(self) -> bool:
        return self.get("/account/password").status_code == 200


def problems_beside(page: str) -> Mapping[str, str]:
    """What stands beside the fields of a page, by field."""
    return dict(re.findall(r'<p class="problem" id="([\w-]+)-problem">([^<]*?)\s*</p>', page))


def token_of(page: str) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


def hidden_in(page: str, name: str) -> str:
    """What a form of the page sends along unseen."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)
    assert found, f"the page has no hidden {name}"
    return unescape(found[1])
