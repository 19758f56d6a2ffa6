"""A real browser on the served application. The pages are in Thai, as its people see them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_security.utils import hash_password
from playwright.sync_api import Browser, sync_playwright

from complaint_center.domain.access import Role
from complaint_center.extensions import db
from tests.browser.people import Visitor
from tests.conftest import FreshDatabase, databases_of, required
from tests.make import make_staff
from tests.server import served

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP, PHONE = (1280, 800), (360, 740)


on_both_databases = pytest.mark.parametrize("fresh_database", ["sqlite", "postgresql"], indirect=True)
"""For what goes through the whole service; a page alone does not know which database is behind it."""


@pytest.fixture(params=["sqlite"])
def fresh_database(request: pytest.FixtureRequest) -> FreshDatabase:
    return databases_of(request)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        required("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask, env: dict[str, str]) -> Iterator[str]:
    """Where the application is served; the test prepares people and cases through `app` meanwhile."""
    with served(env, processes=1) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, address: str, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """A visitor with a browser window of their own. What goes wrong in a page fails the test."""
    visitors: list[Visitor] = []

    def arrive(javascript: bool = True, size: tuple[int, int] = DESKTOP) -> Visitor:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="th-TH",
        )
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        return visitor

    yield arrive
    complaints = [complaint for visitor in visitors for complaint in visitor.browser_complaints]
    for visitor in visitors:
        visitor.page.context.close()
    assert complaints == []


@pytest.fixture
def staffed(app: Flask) -> None:
    """An officer below a supervisor below a mayor, and a clerk; all with the password of the tests."""
    mayor = make_staff(Role.EXECUTIVE, username="executive", hash_password=hash_password)
    supervisor = make_staff(Role.SUPERVISOR, username="supervisor", reports_to=mayor, hash_password=hash_password)
    make_staff(Role.OFFICER, username="officer", reports_to=supervisor, hash_password=hash_password)
    make_staff(Role.CLERK, username="clerk", reports_to=supervisor, hash_password=hash_password)
    db.session.remove()
