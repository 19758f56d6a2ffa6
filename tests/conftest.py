"""Every test that asks for a database runs on both: SQLite, and a PostgreSQL of the tests' own.

The schema is made once a test process by the migrations and copied for each test. Tests commit for real,
from several threads and processes. A test process has one application for services and one for pages, which find a
new database and new folders each time at the same address: making an application takes longer than most tests.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

from complaint_center import create_app
from complaint_center.extensions import db, keyring
from complaint_center.web import accounts
from config import Config
from tests.make import NOW
from tests.postgres import Cluster, binaries, running_cluster
from tests.scratch import scratch_folder
from tests.tampering import raise_guards

ROOT = Path(__file__).parent.parent
KEYS = {
    "SECRET_KEY": "a secret of the tests",
    "VAULT_KEYS": "9kYqRN8hB7mJ0bD0oQd3kYcKX2m2rV0l1l8uYxkq0aM=",
    "CODE_KEY": "a code key of the tests",
    "JOURNAL_KEY": "a journal key of the tests",
}


# That the real thing is slow enough is argon2's affair; here it would cost minutes.
accounts.SETTINGS["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {"argon2__rounds": 1, "argon2__memory_cost": 64}

FreshDatabase = Callable[[], AbstractContextManager[str]]
_TEMPLATES = FileSystemBytecodeCache()


@dataclass
class Places:
    """Where the databases of this process lie. A place that was given back is the next to be given."""

    folder: Path
    free: list[int] = field(default_factory=lambda: [*range(1, 100)])

    @contextmanager
    def take(self) -> Iterator[int]:
        number = heappop(self.free)
        try:
            yield number
        finally:
            heappush(self.free, number)


def required(what: str, how: str) -> None:
    """Skip with a line that says how to get what is missing; in continuous integration that is a failure."""
    message = f"{what} is not installed; {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    folder = binaries()
    if folder is None:
        required("PostgreSQL", "apt-get install postgresql")
    assert folder is not None
    with running_cluster(folder) as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    cluster.create("template_complaints")
    _migrate(cluster.url("template_complaints"), tmp_path_factory.mktemp("instance"))
    return "template_complaints"


@pytest.fixture(scope="session")
def places() -> Iterator[Places]:
    with scratch_folder() as folder:
        yield Places(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_database(request: pytest.FixtureRequest) -> FreshDatabase:
    """Makes migrated databases with nothing in them but what the migrations put there."""
    return databases_of(request)


def databases_of(request: pytest.FixtureRequest) -> FreshDatabase:
    places = request.getfixturevalue("places")
    if request.param == "sqlite":
        return partial(_copied_file, places, request.getfixturevalue("sqlite_template"))
    cluster, template = request.getfixturevalue("cluster"), request.getfixturevalue("postgres_template")
    return partial(_copied_database, places, cluster, template)


@pytest.fixture
def database_url(fresh_database: FreshDatabase) -> Iterator[str]:
    """One of them."""
    with fresh_database() as url:
        yield url


@contextmanager
def _copied_file(places: Places, template: Path) -> Iterator[str]:
    with places.take() as number:
        folder = places.folder / str(number)
        folder.mkdir()
        try:
            yield f"sqlite:///{shutil.copy(template, folder)}"
        finally:
            shutil.rmtree(folder)


@contextmanager
def _copied_database(places: Places, cluster: Cluster, template: str) -> Iterator[str]:
    with places.take() as number:
        name = f"test_{number}"
        cluster.create(name, template)
        try:
            yield cluster.url(name)
        finally:
            cluster.drop(name)


@pytest.fixture
def instance(places: Places) -> Iterator[Path]:
    """The folder in which the application keeps its files, empty."""
    folder = places.folder / "instance"
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def env(database_url: str, instance: Path) -> dict[str, str]:
    """The environment of the application under test; also what a process started by a test needs."""
    return _environment(database_url, instance)


def _environment(database_url: str, instance: Path) -> dict[str, str]:
    return {
        **KEYS,
        "DATABASE_URL": database_url,
        "INSTANCE_DIR": str(instance),
        "LIMIT_SUBMIT": "off",
        "LIMIT_TRACK": "off",
        "LIMIT_WRITE": "off",
    }


@pytest.fixture
def make_app(env: dict[str, str]) -> Iterator[Callable[..., Flask]]:
    """Applications of this test's own, on its database, with settings of its choice."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        made.append(_application({**env, **settings}))
        return made[-1]

    yield make
    for app in made:
        _disconnect(app)


