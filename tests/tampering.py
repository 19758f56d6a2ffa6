"""What somebody with all rights in the database, and without the journal's key, does to the journal."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa
from sqlalchemy import event

from complaint_center.extensions import db

_OURS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('journal', 'reasons')"


def drop_guards() -> None:
    """Take the triggers away, and with them the rule that rows must point at rows."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        event.listen(db.engine, "connect", _let_rows_dangle)
        db.engine.dispose()
        change(*(f"DROP TRIGGER {name}" for name in db.session.scalars(sa.text(_OURS)).all()))
    else:
        change(*(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in ("journal", "reasons")))


def raise_guards(engine: sa.Engine) -> None:
    """For the next database at the same address: its rows must point at rows again."""
    if event.contains(engine, "connect", _let_rows_dangle):
        event.remove(engine, "connect", _let_rows_dangle)


def change(*statements: str) -> None:
    for statement in statements:
        db.session.execute(sa.text(statement))
    db.session.commit()


def _let_rows_dangle(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
