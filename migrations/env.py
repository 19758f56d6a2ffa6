"""Runs the migrations on the database of the application that called them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy.engine import Connection

from complaint_center.models.types import Encrypted, UtcDateTime

migrate = current_app.extensions["migrate"]


class BrokenReferences(Exception):
    """A migration left rows that point at none; it is rolled back."""


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """A migration spells a column as the database keeps it, so that it outlives our own types."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.Text()"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """What a database keeps to search with is its own affair, and differs between the two."""
    return not (name or "").startswith("search_index")


@contextmanager
def references_checked_last(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which it refuses while rows of others refer to it.

    So it looks at no reference meanwhile, and at all of them before each migration is committed.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    # Outside any transaction, for inside one SQLite ignores it.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")


def refuse_broken_references(ctx: MigrationContext, **_applied: Any) -> None:
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise BrokenReferences(", ".join(f"{row[0]} row {row[1]} to {row[2]}" for row in broken[:5]))


def run_migrations() -> None:
    engine = migrate.db.engine
    with engine.connect() as connection, references_checked_last(connection):
        context.configure(
            on_version_apply=refuse_broken_references,
            connection=connection,
            target_metadata=migrate.db.metadata,
            render_item=render_item,
            include_name=include_name,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
