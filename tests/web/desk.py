"""The people of a centre at their desks, each with a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from complaint_center.clock import now
from complaint_center.domain.access import Person, Role
from complaint_center.domain.categories import Category
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember
from complaint_center.services.staff import name_centre_head
from tests.make import NOW, make_case, make_staff
from tests.web.visitor import Visitor


def put_session(client: FlaskClient, staff_id: int) -> None:
    """A session as signing in leaves it, without the time that a password takes to check."""
    member = db.session.get_one(StaffMember, staff_id)
    with client.session_transaction() as session:
        at = int(now().timestamp())
        session.update(_user_id=member.fs_uniquifier, _fresh=True, signed_in_at=at, seen_at=at)
        session["session_number"] = uuid4().hex
    db.session.rollback()


@dataclass
class Centre:
    """Officer below supervisor below palad below executive, and a clerk; whoever is asked for signs in."""

    client: FlaskClient
    people: dict[str, Person] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        executive = self._add(Role.EXECUTIVE)
        palad = self._add(Role.PALAD, reports_to=executive)
        supervisor = self._add(Role.SUPERVISOR, reports_to=palad)
        self._add(Role.OFFICER, reports_to=supervisor, name="นางผู้รับผิดชอบ เรื่องแรก")
        self._add(Role.CLERK)
        name_centre_head(None, supervisor.id, NOW)

    def visit(self, username: str) -> Visitor:
        if username not in self.visitors:
            visitor = Visitor(self.client.application.test_client())
            put_session(visitor.client, self.people[username].id)
            self.visitors[username] = visitor
        return self.visitors[username]

    def add_person(self, role: Role, username: str, **known: Any) -> Person:
        self.people[username] = make_staff(role, username=username, **known)
        return self.people[username]

    def _add(self, role: Role, **known: Any) -> Person:
        return self.add_person(role, role.value, **known)


def days_ago(days: float) -> datetime:
    """An instant before the moment at which the pages are opened."""
    return now() - timedelta(days=days)


def make_case_received(
    days: float, category: Category = Category.GENERAL, actor: Person | None = None, **changes: Any
) -> str:
    """The register number of a case received so many days ago; no session is left open."""
    case = make_case(category=category, actor=actor, now=now(), received_at=days_ago(days), **changes)
    number = case.register_number
    db.session.rollback()
    return number


def value_of(attribute: str, page: str) -> str:
    """What a program reads from the page of a case."""
    found = re.search(rf'data-{attribute}="([^"]*)"', page)
    assert found, f"the page has no data-{attribute}"
    return found[1]


def case_now(register_number: str) -> Case:
    db.session.rollback()
    return db.session.query(Case).filter_by(register_number=register_number).one()


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """The SQL that an application's requests send."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
