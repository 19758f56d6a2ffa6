"""Transactions on both databases: who holds the lock, from when, and what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from complaint_center.database import UnusableDatabase
from complaint_center.extensions import db
from complaint_center.models.staff import StaffRole, Unit
from tests.conftest import ROOT
from tests.postgres import Cluster

on_sqlite = pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
ADD_UNIT = "INSERT INTO units (name, name_key, in_procurement) VALUES ('x', 'x', 0)"


def another_writer(app: Flask) -> sqlite3.Connection:
    """Somebody else at the same file, who does not wait."""
    return sqlite3.connect(Path(db.engine.url.database or ""), timeout=0, isolation_level=None)


def test_the_models_and_the_migrations_say_the_same(app: Flask) -> None:
    check(str(ROOT / "migrations"))


def test_the_migrations_can_be_taken_back_and_run_again(app: Flask) -> None:
    downgrade(str(ROOT / "migrations"), "base")
    assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade(str(ROOT / "migrations"))
    check(str(ROOT / "migrations"))


def test_rows_must_point_at_rows(app: Flask) -> None:
    db.session.add(StaffRole(staff_id=404, name="clerk"))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


def test_an_error_of_the_database_quotes_no_values(app: Flask) -> None:
    for _ in range(2):
        db.session.add(Unit(name="กองคลังที่ไม่มีใครรู้จัก", name_key="k"))
    with pytest.raises(sa.exc.IntegrityError) as error:
        db.session.flush()
    statement_and_values = str(error.value).partition("[SQL:")[2]
    assert "กองคลัง" not in statement_and_values


@on_sqlite
def test_sqlite_keeps_what_it_has_acknowledged(app: Flask) -> None:
    assert db.session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
    assert db.session.scalar(sa.text("PRAGMA synchronous")) == 2
    assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1


@on_sqlite
def test_a_transaction_that_may_write_holds_the_lock_from_its_first_statement(app: Flask) -> None:
    db.session.scalar(sa.select(sa.func.count(Unit.id)))
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        another_writer(app).execute(ADD_UNIT)
    db.session.rollback()
    another_writer(app).execute(ADD_UNIT)


@on_sqlite
@pytest.mark.parametrize(("method", "locks"), [("GET", False), ("HEAD", False), ("POST", True)])
def test_a_request_that_only_reads_keeps_nobody_waiting(
    make_app: Callable[..., Flask], method: str, locks: bool
) -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    seen: list[bool] = []

    def look() -> str:
        db.session.scalar(sa.select(sa.func.count(Unit.id)))
        try:
            another_writer(app).execute(ADD_UNIT)
        except sqlite3.OperationalError:
            seen.append(True)
        else:
            seen.append(False)
        return ""

    app.add_url_rule("/look", view_func=look, methods=["GET", "POST"])
    app.test_client().open("/look", method=method)
    assert seen == [locks]


@on_sqlite
def test_after_a_request_that_only_read_the_next_transaction_locks_again(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    app.test_client().get("/healthz")
    with app.app_context():
        db.session.scalar(sa.select(sa.func.count(Unit.id)))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            another_writer(app).execute(ADD_UNIT)
        db.session.remove()


@on_postgresql
def test_a_postgresql_database_that_cannot_search_thai_is_refused(
    cluster: Cluster, make_app: Callable[..., Flask]
) -> None:
    cluster.create_with_locale("no_thai", "C")
    app = make_app(DATABASE_URL=cluster.url("no_thai"))
    with app.app_context(), pytest.raises(UnusableDatabase, match="locale C"):
        db.session.execute(sa.text("SELECT 1"))
    cluster.drop("no_thai")
