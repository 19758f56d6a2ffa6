"""How the two databases are spoken to.

SQLite: write-ahead log, full synchronisation, foreign keys, and transactions that take the write lock
at their beginning, so that none fails half-way because another wrote meanwhile. Requests that only
read begin without the lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from flask import Flask, current_app, request
from sqlalchemy import event
from sqlalchemy.engine import Connection

from complaint_center.extensions import db

BUSY_SECONDS = 30
"""For how long a writer waits for its turn; after that the answer is 503 and nothing has been accepted."""

WEB_THREADS = 16
"""Of each web process (see Procfile); each of them may want a connection of PostgreSQL at once."""

_MERGED_PAGES = 500

# What is overwritten or deleted is overwritten in the file, too: destroyed means destroyed.
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
View = TypeVar("View", bound=Callable[..., Any])
_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


class UnusableDatabase(Exception):
    """The database cannot serve this application; the text says what to change."""


def init_app(app: Flask) -> None:
    """Bind the rules above to the application's engine."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        app.before_request(_note_intent)
        app.teardown_request(_forget_intent)
    else:
        event.listen(engine, "first_connect", _check_locale)


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would begin transactions by itself, late and without the lock; we begin them.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads.get() else "BEGIN IMMEDIATE")


@contextmanager
def only_reading() -> Iterator[None]:
    """Long reading outside a request: on SQLite its transactions begin without the lock, and writers go on."""
    before = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(before)


def forget_overwritten() -> None:
    """Empty SQLite's index and log of what was written, in which text stands that has been destroyed since.

    Readers at this moment keep the log until a later call. PostgreSQL keeps house by itself.
    """
    if db.engine.dialect.name == "sqlite":
        # Past the engine, which would begin a transaction, and in one this cannot be done.
        with closing(db.engine.raw_connection()) as connection:
            _merge_index(connection.cursor())
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _merge_index(cursor: Any) -> None:
    """The index only notes that a text was taken out until its parts are merged; a step at a time, so writers go on."""
    merge = "INSERT INTO search_index(search_index, rank) VALUES('merge', ?)"
    changes = "SELECT total_changes()"
    # A negative number begins a merge of everything, a positive one goes on with it.
    cursor.execute(merge, (-_MERGED_PAGES,))
    before, after = 0, 2
    while after - before >= 2:
        (before,) = cursor.execute(changes).fetchone()
        cursor.execute(merge, (_MERGED_PAGES,))
        (after,) = cursor.execute(changes).fetchone()


def writes(view: View) -> View:
    """Mark a view that writes though it is asked for with GET: it journals who looked. Stands below its guard."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def reads(view: View) -> View:
    """Mark a view that only reads though it is asked for with POST: what is asked may not stand in an address."""
    view.reads = True  # type: ignore[attr-defined]
    return view


def _note_intent() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    is_asked = request.method in ("GET", "HEAD", "OPTIONS") and not getattr(view, "writes", False)
    _only_reads.set(is_asked or getattr(view, "reads", False))


def _forget_intent(_error: BaseException | None) -> None:
    _only_reads.set(False)


def _check_locale(connection: Any, _record: Any) -> None:
    """In a database with locale C, pg_trgm makes no trigrams of Thai and searches would find nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        (ctype,) = cursor.fetchone()
    connection.rollback()
    if ctype in ("C", "POSIX"):
        raise UnusableDatabase(f"the database has locale {ctype}; create it with a UTF-8 locale such as C.UTF-8")


def engine_options(url: str) -> dict[str, Any]:
    """What the engine of that URL is made with. Errors never quote the values of a statement: some are identities."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": BUSY_SECONDS}}
    return {"hide_parameters": True, "pool_pre_ping": True, "max_overflow": WEB_THREADS}
