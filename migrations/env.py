"""Runs the migrations on the database of the application that called them."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from complaint_center.models.types import Encrypted, UtcDateTime

migrate = current_app.extensions["migrate"]


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


def run_migrations() -> None:
    engine = migrate.db.engine
    with engine.connect() as connection:
        context.configure(
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
