"""Every route is public by name or guarded, and the guards hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from complaint_center.domain.access import PERMISSIONS, Permission, Role
from complaint_center.extensions import db
from complaint_center.web.people import (
    PUBLIC_ENDPOINTS,
    UnguardedRoute,
    guard_of,
    refuse_unguarded_routes,
)
from tests.web.visitor import Visitor, make_account

pytestmark = pytest.mark.one_database

VALUES = {"register_number": "70-0001", "channel": "walk_in"}
"""For the parts of addresses that have a form of their own; numbers are 1."""


@pytest.fixture
def open_client(app: Flask, client: FlaskClient) -> FlaskClient:
    """Asks for no token, which would be missed before the guard is reached."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    return client


def guarded_rules(app: Flask) -> Iterator[tuple[Rule, frozenset[Permission]]]:
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is not None:
            yield rule, guard


def requests_of(app: Flask, rule: Rule) -> Iterator[tuple[str, str]]:
    """Method and address of every way to ask for the route."""
    values = {name: VALUES.get(name, "1") for name in rule.arguments}
    with app.test_request_context():
        address = app.url_map.bind("localhost").build(rule.endpoint, values)
    for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
        yield method, address


def test_every_route_is_public_or_guarded_and_never_both(app: Flask) -> None:
    guarded = {rule.endpoint for rule, _ in guarded_rules(app)}
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == guarded | PUBLIC_ENDPOINTS
    assert not guarded & PUBLIC_ENDPOINTS


def test_a_route_without_a_guard_stops_the_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "forgotten", lambda: "everything")
    with pytest.raises(UnguardedRoute, match="forgotten"):
        refuse_unguarded_routes(app)


def test_a_signed_out_visitor_is_sent_to_sign_in_from_every_guarded_route(open_client: FlaskClient) -> None:
    app = open_client.application
    for rule, _ in guarded_rules(app):
        for method, address in requests_of(app, rule):
            answer = open_client.open(address, method=method)
            assert answer.status_code == 302, (method, address)
            assert answer.location.startswith("/login"), (method, address)


@pytest.mark.parametrize("role", list(Role))
def test_staff_without_the_permission_get_403_from_every_guarded_route(open_client: FlaskClient, role: Role) -> None:
    make_account(role, username="visitor")
    db.session.rollback()
    open_client.post("/login", data={"username": "visitor", "password": "a password of the tests"})
    assert Visitor(open_client).is_signed_in
    app = open_client.application
    for rule, needed in guarded_rules(app):
        if needed and not needed & PERMISSIONS[role]:
            for method, address in requests_of(app, rule):
                answer = open_client.open(address, method=method)
                assert answer.status_code == 403, (role, method, address)
