"""Every page that opens without a number is examined by axe, as residents and as the staff see it, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask_security.utils import hash_password

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.extensions import db
from complaint_center.web.people import PUBLIC_ENDPOINTS
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import Visitor
from tests.make import make_case, make_staff

Visit = Callable[..., Visitor]
NO_PAGES = frozenset({"callbacks", "health", "static", "bootstrap", "fonts", "leave"})
"""Blueprints that answer machines, or lead elsewhere."""

AXE = Axe()


def addresses(app: Flask, *, is_public: bool) -> Iterator[str]:
    """Pages without a part that has to be known."""
    for rule in app.url_map.iter_rules():
        is_page = "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] not in NO_PAGES
        is_file = rule.rule.endswith(".pdf")
        if is_page and not is_file and not rule.arguments and (rule.endpoint in PUBLIC_ENDPOINTS) is is_public:
            yield rule.rule


def faults(visitor: Visitor) -> list[str]:
    """What axe finds, each with where it is."""
    found = AXE.run(visitor.page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_on_any_public_page(app: Flask, staffed: None, visit: Visit, size: tuple[int, int]) -> None:
    for _ in range(6):
        make_case(category=Category.BRIBERY, now=now())
    db.session.remove()
    resident = visit(size=size)
    kinds = [f"/complaints/{kind}" for kind in ("corruption", "general", "suggestion")]
    pages = [*addresses(app, is_public=True), *kinds]
    assert {"/", "/statistics", "/guideline", "/privacy", "/track"} <= set(pages)
    wrong = {}
    for path in pages:
        if resident.page.goto(path).headers["content-type"].startswith("text/html"):
            wrong[path] = faults(resident)
            assert resident.fits_the_screen(), path
    assert not any(wrong.values()), {path: found for path, found in wrong.items() if found}


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.PALAD, Role.AUDITOR, Role.ADMIN])
def test_axe_finds_nothing_on_any_page_of_the_staff(app: Flask, staffed: None, visit: Visit, role: Role) -> None:
    if role not in (Role.CLERK, Role.OFFICER, Role.SUPERVISOR):
        make_staff(role, username=role.value, hash_password=hash_password)
    for _ in range(3):
        number = make_case(category=Category.BRIBERY, now=now()).register_number
    db.session.remove()
    person = visit(size=PHONE)
    person.signs_in(role.value)
    wrong = {}
    for path in [*addresses(app, is_public=False), f"/desk/cases/{number}"]:
        answer = person.page.goto(path)
        if answer and answer.ok and answer.headers["content-type"].startswith("text/html"):
            wrong[path] = faults(person)
            assert person.fits_the_screen(), path
    assert "/account/security" in wrong
    assert not any(wrong.values()), {path: found for path, found in wrong.items() if found}