Kept = dict[tuple[str, ...], tuple[Flask, dict[str, Any]]]


@pytest.fixture(scope="session")
def kept_applications() -> Kept:
    """Each with its settings, by what it is for and the environment it was made of."""
    return {}


@pytest.fixture
def app(env: dict[str, str], kept_applications: Kept) -> Iterator[Flask]:
    """The application, its context pushed, so that a test can call services."""
    app = _kept("services", env, kept_applications)
    with app.app_context():
        yield app
        db.session.remove()
    _disconnect(app)


@pytest.fixture
def client(env: dict[str, str], kept_applications: Kept) -> Iterator[FlaskClient]:
    app = _kept("pages", env, kept_applications)
    yield app.test_client()
    _disconnect(app)


@pytest.fixture
def fresh_app(
    fresh_database: FreshDatabase, places: Places, kept_applications: Kept
) -> Callable[[], AbstractContextManager[Flask]]:
    """One application, which finds a new database and an empty folder each time, for tests that live several times."""

    @contextmanager
    def live() -> Iterator[Flask]:
        folder = places.folder / "lived again"
        folder.mkdir(mode=0o700)
        with fresh_database() as url:
            app = _kept("lives", _environment(url, folder), kept_applications)
            with app.app_context():
                yield app
                db.session.remove()
            _disconnect(app)
        shutil.rmtree(folder)

    return live


@pytest.fixture
def at_now() -> Iterator[None]:
    """The day of `NOW`, from ten in the morning on, for what shows dates and numbers of the present year."""
    with time_machine.travel(NOW):
        yield


def _kept(purpose: str, env: dict[str, str], applications: Kept) -> Flask:
    """As it was made: the last test may have changed its settings, and given the one keyring of the process others."""
    place = (purpose, *(f"{name}={value}" for name, value in sorted(env.items())))
    if place not in applications:
        made = _application(env)
        applications[place] = (made, dict(made.config))
    app, settings = applications[place]
    app.config.clear()
    app.config.update(settings)
    keyring.open([env["VAULT_KEYS"]], env["CODE_KEY"], env["JOURNAL_KEY"])
    return app


def _application(env: dict[str, str]) -> Flask:
    app = create_app(Config.from_env(env))
    app.testing = True
    app.jinja_env.bytecode_cache = _TEMPLATES
    return app


def _disconnect(app: Flask) -> None:
    with app.app_context():
        raise_guards(db.engine)
        db.engine.dispose()


def _migrate(url: str, instance: Path) -> None:
    app = create_app(Config.from_env({**KEYS, "DATABASE_URL": url, "INSTANCE_DIR": str(instance)}))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        if db.engine.dialect.name == "sqlite":
            # The template is copied as one file, so nothing may be left in the log beside it.
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "one_database: what is tried is not the database's affair, so SQLite is enough")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """That both databases see the same cases is shown by tests/services/test_visibility.py, for every filter."""
    twice = [item for item in items if item.get_closest_marker("one_database") and _is_on(item, "postgresql")]
    config.hook.pytest_deselected(items=twice)
    items[:] = [item for item in items if item not in set(twice)]


def _is_on(item: pytest.Item, database: str) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("fresh_database") == database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="take the pictures of the manual and of the papers anew")
